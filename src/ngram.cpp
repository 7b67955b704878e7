#include "assay/ngram.h"

#include "ngram_counts.h"

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
constexpr std::size_t kMostWords = 8;

using Places = std::array<std::uint64_t, kMostWords>;

std::size_t words_for(std::size_t tokens) {
  return std::max<std::size_t>(1, (tokens + kWordBits - 1) / kWordBits);
}

/// Keeps the places p for which bit p + n of `row` is set; 0 < n < 64.
void keep_followed(Places& places, const std::uint64_t* row, std::size_t words, std::size_t n) {
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t from_next = w + 1 < words ? row[w + 1] << (kWordBits - n) : 0;
    places[w] &= row[w] >> n | from_next;
  }
}

/// Adds the lowest place that is not used yet to `used`; false if there is none.
bool take_lowest(const Places& places, Places& used, std::size_t words) {
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t free = places[w] & ~used[w];
    if (free == 0) continue;
    used[w] |= free & (~free + 1);
    return true;
  }
  return false;
}

}  // namespace

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
  if (words_for(longest) > kMostWords) return count_matches(hypothesis, references, most_order);

  marks_.assign(references.size() > 1 ? most_order * hypothesis.size() : 0, 0);
  OrderCounts matched{};
  for (const auto& reference : references) {
    const std::size_t words = words_for(reference.size());
    set_rows(reference, words, vocabulary_size);
    matched = words == 1 ? match_word(hypothesis, most_order)
                         : match_words(hypothesis, words, most_order);
    clear_rows(reference, words);
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

/// All of rows_ is zero between calls.
void NgramMatcher::clear_rows(std::span<const TokenId> reference, std::size_t words) {
  for (const TokenId id : reference) std::fill_n(&rows_[id * words], words, 0);
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
  OrderCounts matched{};
  for (std::size_t n = 0; n < most_order; ++n) {
    matched[n] = static_cast<std::uint32_t>(std::popcount(used[n]));
  }
  return matched;
}

OrderCounts NgramMatcher::match_words(std::span<const TokenId> hypothesis, std::size_t words,
                                      std::size_t most_order) {
  const std::size_t length = hypothesis.size();
  std::array<Places, kMostOrders> used{};
  OrderCounts matched{};
  for (std::size_t i = 0; i < length; ++i) {
    Places places{};
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
