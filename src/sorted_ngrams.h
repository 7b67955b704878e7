#pragma once

#include "assay/ngram.h"
#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// All n-grams of a long text of few different tokens, sorted by their tokens. The longest stand
/// for the shorter ones with which they begin.
class SortedNgrams {
 public:
  enum class Side { kReference, kHypothesis };

  /// Whether n-grams of up to `longest` tokens, 1 to 8, with ids below `vocabulary_size` fit into a
  /// word.
  static bool fit(std::size_t vocabulary_size, std::size_t longest);

  /// Replaces the n-grams by those of `text`, which fit().
  void assign(std::span<const TokenId> text, std::size_t vocabulary_size, std::size_t longest,
              Side side);

  /// What NgramMatcher::matches gives. Both sides have been assigned with the same vocabulary and
  /// the same longest n-grams.
  friend OrderCounts match_sorted(const SortedNgrams& hypothesis, const SortedNgrams& reference);

 private:
  void sort();

  std::size_t longest_ = 0;
  unsigned bits_ = 0;                  ///< Of a token.
  std::vector<std::uint64_t> ngrams_;  ///< Behind them stands kEnd.
  std::vector<std::uint64_t> buffer_;
  std::vector<std::uint32_t> places_;  ///< [pass of the sort * digits + digit]
};

OrderCounts match_sorted(const SortedNgrams& hypothesis, const SortedNgrams& reference);

}  // namespace assay
