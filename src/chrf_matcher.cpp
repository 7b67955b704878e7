#include "chrf_matcher.h"

#include "assay/instruction_set.h"

#include "text/targets.h"

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

/// Eight orders side by side, from 1 up.
using Lanes [[gnu::vector_size(64)]] = std::uint64_t;

/// 64 places of the reference.
struct Word {
  Lanes ends;
  Lanes taken;
};

/// Without a branch that depends on the texts.
template <std::size_t words>
[[gnu::always_inline]] inline OrderCounts match(std::span<const TokenId> hypothesis,
                                                const std::uint64_t* rows, std::size_t most_order) {
  static_assert(kMostCharacterOrders == 8);
  constexpr Lanes kZeros = {};
  constexpr Lanes kOnes = ~kZeros;
  std::array<Word, words> state{};
  for (const TokenId id : hypothesis) {
    // Of order 0 every place is an end, also the one in front of the text.
    Lanes before = {~std::uint64_t{0}};
    Lanes may_take = kOnes;
    for (std::size_t w = 0; w < words; ++w) {
      Word& word = state[w];
      const Lanes shorter = __builtin_shufflevector(word.ends, kOnes, 8, 0, 1, 2, 3, 4, 5, 6);
      word.ends = (shorter << 1U | before >> (kWordBits - 1)) & rows[id * words + w];
      before = shorter;
      const Lanes free = word.ends & ~word.taken;
      word.taken |= free & -free & may_take;
      may_take &= static_cast<Lanes>(free == kZeros);
    }
  }
  OrderCounts matched{};
  for (const Word& word : state) {
    for (std::size_t n = 0; n < most_order; ++n) {
      matched[n] += static_cast<std::uint32_t>(std::popcount(std::uint64_t{word.taken[n]}));
    }
  }
  return matched;
}

using Match = OrderCounts (*)(std::span<const TokenId>, const std::uint64_t*, std::size_t);

template <std::size_t words>
OrderCounts match_portable(std::span<const TokenId> hypothesis, const std::uint64_t* rows,
                           std::size_t most_order) {
  return match<words>(hypothesis, rows, most_order);
}

#ifdef __x86_64__

template <std::size_t words>
[[ASSAY_TARGET_AVX2]] OrderCounts match_avx2(std::span<const TokenId> hypothesis,
                                             const std::uint64_t* rows, std::size_t most_order) {
  return match<words>(hypothesis, rows, most_order);
}

template <std::size_t words>
[[ASSAY_TARGET_AVX512]] OrderCounts match_avx512(std::span<const TokenId> hypothesis,
                                                 const std::uint64_t* rows,
                                                 std::size_t most_order) {
  return match<words>(hypothesis, rows, most_order);
}

#endif

template <std::size_t words>
Match choose_for() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return &match_avx512<words>;
  if (instruction_set() == InstructionSet::kAvx2) return &match_avx2<words>;
#endif
  return &match_portable<words>;
}

/// [words - 1]
std::array<Match, kMostRowWords> choose() {
  return {choose_for<1>(), choose_for<2>(), choose_for<3>(), choose_for<4>(),
          choose_for<5>(), choose_for<6>(), choose_for<7>(), choose_for<8>()};
}

}  // namespace

OrderCounts match_rows(std::span<const TokenId> hypothesis, const std::uint64_t* rows,
                       std::size_t words, std::size_t most_order) {
  static const std::array<Match, kMostRowWords> chosen = choose();
  return chosen[words - 1](hypothesis, rows, most_order);
}

void CharacterMatcher::set_reference(std::span<const TokenId> reference,
                                     std::size_t vocabulary_size) {
  reference_ = reference;
  sorted_order_ = 0;
  vocabulary_size_ = vocabulary_size;
  words_ = std::max<std::size_t>(1, (reference.size() + kWordBits - 1) / kWordBits);
  if (words_ > kMostRowWords) {
    words_ = 0;
    return;
  }
  rows_.assign(vocabulary_size * words_, 0);
  for (std::size_t i = 0; i < reference.size(); ++i) {
    rows_[reference[i] * words_ + i / kWordBits] |= std::uint64_t{1} << i % kWordBits;
  }
}

OrderCounts CharacterMatcher::matches(std::span<const TokenId> hypothesis, std::size_t most_order) {
  if (words_ == 0) return matches_of_long(hypothesis, most_order);
  return match_rows(hypothesis, rows_.data(), words_, most_order);
}

OrderCounts CharacterMatcher::matches_of_long(std::span<const TokenId> hypothesis,
                                              std::size_t most_order) {
  if (!SortedNgrams::fit(vocabulary_size_, most_order)) {
    return counter_.matches(hypothesis, {&reference_, 1}, most_order, vocabulary_size_);
  }
  if (sorted_order_ != most_order) {
    sorted_reference_.assign(reference_, vocabulary_size_, most_order,
                             SortedNgrams::Side::kReference);
    sorted_order_ = most_order;
  }
  sorted_hypothesis_.assign(hypothesis, vocabulary_size_, most_order,
                            SortedNgrams::Side::kHypothesis);
  return match_sorted(sorted_hypothesis_, sorted_reference_);
}

}  // namespace assay
