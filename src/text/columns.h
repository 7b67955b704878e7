#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace assay {

/// Rows of cells as lines, with two spaces between columns. Each column is as wide as its widest
/// cell; the first `text_columns` stand to the left, the others to the right.
std::vector<std::string> aligned_lines(const std::vector<std::vector<std::string>>& rows,
                                       std::size_t text_columns);

}  // namespace assay
