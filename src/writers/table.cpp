#include <algorithm>
#include <ostream>

#include "assay/text.h"
#include "assay/writer.h"

#include "writers/numbers.h"

#include <fmt/format.h>

namespace assay {
namespace {

using Cells = std::vector<std::vector<std::string>>;

/// Columns on a terminal, roughly: one per code point.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

/// The title, or the whole spec where options were given.
std::string heading(const MetricColumn& metric) {
  const bool has_options = metric.key != metric.info->name;
  return has_options ? escape(metric.key) : std::string(metric.info->title);
}

/// Pads every column to its widest cell; the first `left` columns to the left.
void write_aligned(const Cells& rows, std::size_t left, std::ostream& out) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width_of(row[c]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string padding(widths[c] - width_of(row[c]), ' ');
      if (c > 0) line += "  ";
      line += c < left ? row[c] + padding : padding + row[c];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << "\n";
  }
}

void write_scores_table(const Report& report, const WriteOptions& options, std::ostream& out) {
  Cells rows = {{"system"}};
  for (const MetricColumn& metric : report.metrics) rows.front().push_back(heading(metric));
  for (const SystemResult& system : report.systems) {
    std::vector<std::string>& row = rows.emplace_back();
    row.push_back(escape(system.name));
    for (std::size_t m = 0; m < report.metrics.size(); ++m) {
      row.push_back(shown_score(report.metrics[m], system.scores[m], options));
    }
  }
  write_aligned(rows, 1, out);
}

void write_segments_table(const Report& report, const WriteOptions& options, std::ostream& out) {
  const SegmentScores& scores = report.segment_scores;
  Cells rows = {{scores.ids.empty() ? "segment" : "id", "system"}};
  for (const MetricColumn& metric : report.metrics) rows.front().push_back(heading(metric));
  const double* cell = scores.cells.data();
  for (std::size_t segment = 0; segment < report.segments; ++segment) {
    for (const SystemResult& system : report.systems) {
      std::vector<std::string>& row = rows.emplace_back();
      row.push_back(scores.ids.empty() ? fmt::format("{}", segment) : escape(scores.ids[segment]));
      row.push_back(escape(system.name));
      for (const MetricColumn& metric : report.metrics) {
        row.push_back(shown_number(*cell, metric.info->scale, options));
        cell += metric.segment_fields.size();
      }
    }
  }
  write_aligned(rows, 2, out);
}

void write(const Report& report, const WriteOptions& options, std::ostream& out) {
  write_scores_table(report, options, out);
  if (!report.segment_scores.cells.empty()) {
    out << "\n";
    write_segments_table(report, options, out);
  }
  out << "\n"
      << report.segments << (report.segments == 1 ? " segment" : " segments")
      << "; signatures:\n";
  Cells rows;
  for (const MetricColumn& metric : report.metrics) {
    rows.push_back({"  " + heading(metric), metric.signature});
  }
  write_aligned(rows, 2, out);
}

}  // namespace

extern constinit const WriterInfo kTable = {"table", ".txt", "aligned columns for people", &write};

}  // namespace assay
