#pragma once

#include "assay/embeddings.h"

#include "metrics/greedy_match.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay {

/// bert_score pads the pairs of a batch to the longest candidate and the longest reference in it,
/// and takes the similarity to padding for 0. This tells which pairs that concerns.
class PaddingBlocks {
 public:
  /// `pairs` in a batch; 0: nothing is padded.
  PaddingBlocks(const EmbeddingCorpus& corpus, std::size_t pairs);

  /// For a candidate of a system, and its reference number `reference`, of so many rows.
  Padding of(std::size_t system, std::uint64_t segment, std::uint64_t reference,
             std::uint64_t candidate_rows, std::uint64_t reference_rows) const;

 private:
  struct Longest {
    std::uint64_t candidate = 0;
    std::uint64_t reference = 0;
  };

  std::size_t pairs_;
  std::vector<std::uint64_t> first_pair_;      ///< [segment]
  std::vector<std::vector<Longest>> longest_;  ///< [system][batch]
};

}  // namespace assay
