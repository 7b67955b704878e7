#include "assay/ngram.h"

#include "assay/instruction_set.h"

#include "chrf_matcher.h"
#include "ngram_counts.h"
#include "text/targets.h"

#include <algorithm>
#include <bit>

// A token's row has bit i set where the token stands at position i of a reference. The positions at
// which the hypothesis n-gram that starts at token t stands in the reference are then
//
//     row[t] & row[t + 1] >> 1 & row[t + 2] >> 2 & …
//
// Equal n-grams have equal masks and different ones have disjoint masks, so taking the lowest
// position that is still free clips each n-gram at its count in the reference: what is taken is the
// sum of min(hypothesis count, reference count), exactly and without counting anything.
//
// With several references the clip is the highest of their counts. In each reference the taken
// occurrences are the first ones in the hypothesis, so it is enough to mark them and count marks.

namespace assay {
namespace {

constexpr std::size_t kWordBits = 64;

/// Above this many words per row, counting n-grams is faster and needs less memory.
constexpr std::size_t kMostWords = kMostRowWords;

using WidePlaces = std::array<std::uint64_t, kMostWords>;

std::size_t words_for(std::size_t tokens) {
  return std::max<std::size_t>(1, (tokens + kWordBits - 1) / kWordBits);
}

/// Keeps the places p for which bit p + n of `row` is set; 0 < n < 64.
void keep_followed(WidePlaces& places, const std::uint64_t* row, std::size_t words, std::size_t n) {
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t from_next = w + 1 < words ? row[w + 1] << (kWordBits - n) : 0;
    places[w] &= row[w] >> n | from_next;
  }
}

/// Adds the lowest place that is not used yet to `used`; false if there is none.
bool take_lowest(const WidePlaces& places, WidePlaces& used, std::size_t words) {
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t free = places[w] & ~used[w];
    if (free == 0) continue;
    used[w] |= free & (~free + 1);
    return true;
  }
  return false;
}

/// Counts what `most_order` orders have taken.
OrderCounts counts(const std::uint64_t* used, std::size_t most_order) {
  OrderCounts matched{};
  for (std::size_t n = 0; n < most_order; ++n) {
    matched[n] = static_cast<std::uint32_t>(std::popcount(used[n]));
  }
  return matched;
}

OrderCounts match_portable(const Places& places, std::size_t most_order) {
  std::array<std::uint64_t, kMostOrders> used{};
  for (std::size_t i = 0; i < places.hypothesis_length; ++i) {
    std::uint64_t here = places.rows[i];
    for (std::size_t n = 0; n < most_order && here != 0; ++n) {
      if (n > 0) here &= places.rows[i + n] >> n;
      const std::uint64_t free = here & ~used[n];
      used[n] |= free & (~free + 1);
    }
  }
  return counts(used.data(), most_order);
}

#ifdef __x86_64__

constexpr std::size_t kVectorOrders = 4;

/// Four orders in the four lanes of a vector.
[[ASSAY_TARGET_AVX2]] OrderCounts match_avx2(const Places& places, std::size_t most_order) {
  const __m256i shifts = _mm256_set_epi64x(3, 2, 1, 0);
  const __m256i ones = _mm256_set1_epi64x(-1);
  const __m256i zero = _mm256_setzero_si256();
  __m256i used = zero;
  const std::uint64_t* const rows = places.rows.data();
  for (std::size_t i = 0; i < places.hypothesis_length; ++i) {
    const __m256i next =
        _mm256_srlv_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows + i)), shifts);
    // Each lane and the one below it, then that and the two below.
    const __m256i one_below = _mm256_blend_epi32(_mm256_permute4x64_epi64(next, 0x90), ones, 0x03);
    const __m256i pairs = _mm256_and_si256(next, one_below);
    const __m256i two_below = _mm256_permute2x128_si256(pairs, ones, 0x02);
    const __m256i here = _mm256_and_si256(pairs, two_below);
    const __m256i free = _mm256_andnot_si256(used, here);
    used = _mm256_or_si256(used, _mm256_and_si256(free, _mm256_sub_epi64(zero, free)));
  }
  std::array<std::uint64_t, kVectorOrders> taken{};
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(taken.data()), used);
  return counts(taken.data(), most_order);
}

/// The same with half as many instructions.
[[ASSAY_TARGET_AVX512]] OrderCounts match_avx512(const Places& places, std::size_t most_order) {
  constexpr int kBothButNotFirst = 0x08;    // ~a & b & c
  constexpr int kFirstOrBothOthers = 0xF8;  // a | (b & c)
  const __m256i shifts = _mm256_set_epi64x(3, 2, 1, 0);
  const __m256i ones = _mm256_set1_epi64x(-1);
  const __m256i zero = _mm256_setzero_si256();
  __m256i used = zero;
  const std::uint64_t* const rows = places.rows.data();
  for (std::size_t i = 0; i < places.hypothesis_length; ++i) {
    const __m256i next =
        _mm256_srlv_epi64(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows + i)), shifts);
    const __m256i pairs = _mm256_and_si256(next, _mm256_alignr_epi64(next, ones, 3));
    const __m256i two_below = _mm256_alignr_epi64(pairs, ones, 2);
    const __m256i free = _mm256_ternarylogic_epi64(used, pairs, two_below, kBothButNotFirst);
    used = _mm256_ternarylogic_epi64(used, free, _mm256_sub_epi64(zero, free), kFirstOrBothOthers);
  }
  std::array<std::uint64_t, kVectorOrders> taken{};
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(taken.data()), used);
  return counts(taken.data(), most_order);
}

