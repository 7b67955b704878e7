#pragma once

#include "assay/ngram.h"
#include "assay/vocabulary.h"

#include "ngram_counts.h"
#include "sorted_ngrams.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// The longest character n-grams that CharacterMatcher knows.
inline constexpr std::size_t kMostCharacterOrders = 8;

/// The most words of 64 places that a row has in match_rows().
inline constexpr std::size_t kMostRowWords = 8;

/// Clipped n-gram matches of one hypothesis with one reference. Of token `id` rows[id * words + w]
/// has a bit for each place of word w of the reference at which it stands.
OrderCounts match_rows(std::span<const TokenId> hypothesis, const std::uint64_t* rows,
                       std::size_t words, std::size_t most_order);

/// Clipped n-gram matches of many hypotheses with one reference, for texts of characters: longer
/// than texts of words, of a small vocabulary, and with six orders rather than four.
///
/// Holds scratch memory; one per thread.
class CharacterMatcher {
 public:
  /// The text to compare with until the next call; it must live as long. All ids of it and of the
  /// hypotheses are below `vocabulary_size`.
  void set_reference(std::span<const TokenId> reference, std::size_t vocabulary_size);

  /// What NgramMatcher::matches gives; `most_order` <= kMostCharacterOrders.
  OrderCounts matches(std::span<const TokenId> hypothesis, std::size_t most_order);

 private:
  OrderCounts matches_of_long(std::span<const TokenId> hypothesis, std::size_t most_order);

  std::span<const TokenId> reference_;
  std::size_t vocabulary_size_ = 0;
  std::size_t words_ = 1;            ///< Of 64 places, per row; 0 if there would be too many.
  std::vector<std::uint64_t> rows_;  ///< [id * words + word]: where a character stands.
  SortedNgrams sorted_reference_;
  std::size_t sorted_order_ = 0;  ///< The longest n-grams in it; 0 if it is not of `reference_`.
  SortedNgrams sorted_hypothesis_;
  NgramCounter counter_;
};

}  // namespace assay
