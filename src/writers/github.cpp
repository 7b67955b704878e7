#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"
#include "writers/markdown_text.h"
#include "writers/numbers.h"

#include <ostream>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <fmt/ostream.h>

// Two formats for GitHub Actions: commands on standard output that make annotations, and Markdown
// for the file that GITHUB_STEP_SUMMARY names.

namespace assay {
namespace {

/// GitHub drops a summary of more than 1 MiB.
constexpr std::size_t kMostSummaryBytes = 1'000'000;
constexpr std::size_t kMostTextBytes = 1000;

/// Text in a command; `more` are further characters that would end it.
std::string command_text(std::string_view text, std::string_view more = "") {
  std::string result;
  for (const char byte : escape(text, kMostTextBytes)) {
    if (byte == '%' || more.find(byte) != std::string_view::npos) {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    } else {
      result += byte;
    }
  }
  return result;
}

std::string property(std::string_view text) {
  return command_text(text, ":,");
}

/// A line end in the text of an annotation.
constexpr const char* kLineEnd = "%0A";

void write_warning(const Warning& warning, std::ostream& out) {
  std::string properties = fmt::format("title={}", property("assay: " + warning.code));
  if (!warning.file.empty()) properties += fmt::format(",file={}", property(warning.file));
  if (warning.line > 0) properties += fmt::format(",line={}", warning.line);
  fmt::print(out, "::warning {}::{}\n", properties, command_text(warning.message));
}

void write_verdict(const Report& report, const Verdict& verdict, std::ostream& out) {
  if (verdict.status == Verdict::Status::kPassed) return;
  const std::string title = "assay: gate " + status_name(verdict.status);
  std::string text = fmt::format("{}: {}; score {}", report.systems[verdict.system].name,
                                 verdict.gate, verdict.actual);
  if (verdict.limit) text += fmt::format(", limit {}", *verdict.limit);
  if (!verdict.reason.empty()) text += "; " + verdict.reason;
  fmt::print(out, "::error title={}::{}\n", property(title), command_text(text));
}

/// GitHub shows ten notices of a step, so a system has one.
void write_system(const Report& report, const SystemResult& system, const WriteOptions& options,
                  std::ostream& out) {
  std::string text;
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    const MetricColumn& metric = report.metrics[m];
    if (m > 0) text += kLineEnd;
    text +=
        command_text(fmt::format("{} {} {}", heading(metric),
                                 shown_score(metric, system.scores[m], options), metric.signature));
  }
  fmt::print(out, "::notice title={}::{}\n", property("assay: " + system.name), text);
}

void write_annotations(const Report& report, const WriteOptions& options, std::ostream& out) {
  for (const Verdict& verdict : report.verdicts) write_verdict(report, verdict, out);
  for (const Warning& warning : report.warnings) write_warning(warning, out);
  for (const SystemResult& system : report.systems) write_system(report, system, options, out);
}

/// All but the scores of single segments.
std::string summary(const Report& report, const WriteOptions& options) {
  std::ostringstream out;
  out << "### assay\n\n";
  write_markdown_grid(score_grid(report, options), out);
  for (const Grid& grid : {verdict_grid(report, options), group_grid(report, options),
                           aggregate_grid(report, options)}) {
    if (!grid.rows.empty()) out << "\n";
    write_markdown_grid(grid, out);
  }
  out << "\n";
  for (const std::string& caption : captions(report)) out << markdown_text(caption) << "\n\n";
  for (const Warning& warning : report.warnings) {
    const std::string place = warning.file.empty() ? "" : warning.file + ": ";
    out << "- " << markdown_text(place + warning.message) << " (" << warning.code << ")\n";
  }
  if (!report.warnings.empty()) out << "\n";
  out << counted_segments(report) << ". Signatures:\n\n";
  write_markdown_list(signature_grid(report), out);
  const Grid comparisons = comparison_grid(report, options);
  if (!comparisons.rows.empty()) out << "\n";
  write_markdown_grid(comparisons, out);
  return out.str();
}

void write_summary(const Report& report, const WriteOptions& options, std::ostream& out) {
  std::string text = summary(report, options);
  if (text.size() > kMostSummaryBytes) {
    text.erase(text.rfind('\n', kMostSummaryBytes) + 1);
    text += "\nThe rest is left out: GitHub takes no more.\n";
  }
  out << text;
}

}  // namespace

extern constinit const WriterInfo kGithub = {
    "github", ".github", "commands that make annotations in GitHub Actions", &write_annotations};

extern constinit const WriterInfo kGithubSummary = {"github-summary", ".summary",
                                                    "Markdown for GITHUB_STEP_SUMMARY, below 1 MiB",
                                                    &write_summary, true};

}  // namespace assay
