#include "assay/writer.h"

#include "writers/json_text.h"

#include <ostream>
#include <string>
#include <vector>

// One rectangular table for scores, comparisons and segments: the first column says which a row is.

namespace assay {
namespace {

constexpr const char* kHeader =
    "type,segment,id,system,baseline,metric,score,low,high,diff,p,p_adjusted,rank,rank_low,"
    "rank_high,cluster,signature\n";

/// A text cell: quoted where RFC 4180 asks for it, and never a formula for a spreadsheet.
std::string csv_text(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) {
    cell.insert(cell.begin(), '\'');
  }
  if (cell.find_first_of(",\"\n\r") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char byte : cell) {
    if (byte == '"') quoted += '"';
    quoted += byte;
  }
  return quoted + "\"";
}

std::string number(std::size_t value) {
  return json_number(static_cast<double>(value));
}

void write_row(const std::vector<std::string>& cells, std::ostream& out) {
  for (std::size_t c = 0; c < cells.size(); ++c) out << (c > 0 ? "," : "") << cells[c];
  out << "\n";
}

void write_score(const Report& report, const SystemResult& system, std::size_t m,
                 std::ostream& out) {
  const Score& score = system.scores[m];
  const bool has_score = score.missing_reason.empty();
  std::vector<std::string> cells = {"score",
                                    "",
                                    "",
                                    csv_text(system.name),
                                    "",
                                    csv_text(report.metrics[m].key),
                                    has_score ? json_number(score.value) : ""};
  cells.push_back(score.interval ? json_number(score.interval->low) : "");
  cells.push_back(score.interval ? json_number(score.interval->high) : "");
  cells.insert(cells.end(), 3, "");
  if (score.rank) {
    for (const std::size_t value :
         {score.rank->rank, score.rank->low, score.rank->high, score.rank->cluster}) {
      cells.push_back(number(value));
    }
  } else {
    cells.insert(cells.end(), 4, "");
  }
  cells.push_back(csv_text(report.metrics[m].signature));
  write_row(cells, out);
}

void write_comparison(const Report& report, const Comparison& comparison, std::ostream& out) {
  std::vector<std::string> cells = {"comparison",
                                    "",
                                    "",
                                    csv_text(report.systems[comparison.system].name),
                                    csv_text(report.systems[comparison.baseline].name),
                                    csv_text(report.metrics[comparison.metric].key)};
  cells.insert(cells.end(), 3, "");
  for (const double value : {comparison.difference, comparison.p, comparison.p_adjusted}) {
    cells.push_back(json_number(value));
  }
  cells.insert(cells.end(), 4, "");
  cells.push_back(csv_text(report.metrics[comparison.metric].signature));
  write_row(cells, out);
}

void write_segments(const Report& report, std::ostream& out) {
  const SegmentScores& scores = report.segment_scores;
  if (scores.cells.empty()) return;
  const double* cell = scores.cells.data();
  for (std::size_t segment = 0; segment < report.segments; ++segment) {
    for (const SystemResult& system : report.systems) {
      for (const MetricColumn& metric : report.metrics) {
        std::vector<std::string> cells = {"segment",
                                          number(segment),
                                          scores.ids.empty() ? "" : csv_text(scores.ids[segment]),
                                          csv_text(system.name),
                                          "",
                                          csv_text(metric.key),
                                          json_number(*cell)};
        cells.insert(cells.end(), 9, "");
        cells.push_back(csv_text(metric.segment_signature));
        write_row(cells, out);
        cell += metric.segment_fields.size();
      }
    }
  }
}

void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  out << kHeader;
  for (const SystemResult& system : report.systems) {
    for (std::size_t m = 0; m < report.metrics.size(); ++m) write_score(report, system, m, out);
  }
  for (const Comparison& comparison : report.comparisons) {
    write_comparison(report, comparison, out);
  }
  write_segments(report, out);
}

}  // namespace

extern constinit const WriterInfo kCsv = {"csv", ".csv",
                                          "one table of scores, comparisons, segments", &write};

}  // namespace assay
