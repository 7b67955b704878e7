#pragma once

#include <algorithm>
#include <array>
#include <string_view>

/// The arrays of an embedding file, as docs/manual.md lists them.
namespace assay {

inline constexpr std::string_view kEmbeddings = "emb";

inline constexpr std::array<std::string_view, 14> kTensorNames = {
    kEmbeddings, "offsets",      "lengths", "ids",           "special",  "weights", "index",
    "groups",    "full_lengths", "tokens",  "token_offsets", "doc_freq", "doc_ids", "num_docs"};

/// True for one of them, or for the embeddings of a layer: "emb.L9".
inline bool is_tensor_name(std::string_view name) {
  return name.starts_with("emb.L") || std::ranges::find(kTensorNames, name) != kTensorNames.end();
}

}  // namespace assay
