#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"
#include "writers/json_text.h"

#include <array>
#include <optional>
#include <ostream>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

// One rectangular table for scores, groups, gates, comparisons and segments: the first column says
// which a row is.

namespace assay {
namespace {

enum Cell : std::size_t {
  kType,
  kSegment,
  kId,
  kSystem,
  kBaseline,
  kMetric,
  kScore,
  kLow,
  kHigh,
  kDiff,
  kP,
  kPAdjusted,
  kRank,
  kRankLow,
  kRankHigh,
  kCluster,
  kSignature,
  kGate,
  kLimit,
  kStatus,
  kGroup,
  kCells
};

using Record = std::array<std::string, kCells>;

const Record kHeader = {"type",  "segment",  "id",        "system",  "baseline",  "metric",
                        "score", "low",      "high",      "diff",    "p",         "p_adjusted",
                        "rank",  "rank_low", "rank_high", "cluster", "signature", "gate",
                        "limit", "status",   "group"};

/// Quoted where RFC 4180 asks for it.
std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"') quoted += '"';
    quoted += byte;
  }
  return quoted + "\"";
}

/// Without tabs and line ends: a backslash begins \\, \t, \n, \r or, for other control characters,
/// \xNN.
std::string tsv_cell(const std::string& text) {
  std::string cell;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '\\') {
      cell += "\\\\";
    } else if (value < 0x20 || value == 0x7F) {
      cell += escape({&byte, 1});
    } else {
      cell += byte;
    }
  }
  return cell;
}

/// Writes records; a Style is what makes a cell of a text.
class Sheet {
 public:
  using Style = std::string (*)(const std::string& text);

  Sheet(const Report& report, const WriteOptions& options, std::ostream& out, char separator,
        Style style)
      : report_(report), options_(options), out_(out), separator_(separator), style_(style) {}

  void write() {
    write_record(kHeader);
    for (const SystemResult& system : report_.systems) {
      for (std::size_t m = 0; m < report_.metrics.size(); ++m) write_score(system, m);
    }
    for (const GroupResult& group : report_.groups) write_group(group);
    for (const Verdict& verdict : report_.verdicts) write_verdict(verdict);
    for (const Comparison& comparison : report_.comparisons) write_comparison(comparison);
    write_segments();
  }

 private:
  /// A text cell, never a formula for a spreadsheet.
  std::string text(std::string_view text) const {
    constexpr std::string_view kFormula = "=+-@\t\r";
    const bool is_formula = !text.empty() && kFormula.find(text.front()) != std::string_view::npos;
    const std::string valid = replace_invalid_utf8(text);
    return style_(is_formula && !options_.csv_raw ? "'" + valid : valid);
  }

  static std::string number(double value) { return json_number(value); }
  static std::string number(std::size_t value) { return fmt::format("{}", value); }
  static std::string number(const std::optional<double>& value) {
    return value ? json_number(*value) : "";
  }

  void write_record(const Record& record) {
    out_ << fmt::format("{}\n", fmt::join(record, std::string_view(&separator_, 1)));
  }

  Record record(const char* type, const SystemResult& system, std::size_t m) const {
    Record record;
    record[kType] = type;
    record[kSystem] = text(system.name);
    record[kMetric] = text(report_.metrics[m].key);
    record[kSignature] = text(report_.metrics[m].signature);
    return record;
  }

  void write_score(const SystemResult& system, std::size_t m) {
    const Score& score = system.scores[m];
    Record cells = record("score", system, m);
    if (score.missing_reason.empty()) cells[kScore] = number(score.value);
    if (score.interval) {
      cells[kLow] = number(score.interval->low);
      cells[kHigh] = number(score.interval->high);
    }
    if (score.rank) {
      cells[kRank] = number(score.rank->rank);
      cells[kRankLow] = number(score.rank->low);
      cells[kRankHigh] = number(score.rank->high);
      cells[kCluster] = number(score.rank->cluster);
    }
    write_record(cells);
  }

  void write_group(const GroupResult& group) {
    for (std::size_t s = 0; s < report_.systems.size(); ++s) {
      for (std::size_t m = 0; m < report_.metrics.size(); ++m) {
        Record cells = record("group", report_.systems[s], m);
        cells[kScore] = number(group.scores[s][m].value);
        cells[kGroup] = text(group.name);
        write_record(cells);
      }
    }
  }

  void write_verdict(const Verdict& verdict) {
    Record cells = record("gate", report_.systems[verdict.system], verdict.metric);
    if (verdict.baseline) cells[kDiff] = number(verdict.actual - *verdict.baseline);
    cells[kScore] = number(verdict.actual);
    cells[kP] = number(verdict.p);
    cells[kPAdjusted] = number(verdict.p_adjusted);
    cells[kGate] = text(verdict.gate);
    cells[kLimit] = number(verdict.limit);
    cells[kStatus] = status_name(verdict.status);
    write_record(cells);
  }

  void write_comparison(const Comparison& comparison) {
    Record cells = record("comparison", report_.systems[comparison.system], comparison.metric);
    cells[kBaseline] = text(report_.systems[comparison.baseline].name);
    cells[kDiff] = number(comparison.difference);
    cells[kP] = number(comparison.p);
    cells[kPAdjusted] = number(comparison.p_adjusted);
    write_record(cells);
  }

  void write_segments() {
    const SegmentScores& scores = report_.segment_scores;
    if (scores.cells.empty()) return;
    const double* cell = scores.cells.data();
    for (std::size_t segment = 0; segment < report_.segments; ++segment) {
      for (const SystemResult& system : report_.systems) {
        for (std::size_t m = 0; m < report_.metrics.size(); ++m) {
          Record cells = record("segment", system, m);
          cells[kSegment] = number(segment);
          if (!scores.ids.empty()) cells[kId] = text(scores.ids[segment]);
          cells[kScore] = number(*cell);
          cells[kSignature] = text(report_.metrics[m].segment_signature);
          write_record(cells);
          cell += report_.metrics[m].segment_fields.size();
        }
      }
    }
  }

  const Report& report_;
  const WriteOptions& options_;
  std::ostream& out_;
  char separator_;
  Style style_;
};

void write_csv(const Report& report, const WriteOptions& options, std::ostream& out) {
  Sheet(report, options, out, ',', &csv_cell).write();
}

void write_tsv(const Report& report, const WriteOptions& options, std::ostream& out) {
  Sheet(report, options, out, '\t', &tsv_cell).write();
}

}  // namespace

extern constinit const WriterInfo kCsv = {
    "csv", ".csv", "one table of scores, groups, gates, comparisons, segments", &write_csv};

extern constinit const WriterInfo kTsv = {"tsv", ".tsv", "the same with tabs", &write_tsv};

}  // namespace assay
