#include "assay/explain.h"

#include "assay/embeddings.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/resampling_options.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay explain -r ref.txt hyp.txt --segment 0
  assay explain -r ref.txt hyp.txt --segment 7 -m rougeL:stem=yes
  assay explain summaries.jsonl --id-field id --id news-007 -m chrf
  assay explain E-COUNT)";

constexpr std::size_t kBlockSegments = 1024;
constexpr std::uint64_t kMostSegments = 1'000'000'000'000;

struct ExplainArguments {
  InputArguments input;
  std::string metric = "bleu";
  std::optional<std::uint64_t> segment;
  std::optional<std::string> id;
};

/// The texts of one segment.
struct FoundSegment {
  std::uint64_t number = 0;
  std::string id;
  std::vector<std::string> references;
  std::string hypothesis;
};

MetricSpec metric_of(const ExplainArguments& arguments) {
  std::vector<MetricSpec> specs = parse_metric_list(arguments.metric);
  if (specs.size() != 1) {
    throw usage_error("E-USAGE", "one metric at a time can be explained", "-m SPEC");
  }
  MetricSpec spec = std::move(specs.front());
  check_explainable(*spec.info);
  apply_inputs(arguments.input, spec);
  return spec;
}

void check_choice(const ExplainArguments& arguments) {
  if (arguments.segment.has_value() == arguments.id.has_value()) {
    throw usage_error("E-USAGE", "which segment is to be explained?",
                      "--segment N, from 0; or --id ID with --id-field");
  }
  if (arguments.id && arguments.input.id_field.empty() && arguments.input.doc_field.empty()) {
    throw usage_error("E-USAGE", "--id without --id-field", "--id-field KEY names the field");
  }
  if (arguments.input.doc_mode == "aggregate") {
    throw usage_error("E-USAGE", "a document's sum of statistics has no explanation",
                      "explain one of its segments, or use --doc-mode concat");
  }
  if (arguments.input.systems.size() > 1) {
    throw usage_error("E-USAGE", "one system at a time can be explained", "name one HYP");
  }
}

bool is_wanted(const ExplainArguments& arguments, const Block& block, std::size_t i) {
  if (arguments.segment) return block.first_segment + i == *arguments.segment;
  return !block.ids.empty() && block.ids[i] == *arguments.id;
}

FoundSegment copy_segment(const Block& block, std::size_t i) {
  FoundSegment found;
  found.number = block.first_segment + i;
  if (!block.ids.empty()) found.id = block.ids[i];
  for (std::uint32_t r = block.reference_begin[i]; r < block.reference_begin[i + 1]; ++r) {
    found.references.emplace_back(block.references[r]);
  }
  found.hypothesis = block.hypotheses[i];
  return found;
}

/// Reads to the end, so that what is wrong with the files is found as by `score`.
FoundSegment find_segment(const ExplainArguments& arguments, const CorpusFiles& files) {
  CorpusReader reader(files, input_options(arguments.input));
  std::optional<FoundSegment> found;
  Block block;
  while (reader.next(block, kBlockSegments)) {
    for (std::size_t i = 0; i < block.segments && !found; ++i) {
      if (is_wanted(arguments, block, i)) found = copy_segment(block, i);
    }
  }
  for (const Warning& warning : reader.summary().warnings) print_warning(warning);
  if (found) return std::move(*found);
  if (arguments.id) {
    throw usage_error("E-SEGMENT",
                      fmt::format("no segment has the id '{}'", escape(*arguments.id)));
  }
  throw usage_error("E-SEGMENT", fmt::format("there is no segment {}", *arguments.segment),
                    fmt::format("there are {}, numbered from 0", reader.summary().segments));
}

/// With texts all of them are read, as for other metrics; without them the number is enough.
void explain_embedded(const MetricSpec& spec, const ExplainArguments& arguments,
                      const CorpusFiles& files) {
  const EmbeddingCorpus corpus(files.embeddings);
  FoundSegment found;
  if (files.has_texts) {
    found = find_segment(arguments, files);
  } else {
    found.number = arguments.segment.value_or(corpus.segments());
  }
  if (found.number >= corpus.segments()) {
    throw usage_error("E-SEGMENT", "there are no embeddings of this segment",
                      fmt::format("there are {}, numbered from 0", corpus.segments()));
  }
  print_to_stdout([&](std::ostream& out) {
    fmt::print(out, "{} of segment {}, system {}\n", spec.info->title, found.number,
               escape(files.systems.front().name));
    spec.info->explain_embedded(spec, corpus, found.number, out);
  });
}

void explain_one(const ExplainArguments& arguments) {
  check_choice(arguments);
  const MetricSpec spec = metric_of(arguments);
  const CorpusFiles files = corpus_files(arguments.input);
  if (spec.info->explain_embedded != nullptr) return explain_embedded(spec, arguments, files);
  const FoundSegment found = find_segment(arguments, files);
  const std::vector<std::string_view> references(found.references.begin(), found.references.end());
  print_to_stdout([&](std::ostream& out) {
    const std::string id = found.id.empty() ? "" : fmt::format(" ({})", escape(found.id));
    fmt::print(out, "{} of segment {}{}, system {}\n", spec.info->title, found.number, id,
               escape(files.systems.front().name));
    fmt::print(out, "{}\n\n", spec.segment_signature(fmt::format("{}", references.size())));
    explain(spec, references, found.hypothesis, out);
  });
}

void explain_codes(const std::vector<std::string>& words) {
  std::vector<const CodeInfo*> found;
  for (const std::string& word : words) {
    found.push_back(find_code(word));
    if (found.back() != nullptr) continue;
    throw usage_error("E-CODE", fmt::format("no error or warning is called '{}'", escape(word)),
                      nearest_code(word) + "the manual lists all codes");
  }
  print_to_stdout([&](std::ostream& out) {
    for (const CodeInfo* info : found) print_code(*info, out);
  });
}

void run(const ExplainArguments& arguments) {
  const auto& words = arguments.input.systems;
  const bool names_segment = arguments.segment.has_value() || arguments.id.has_value();
  const bool names_code = !words.empty() && looks_like_code(words.front()) && !names_segment;
  if (names_code) {
    explain_codes(words);
  } else {
    explain_one(arguments);
  }
}

}  // namespace

void add_explain_options(CLI::App& command, bool show_all, Outcome& /*outcome*/) {
  const auto arguments = std::make_shared<ExplainArguments>();
  add_input_options(command, arguments->input, show_all ? "More" : "");
  command.get_option("systems")
      ->description("Hypotheses: FILE, NAME=FILE, or -; or codes of errors and warnings")
      ->type_name("[NAME=]HYP|CODE");
  command.add_option("-m,--metric", arguments->metric, "Metric, NAME or NAME:key=value,…")
      ->type_name("SPEC")
      ->capture_default_str()
      ->group("Segment");
  CLI::Option* segment =
      command.add_option("--segment", arguments->segment, "Which segment, from 0")
          ->type_name("N")
          ->group("Segment");
  require_whole(segment, 0, kMostSegments);
  command.add_option("--id", arguments->id, "The segment with this id, with --id-field")
      ->type_name("ID")
      ->group("Segment");
  command.footer(examples_footer(kExamples, show_all));
  command.callback([arguments] { run(*arguments); });
}

}  // namespace assay
