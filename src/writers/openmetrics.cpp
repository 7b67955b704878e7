#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"

#include <cmath>
#include <limits>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <fmt/ostream.h>

// OpenMetrics 1.0, kept to what Prometheus's older text format has too. Names are these alone;
// texts of users are values of labels. There is nothing for single segments.

namespace assay {
namespace {

/// The value of a label: a line end is \n, other control characters are shown as escape() does.
std::string label(std::string_view text) {
  constexpr std::string_view::size_type kAll = std::string_view::npos;
  std::string result;
  while (true) {
    const std::size_t end = text.find('\n');
    for (const char byte : escape(text.substr(0, end), kAll)) {
      if (byte == '"' || byte == '\\') result += '\\';
      result += byte;
    }
    if (end == std::string_view::npos) return result;
    result += "\\n";
    text.remove_prefix(end + 1);
  }
}

std::string sample_value(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

std::string labels(const Report& report, std::size_t s, std::size_t m) {
  return fmt::format(R"(system="{}",metric="{}")", label(report.systems[s].name),
                     label(report.metrics[m].key));
}

void write_family(std::string_view name, std::string_view help, std::ostream& out) {
  fmt::print(out, "# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
}

/// Calls on_score(system, metric) for each score.
template <typename OnScore>
void for_each_score(const Report& report, const OnScore& on_score) {
  for (std::size_t s = 0; s < report.systems.size(); ++s) {
    for (std::size_t m = 0; m < report.metrics.size(); ++m) on_score(s, m);
  }
}

void write_scores(const Report& report, std::ostream& out) {
  write_family("assay_score", "The score of a system by a metric.", out);
  for_each_score(report, [&](std::size_t s, std::size_t m) {
    const Score& score = report.systems[s].scores[m];
    const bool exists = score.missing_reason.empty();
    const double value = exists ? score.value : std::numeric_limits<double>::quiet_NaN();
    fmt::print(out, "assay_score{{{}}} {}\n", labels(report, s, m), sample_value(value));
  });
}

/// One end of all intervals.
void write_bounds(const Report& report, std::string_view name, double Interval::*bound,
                  std::ostream& out) {
  if (!report.intervals) return;
  write_family(name, "An end of the bootstrap interval of a score.", out);
  for_each_score(report, [&](std::size_t s, std::size_t m) {
    const Score& score = report.systems[s].scores[m];
    if (!score.interval) return;
    fmt::print(out, "{}{{{}}} {}\n", name, labels(report, s, m),
               sample_value((*score.interval).*bound));
  });
}

void write_verdicts(const Report& report, std::ostream& out) {
  if (report.verdicts.empty()) return;
  write_family("assay_gate_passed", "1 if a system passes a gate, 0 if it fails or is undecided.",
               out);
  for (const Verdict& verdict : report.verdicts) {
    fmt::print(out, "assay_gate_passed{{{},gate=\"{}\"}} {}\n",
               labels(report, verdict.system, verdict.metric), label(verdict.gate),
               verdict.status == Verdict::Status::kPassed ? 1 : 0);
  }
}

void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  write_family("assay_build_info", "The version of assay; always 1.", out);
  fmt::print(out, "assay_build_info{{version=\"{}\"}} 1\n", label(report.version));
  write_family("assay_segments", "Segments that were scored.", out);
  fmt::print(out, "assay_segments {}\n", report.segments);
  write_family("assay_empty_hypotheses", "Hypotheses that hold only white space.", out);
  for (const SystemResult& system : report.systems) {
    fmt::print(out, "assay_empty_hypotheses{{system=\"{}\"}} {}\n", label(system.name),
               system.empty);
  }
  write_family("assay_metric_info", "The signature of a metric; always 1.", out);
  for (const MetricColumn& metric : report.metrics) {
    fmt::print(out, "assay_metric_info{{metric=\"{}\",signature=\"{}\"}} 1\n", label(metric.key),
               label(metric.signature));
  }
  write_scores(report, out);
  write_bounds(report, "assay_score_low", &Interval::low, out);
  write_bounds(report, "assay_score_high", &Interval::high, out);
  write_verdicts(report, out);
  out << "# EOF\n";
}

}  // namespace

extern constinit const WriterInfo kOpenmetrics = {"openmetrics", ".prom",
                                                  "OpenMetrics text for Prometheus", &write};

}  // namespace assay
