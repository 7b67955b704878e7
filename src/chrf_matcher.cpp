#include "chrf_matcher.h"

#include "ngram_counts.h"

#include <algorithm>
#include <array>
#include <bit>

// Shift-And (Baeza-Yates and Gonnet, "A New Approach to Text Searching", 1992), for all orders at
// once. A row has a bit where its character stands in the reference. After each character of the
// hypothesis, ends[n] has a bit at each place of the reference where the last n characters of the
// hypothesis end:
//
//     ends[n] = ends[n - 1] of the character before, moved up by one, & row of the character
//
// As in ngram.cpp, equal n-grams have equal ends and different ones have none in common, so taking
// the lowest end that is still free clips each n-gram at its count in the reference.

namespace assay {
namespace {

constexpr std::size_t kWordBits = 64;
constexpr std::size_t kMostWords = 8;

/// One order: the places where its n-grams end, and those that are taken.
template <std::size_t words>
struct Order {
  std::array<std::uint64_t, words> ends{};
  std::array<std::uint64_t, words> taken{};

  void take_lowest() {
    std::uint64_t may_take = ~std::uint64_t{0};
    for (std::size_t w = 0; w < words; ++w) {
      const std::uint64_t free = ends[w] & ~taken[w];
      taken[w] |= free & (~free + 1) & may_take;
      may_take &= free == 0 ? ~std::uint64_t{0} : 0;
    }
  }

  std::uint32_t count() const {
    std::uint32_t count = 0;
    for (const std::uint64_t word : taken) count += static_cast<std::uint32_t>(std::popcount(word));
    return count;
  }
};

/// Without a branch that depends on the texts. The highest order goes first, as each needs the next
/// lower one from before the character.
template <std::size_t most_order, std::size_t words>
OrderCounts match(std::span<const TokenId> hypothesis, const std::uint64_t* rows) {
  std::array<Order<words>, most_order> orders{};
  for (const TokenId id : hypothesis) {
    std::array<std::uint64_t, words> row{};
    std::copy_n(rows + id * words, words, row.begin());
    for (std::size_t n = most_order - 1; n > 0; --n) {
      const auto& shorter = orders[n - 1].ends;
      for (std::size_t w = 0; w < words; ++w) {
        const std::uint64_t carry = w == 0 ? 0 : shorter[w - 1] >> (kWordBits - 1);
        orders[n].ends[w] = (shorter[w] << 1U | carry) & row[w];
      }
      orders[n].take_lowest();
    }
    orders[0].ends = row;
    orders[0].take_lowest();
  }
  OrderCounts matched{};
  for (std::size_t n = 0; n < most_order; ++n) matched[n] = orders[n].count();
  return matched;
}

/// A loop of its own for chrF's usual six orders, and one for all others.
template <std::size_t words>
OrderCounts match(std::span<const TokenId> hypothesis, const std::uint64_t* rows,
                  std::size_t most_order) {
  constexpr std::size_t kUsual = 6;
  if (most_order == kUsual) return match<kUsual, words>(hypothesis, rows);
  OrderCounts matched = match<kMostCharacterOrders, words>(hypothesis, rows);
  std::fill(matched.begin() + static_cast<std::ptrdiff_t>(most_order), matched.end(), 0);
  return matched;
}

}  // namespace

void CharacterMatcher::set_reference(std::span<const TokenId> reference,
                                     std::size_t vocabulary_size) {
  reference_ = reference;
  words_ = std::max<std::size_t>(1, (reference.size() + kWordBits - 1) / kWordBits);
  if (words_ > kMostWords) {
    words_ = 0;
    return;
  }
  rows_.assign(vocabulary_size * words_, 0);
  for (std::size_t i = 0; i < reference.size(); ++i) {
    rows_[reference[i] * words_ + i / kWordBits] |= std::uint64_t{1} << i % kWordBits;
  }
}

OrderCounts CharacterMatcher::matches(std::span<const TokenId> hypothesis,
                                      std::size_t most_order) const {
  const std::uint64_t* rows = rows_.data();
  switch (words_) {
    case 1:
      return match<1>(hypothesis, rows, most_order);
    case 2:
      return match<2>(hypothesis, rows, most_order);
    case 3:
      return match<3>(hypothesis, rows, most_order);
    case 4:
      return match<4>(hypothesis, rows, most_order);
    case 5:
      return match<5>(hypothesis, rows, most_order);
    case 6:
      return match<6>(hypothesis, rows, most_order);
    case 7:
      return match<7>(hypothesis, rows, most_order);
    case 8:
      return match<8>(hypothesis, rows, most_order);
    default:
      return count_matches(hypothesis, {&reference_, 1}, most_order);
  }
}

}  // namespace assay
