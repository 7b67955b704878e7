#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"

#include <algorithm>
#include <ostream>

namespace assay {
namespace {

/// Where lines go, and whether they may look like commands to GitHub's runner.
struct Page {
  std::ostream& out;
  bool guards_commands = false;

  void line(std::string text) const {
    constexpr std::string_view kZeroWidthSpace = "\u200B";
    const std::size_t start = text.find_first_not_of(' ');
    if (guards_commands && start != std::string::npos && text.compare(start, 2, "::") == 0) {
      text.insert(start, kZeroWidthSpace);
    }
    out << text << "\n";
  }
};

/// Pads every column to its widest cell: text to the left, numbers to the right.
void write_aligned(Grid grid, std::string_view indent, const Page& page) {
  std::vector<std::size_t> widths(grid.rows.empty() ? 0 : grid.rows.front().size());
  for (auto& row : grid.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      row[c] = escape(row[c]);
      widths[c] = std::max(widths[c], display_width(row[c]));
    }
  }
  for (const auto& row : grid.rows) {
    std::string line(indent);
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string padding(widths[c] - display_width(row[c]), ' ');
      if (c > 0) line += "  ";
      line += c < grid.text_columns ? row[c] + padding : padding + row[c];
    }
    line.erase(line.find_last_not_of(' ') + 1);
    page.line(std::move(line));
  }
}

void write(const Report& report, const WriteOptions& options, std::ostream& out) {
  const Page page{out, options.guards_commands};
  write_aligned(score_grid(report, options), "", page);
  for (const Grid& grid :
       {group_grid(report, options), verdict_grid(report, options), aggregate_grid(report, options),
        comparison_grid(report, options), segment_grid(report, options)}) {
    if (!grid.rows.empty()) out << "\n";
    write_aligned(grid, "", page);
  }
  out << "\n";
  for (const std::string& caption : captions(report)) page.line(escape(caption, 1000));
  out << counted_segments(report) << "; signatures:\n";
  write_aligned(signature_grid(report), "  ", page);
  const Grid segments = segment_signature_grid(report);
  if (!segments.rows.empty()) out << "signatures of single " << unit(report) << "s:\n";
  write_aligned(segments, "  ", page);
}

}  // namespace

extern constinit const WriterInfo kTable = {"table", ".txt", "aligned columns for people", &write,
                                            true};

}  // namespace assay
