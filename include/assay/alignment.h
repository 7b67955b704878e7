#pragma once

#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// Longest common subsequences by bit vectors: a column of the classic table in words of 64 rows.
/// Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004.
///
/// Holds scratch memory; one per thread.
class LcsMatcher {
 public:
  /// The length of the longest common subsequence. All ids are below `vocabulary_size`.
  std::size_t length(std::span<const TokenId> a, std::span<const TokenId> b,
                     std::size_t vocabulary_size);

  /// Sets is_marked[i] for each token i of `reference` that lies on the common subsequence with
  /// `hypothesis` which rouge_score's walk finds: from the end of both, a match if the tokens are
  /// equal, else one step back in the hypothesis if that is strictly longer, else in the reference.
  void mark(std::span<const TokenId> reference, std::span<const TokenId> hypothesis,
            std::size_t vocabulary_size, std::span<std::uint8_t> is_marked);

 private:
  void start(std::span<const TokenId> b, std::size_t vocabulary_size);

  /// Up to 64 rows of the table over all columns; the last column.
  template <typename OnColumn>
  std::uint64_t run_strip(std::span<const TokenId> rows, std::span<const TokenId> b,
                          const OnColumn& on_column);

  std::vector<std::uint64_t> rows_;     ///< [id]: where a token stands in the strip; else zero.
  std::vector<std::uint8_t> carries_;   ///< [column]: what the strip above carries into this one.
  std::vector<std::uint64_t> columns_;  ///< [strip * columns + column], for the walk back.
};

}  // namespace assay
