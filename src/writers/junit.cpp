#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"
#include "writers/json_text.h"

#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

// The elements and attributes of Maven Surefire's reports, which CI servers read. A suite is a
// system; a test is a score, which exists or is skipped, or a verdict.

namespace assay {
namespace {

constexpr std::size_t kMostBytes = 8192;

/// Text for an element or an attribute. XML cannot hold most control characters, not even as
/// references, so they are shown as \x1b.
std::string xml_text(std::string_view text) {
  std::string result;
  for (const char byte : escape(text, kMostBytes)) {
    switch (byte) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += byte;
    }
  }
  return result;
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;

  std::string str() const {
    return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}" time="0")", tests,
                       failures, errors, skipped);
  }

  Counts& operator+=(const Counts& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    return *this;
  }
};

/// A <testcase>: `outcome` is the element that says that it did not pass, or "".
std::string test_case(const SystemResult& system, std::string_view name, const std::string& outcome,
                      const std::string& output) {
  return fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" time=\"0\">{}<system-out>{}</system-out>"
      "</testcase>\n",
      xml_text(system.name), xml_text(name), outcome, output);
}

std::string score_case(const SystemResult& system, const MetricColumn& metric, const Score& score,
                       Counts& counts) {
  ++counts.tests;
  std::string outcome;
  std::string output = fmt::format("{}; {}", json_number(score.value), xml_text(metric.signature));
  if (!score.missing_reason.empty()) {
    ++counts.skipped;
    outcome = fmt::format(R"(<skipped message="{}"/>)", xml_text(score.missing_reason));
    output = xml_text(metric.signature);
  }
  return test_case(system, metric.key, outcome, output);
}

std::string verdict_text(const Verdict& verdict) {
  std::string text = fmt::format("{}: {}", status_name(verdict.status), verdict.gate);
  text += fmt::format("; score {}", json_number(verdict.actual));
  if (verdict.limit) text += fmt::format(", limit {}", json_number(*verdict.limit));
  if (verdict.baseline) text += fmt::format(", baseline {}", json_number(*verdict.baseline));
  if (verdict.p) text += fmt::format(", p {}", json_number(*verdict.p));
  if (verdict.p_adjusted) text += fmt::format(", adjusted {}", json_number(*verdict.p_adjusted));
  if (!verdict.reason.empty()) text += "; " + verdict.reason;
  return text;
}

std::string verdict_case(const Report& report, const Verdict& verdict, Counts& counts) {
  ++counts.tests;
  const std::string text = xml_text(verdict_text(verdict));
  std::string outcome;
  if (verdict.status == Verdict::Status::kFailed) {
    ++counts.failures;
    outcome = fmt::format(R"(<failure message="{}" type="gate"/>)", text);
  } else if (verdict.status == Verdict::Status::kUndecided) {
    ++counts.errors;
    outcome = fmt::format(R"(<error message="{}" type="undecided"/>)", text);
  }
  return test_case(report.systems[verdict.system], verdict.gate, outcome, text);
}

/// One <testsuite>; what it counts is added to `all`.
std::string suite(const Report& report, std::size_t s, Counts& all) {
  const SystemResult& system = report.systems[s];
  Counts counts;
  std::string cases;
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    cases += score_case(system, report.metrics[m], system.scores[m], counts);
  }
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.system == s) cases += verdict_case(report, verdict, counts);
  }
  all += counts;
  return fmt::format(
      "  <testsuite name=\"{}\" {}>\n    <properties><property name=\"file\" value=\"{}\"/>"
      "</properties>\n{}  </testsuite>\n",
      xml_text(system.name), counts.str(), xml_text(system.file), cases);
}

void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  Counts counts;
  std::string suites;
  for (std::size_t s = 0; s < report.systems.size(); ++s) suites += suite(report, s, counts);
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assay\" " << counts.str()
      << ">\n"
      << suites << "</testsuites>\n";
}

}  // namespace

extern constinit const WriterInfo kJunit = {
    "junit", ".xml", "JUnit's XML for CI servers: scores and gates as tests", &write};

}  // namespace assay
