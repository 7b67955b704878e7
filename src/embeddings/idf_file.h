#pragma once

#include "assay/warning.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay {

/// How often tokens occur, or how much they count, out of a file.
struct IdfFile {
  std::optional<std::uint64_t> documents;  ///< Then there are counts, else weights.
  std::vector<std::pair<std::uint32_t, std::uint64_t>> counts;  ///< Documents with each id.
  std::vector<std::pair<std::uint32_t, float>> weights;         ///< By id.
  std::vector<Warning> warnings;
};

/// Reads counts from an array file, or weights from lines of an id, a tab and a number. Throws
/// E-IDF (input) and what opening an array file or read_lines() throws.
IdfFile read_idf_file(const std::string& path);

}  // namespace assay
