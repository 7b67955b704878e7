#include "text/columns.h"

#include "assay/text.h"

#include <algorithm>

namespace assay {

std::vector<std::string> aligned_lines(const std::vector<std::vector<std::string>>& rows,
                                       std::size_t text_columns) {
  std::vector<std::size_t> widths(rows.empty() ? 0 : rows.front().size());
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], display_width(row[c]));
    }
  }
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::size_t padding = widths[c] - display_width(row[c]);
      if (c > 0) line += "  ";
      if (c >= text_columns) line.append(padding, ' ');
      line += row[c];
      if (c < text_columns) line.append(padding, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace assay
