#pragma once

#include "assay/places.h"
#include "assay/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

inline constexpr std::size_t kMostOrders = 9;

/// For n = 1 … kMostOrders at index n - 1.
using OrderCounts = std::array<std::uint32_t, kMostOrders>;

/// The number of n-grams of each order in a text of `length` tokens.
OrderCounts ngram_totals(std::size_t length, std::size_t most_order);

/// What NgramMatcher::matches gives, of one reference, for orders from 1 to `most_order`.
OrderCounts match_places(const Places& places, std::size_t most_order);

/// Clipped n-gram matches, the numerator of BLEU's precision and of ROUGE-N: for each order the sum
/// over distinct hypothesis n-grams of min(count in the hypothesis, highest count in a reference).
/// Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002.
///
/// Holds scratch memory; one per thread.
class NgramMatcher {
 public:
  /// Orders from 1 to `most_order` <= kMostOrders. All ids are below `vocabulary_size`.
  OrderCounts matches(std::span<const TokenId> hypothesis,
                      std::span<const std::span<const TokenId>> references, std::size_t most_order,
                      std::size_t vocabulary_size);

 private:
  void set_rows(std::span<const TokenId> reference, std::size_t words, std::size_t vocabulary_size);
  OrderCounts match_word(std::span<const TokenId> hypothesis, std::size_t most_order);
  OrderCounts match_words(std::span<const TokenId> hypothesis, std::size_t words,
                          std::size_t most_order);

  /// [id * words + word]: where a token stands in a reference. All zero between calls.
  std::vector<std::uint64_t> rows_;
  std::vector<std::uint64_t> current_;  ///< The rows of the hypothesis's tokens.
  std::vector<std::uint8_t> marks_;     ///< [order * length + position]: matched in a reference.
};

}  // namespace assay
