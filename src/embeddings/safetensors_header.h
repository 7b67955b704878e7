#pragma once

#include "embeddings/tensor.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The JSON object at the start of a safetensors file.
struct SafetensorsHeader {
  std::vector<Tensor> tensors;  ///< Those that are wanted; places within the data.
  std::map<std::string, std::string, std::less<>> metadata;  ///< Keys that somebody asks for.
};

/// Which members of "__metadata__" are remembered.
bool is_wanted_metadata(std::string_view key);

/// Reads a header whose arrays must fill exactly `data_size` bytes, one after the other without a
/// gap. Stricter than the reference: no key may stand twice at any level, and no other members,
/// numbers or nesting than the format has. `where` begins messages. Throws E-SAFETENSORS (input).
SafetensorsHeader read_safetensors_header(const std::string& where, std::string_view json,
                                          std::uint64_t data_size, const IsWanted& is_wanted);

}  // namespace assay
