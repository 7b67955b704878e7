#include "writers/markdown_text.h"

#include "assay/text.h"

namespace assay {

std::string markdown_text(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+!|~@&:";
  std::string result;
  for (const char byte : escape(text, 1000)) {
    if (kSpecial.find(byte) != std::string_view::npos) result += '\\';
    result += byte;
  }
  return result;
}

void write_markdown_grid(const Grid& grid, std::ostream& out) {
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

void write_markdown_list(const Grid& grid, std::ostream& out) {
  for (const auto& row : grid.rows) {
    out << "- " << markdown_text(row[0]) << ": `" << row[1] << "`\n";
  }
}

}  // namespace assay
