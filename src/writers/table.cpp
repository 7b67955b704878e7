#include "assay/text.h"
#include "assay/writer.h"

#include "text/columns.h"
#include "writers/grid.h"

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

void write_aligned(Grid grid, const std::string& indent, const Page& page) {
  for (auto& row : grid.rows) {
    for (std::string& cell : row) cell = escape(cell);
  }
  for (const std::string& line : aligned_lines(grid.rows, grid.text_columns)) {
    page.line(indent + line);
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
