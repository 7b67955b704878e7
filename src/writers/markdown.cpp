#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"

#include <ostream>

namespace assay {
namespace {

/// Text that no Markdown reader takes for markup, a mention or a link.
std::string markdown_text(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+!|~@&:";
  std::string result;
  for (const char byte : escape(text, 1000)) {
    if (kSpecial.find(byte) != std::string_view::npos) result += '\\';
    result += byte;
  }
  return result;
}

void write_grid(const Grid& grid, std::ostream& out) {
  for (const auto& row : grid.rows) {
    out << "|";
    for (const std::string& cell : row) out << " " << markdown_text(cell) << " |";
    out << "\n";
    if (&row != &grid.rows.front()) continue;
    out << "|";
    for (std::size_t c = 0; c < row.size(); ++c) out << (c < grid.text_columns ? "---|" : "--:|");
    out << "\n";
  }
}

void write_signatures(const Grid& grid, std::ostream& out) {
  for (const auto& row : grid.rows) {
    out << "- " << markdown_text(row[0]) << ": `" << row[1] << "`\n";
  }
}

void write(const Report& report, const WriteOptions& options, std::ostream& out) {
  write_grid(score_grid(report, options), out);
  for (const Grid& grid : {comparison_grid(report, options), segment_grid(report, options)}) {
    if (!grid.rows.empty()) out << "\n";
    write_grid(grid, out);
  }
  out << "\n";
  for (const std::string& caption : captions(report)) out << markdown_text(caption) << "\n\n";
  out << report.segments << (report.segments == 1 ? " segment" : " segments")
      << ". Signatures:\n\n";
  write_signatures(signature_grid(report), out);
  const Grid segments = segment_signature_grid(report);
  if (!segments.rows.empty()) out << "\nSignatures of single segments:\n\n";
  write_signatures(segments, out);
}

}  // namespace

extern constinit const WriterInfo kMarkdown = {"markdown", ".md", "tables for issues and READMEs",
                                               &write};

}  // namespace assay
