#include "assay/explain.h"

#include "assay/error.h"
#include "assay/text.h"

#include <array>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

Block block_of(std::span<const std::string_view> references, std::string_view hypothesis) {
  Block block;
  block.segments = 1;
  block.systems = 1;
  block.system_names = {"hypothesis"};
  block.hypotheses = {hypothesis};
  block.references.assign(references.begin(), references.end());
  block.reference_begin = {0, static_cast<std::uint32_t>(references.size())};
  return block;
}

std::vector<std::string_view> explainable() {
  std::vector<std::string_view> names;
  for (const MetricInfo* info : metrics()) {
    if (info->explain != nullptr || info->explain_embedded != nullptr) names.push_back(info->name);
  }
  return names;
}

void print_text(std::string_view side, std::string_view text, std::ostream& out) {
  fmt::print(out, "{:<14}{}\n", side, text.empty() ? "(empty)" : escape(text, std::string::npos));
}

}  // namespace

ExplainedSegment measure_segment(const MetricInfo& info, const Options& segment_options,
                                 std::span<const std::string_view> references,
                                 std::string_view hypothesis) {
  ExplainedSegment segment{.info = &info,
                           .options = segment_options,
                           .references = {references.begin(), references.end()},
                           .hypothesis = hypothesis};
  FormSet forms;
  const std::unique_ptr<Metric> metric = info.make(info, segment_options, forms);
  const Block block = block_of(references, hypothesis);
  SegmentForms prepared(forms);
  prepared.prepare(block, 0);
  segment.row.resize(metric->columns().size());
  const std::array<MutableRow, 1> rows = {segment.row};
  metric->measurer()->measure(prepared, rows);
  segment.score = metric->score(segment.row);
  segment.details = metric->details(segment.row);
  for (FormId id = 0; id < forms.size(); ++id) segment.forms.push_back(forms[id]);
  return segment;
}

void check_explainable(const MetricInfo& info) {
  if (info.explain != nullptr || info.explain_embedded != nullptr) return;
  throw usage_error("E-EXPLAIN", fmt::format("there is no explanation for {}", info.name),
                    fmt::format("there is one for: {}", fmt::join(explainable(), ", ")));
}

void explain(const MetricSpec& spec, std::span<const std::string_view> references,
             std::string_view hypothesis, std::ostream& out) {
  check_explainable(*spec.info);
  const ExplainedSegment segment =
      measure_segment(*spec.info, spec.segment_options(), references, hypothesis);
  for (std::size_t r = 0; r < references.size(); ++r) {
    print_text(fmt::format("reference {}:", r + 1), references[r], out);
  }
  print_text("hypothesis:", hypothesis, out);
  fmt::print(out, "\n");
  spec.info->explain(segment, out);
  fmt::print(out, "score: {}\n", segment.score);
}

}  // namespace assay
