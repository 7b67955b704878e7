#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

/// The arrays of an embedding file, as docs/manual.md lists them.
namespace assay {

inline constexpr std::string_view kEmbeddings = "emb";

inline constexpr std::array<std::string_view, 14> kTensorNames = {
    kEmbeddings, "offsets",      "lengths", "ids",           "special",  "weights", "index",
    "groups",    "full_lengths", "tokens",  "token_offsets", "doc_freq", "doc_ids", "num_docs"};

/// What the embeddings of a layer begin with; its number follows, at most 999.
inline constexpr std::string_view kLayerPrefix = "emb.L";

/// "emb.L9".
inline bool is_layer_name(std::string_view name) {
  constexpr std::size_t kMostDigits = 3;
  if (!name.starts_with(kLayerPrefix)) return false;
  const std::string_view digits = name.substr(kLayerPrefix.size());
  return !digits.empty() && digits.size() <= kMostDigits && (digits[0] != '0' || digits == "0") &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

/// True for one of kTensorNames, or for the embeddings of a layer.
inline bool is_tensor_name(std::string_view name) {
  return is_layer_name(name) || std::ranges::find(kTensorNames, name) != kTensorNames.end();
}

}  // namespace assay