#endif

}  // namespace

OrderCounts match_places(const Places& places, std::size_t most_order) {
#ifdef __x86_64__
  if (most_order <= kVectorOrders && instruction_set() != InstructionSet::kPortable) {
    return instruction_set() == InstructionSet::kAvx512 ? match_avx512(places, most_order)
                                                        : match_avx2(places, most_order);
  }
#endif
  return match_portable(places, most_order);
}

OrderCounts ngram_totals(std::size_t length, std::size_t most_order) {
  OrderCounts totals{};
  for (std::size_t n = 1; n <= std::min(most_order, length); ++n) {
    totals[n - 1] = static_cast<std::uint32_t>(length - n + 1);
  }
  return totals;
}

OrderCounts NgramMatcher::matches(std::span<const TokenId> hypothesis,
                                  std::span<const std::span<const TokenId>> references,
                                  std::size_t most_order, std::size_t vocabulary_size) {
  std::size_t longest = 0;
  for (const auto& reference : references) longest = std::max(longest, reference.size());
  if (words_for(longest) > kMostWords) {
    return NgramCounter().matches(hypothesis, references, most_order, vocabulary_size);
  }

  marks_.assign(references.size() > 1 ? most_order * hypothesis.size() : 0, 0);
  OrderCounts matched{};
  for (const auto& reference : references) {
    const std::size_t words = words_for(reference.size());
    set_rows(reference, words, vocabulary_size);
    if (references.size() == 1 && most_order <= kMostCharacterOrders) {
      matched = match_rows(hypothesis, rows_.data(), words, most_order);
    } else {
      matched = words == 1 ? match_word(hypothesis, most_order)
                           : match_words(hypothesis, words, most_order);
    }
    std::fill_n(rows_.begin(), vocabulary_size * words, 0);
  }
  if (references.size() <= 1) return matched;
  for (std::size_t n = 0; n < most_order; ++n) {
    const auto first = marks_.begin() + static_cast<std::ptrdiff_t>(n * hypothesis.size());
    const auto last = first + static_cast<std::ptrdiff_t>(hypothesis.size());
    matched[n] = static_cast<std::uint32_t>(std::count(first, last, 1));
  }
  return matched;
}

void NgramMatcher::set_rows(std::span<const TokenId> reference, std::size_t words,
                            std::size_t vocabulary_size) {
  if (rows_.size() < vocabulary_size * words) rows_.resize(vocabulary_size * words);
  for (std::size_t i = 0; i < reference.size(); ++i) {
    rows_[reference[i] * words + i / kWordBits] |= std::uint64_t{1} << i % kWordBits;
  }
}

OrderCounts NgramMatcher::match_word(std::span<const TokenId> hypothesis, std::size_t most_order) {
  const std::size_t length = hypothesis.size();
  current_.assign(length + kMostOrders, 0);
  for (std::size_t i = 0; i < length; ++i) current_[i] = rows_[hypothesis[i]];
  std::array<std::uint64_t, kMostOrders> used{};
  for (std::size_t i = 0; i < length; ++i) {
    std::uint64_t places = current_[i];
    for (std::size_t n = 0; n < most_order && places != 0; ++n) {
      places &= current_[i + n] >> n;
      const std::uint64_t free = places & ~used[n];
      used[n] |= free & (~free + 1);
      if (!marks_.empty() && free != 0) marks_[n * length + i] = 1;
    }
  }
  return counts(used.data(), most_order);
}

OrderCounts NgramMatcher::match_words(std::span<const TokenId> hypothesis, std::size_t words,
                                      std::size_t most_order) {
  const std::size_t length = hypothesis.size();
  std::array<WidePlaces, kMostOrders> used{};
  OrderCounts matched{};
  for (std::size_t i = 0; i < length; ++i) {
    WidePlaces places{};
    std::copy_n(&rows_[hypothesis[i] * words], words, places.begin());
    for (std::size_t n = 0; n < most_order && i + n < length; ++n) {
      if (n > 0) keep_followed(places, &rows_[hypothesis[i + n] * words], words, n);
      if (!take_lowest(places, used[n], words)) continue;
      ++matched[n];
      if (!marks_.empty()) marks_[n * length + i] = 1;
    }
  }
  return matched;
}

}  // namespace assay
