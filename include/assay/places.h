#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay {

/// Where the tokens of a hypothesis stand in a reference: all that n-gram matching and common
/// subsequences need to know of two texts. For references of at most kMostPlaces tokens.
struct Places {
  static constexpr std::size_t kMostPlaces = 64;
  static constexpr std::size_t kPadding = 8;

  /// For each token of the hypothesis bit p is set if it is token p of the reference. Behind them
  /// stand kPadding zeros.
  std::vector<std::uint64_t> rows;
  std::size_t hypothesis_length = 0;
  std::size_t reference_length = 0;
};

/// What a hypothesis and a reference have in common.
struct Overlap {
  std::uint32_t unigrams = 0;     ///< Each counts as often as it stands in both.
  std::uint32_t bigrams = 0;      ///< The same.
  std::uint32_t subsequence = 0;  ///< The length of the longest common one.

  bool operator==(const Overlap&) const = default;
};

}  // namespace assay
