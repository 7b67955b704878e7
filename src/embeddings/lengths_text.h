#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// The numbers of a text file, one whole number on each line. Throws E-LENGTHS (input).
std::vector<std::uint64_t> read_lengths_text(const std::string& path);

}  // namespace assay
