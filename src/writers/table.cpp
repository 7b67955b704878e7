#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"

#include <algorithm>
#include <ostream>

namespace assay {
namespace {

/// Columns on a terminal, roughly: one per code point.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (byte & 0xc0) != 0x80; }));
}

/// Pads every column to its widest cell: text to the left, numbers to the right.
void write_aligned(Grid grid, std::string_view indent, std::ostream& out) {
  std::vector<std::size_t> widths(grid.rows.empty() ? 0 : grid.rows.front().size());
  for (auto& row : grid.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      row[c] = escape(row[c]);
      widths[c] = std::max(widths[c], width_of(row[c]));
    }
  }
  for (const auto& row : grid.rows) {
    std::string line(indent);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string padding(widths[c] - width_of(row[c]), ' ');
      if (c > 0) line += "  ";
      line += c < grid.text_columns ? row[c] + padding : padding + row[c];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << "\n";
  }
}

void write(const Report& report, const WriteOptions& options, std::ostream& out) {
  write_aligned(score_grid(report, options), "", out);
  for (const Grid& grid : {comparison_grid(report, options), segment_grid(report, options)}) {
    if (!grid.rows.empty()) out << "\n";
    write_aligned(grid, "", out);
  }
  out << "\n";
  for (const std::string& caption : captions(report)) out << escape(caption, 1000) << "\n";
  out << report.segments << (report.segments == 1 ? " segment" : " segments") << "; signatures:\n";
  write_aligned(signature_grid(report), "  ", out);
  const Grid segments = segment_signature_grid(report);
  if (!segments.rows.empty()) out << "signatures of single segments:\n";
  write_aligned(segments, "  ", out);
}

}  // namespace

extern constinit const WriterInfo kTable = {"table", ".txt", "aligned columns for people", &write};

}  // namespace assay
