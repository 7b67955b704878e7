#include "ngram_counts.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <vector>

// An n-gram is its first n - 1 tokens and one more, so the pair (number of that shorter n-gram,
// token) numbers n-grams of any length exactly. One pass per order over all texts extends every
// n-gram by a token; only n-grams of the hypothesis get a number, all others can never match.

namespace assay {
namespace {

using NgramId = std::uint32_t;
constexpr NgramId kNone = std::numeric_limits<NgramId>::max();

/// Pairs of 32-bit numbers to dense numbers: open addressing, at most half full.
class PairNumbers {
 public:
  explicit PairNumbers(std::size_t most) : slots_(std::bit_ceil(2 * most + 1)) {}

  NgramId add(NgramId first, TokenId second) {
    Slot& slot = find(first, second);
    if (slot.id == kNone) slot = {first, second, size_++};
    return slot.id;
  }

  NgramId operator()(NgramId first, TokenId second) { return find(first, second).id; }

  std::size_t size() const { return size_; }

 private:
  struct Slot {
    NgramId first = 0;
    TokenId second = 0;
    NgramId id = kNone;
  };

  Slot& find(NgramId first, TokenId second) {
    std::uint64_t hash = (std::uint64_t{first} << 32U | second) * 0x9e3779b97f4a7c15U;
    hash ^= hash >> 32U;
    std::size_t i = hash & (slots_.size() - 1);
    while (slots_[i].id != kNone && (slots_[i].first != first || slots_[i].second != second)) {
      i = (i + 1) & (slots_.size() - 1);
    }
    return slots_[i];
  }

  std::vector<Slot> slots_;
  NgramId size_ = 0;
};

/// A text, and at each position the number of the n-gram that starts there.
struct Text {
  std::span<const TokenId> tokens;
  std::vector<NgramId> ngrams;
};

/// How often each of `size` n-grams starts in the text.
std::vector<std::uint32_t> count(const Text& text, std::size_t size) {
  std::vector<std::uint32_t> counts(size);
  for (const NgramId ngram : text.ngrams) {
    if (ngram != kNone) ++counts[ngram];
  }
  return counts;
}

/// Makes every n-gram of `text` one token longer; `number` gives the new number.
template <typename Number>
void extend(Text& text, std::size_t order, const Number& number) {
  text.ngrams.resize(text.tokens.size() < order ? 0 : text.tokens.size() - order + 1);
  for (std::size_t i = 0; i < text.ngrams.size(); ++i) {
    NgramId& ngram = text.ngrams[i];
    if (ngram != kNone) ngram = number(ngram, text.tokens[i + order - 1]);
  }
}

}  // namespace

OrderCounts count_matches(std::span<const TokenId> hypothesis,
                          std::span<const std::span<const TokenId>> references,
                          std::size_t most_order) {
  Text extended{hypothesis, std::vector<NgramId>(hypothesis.size())};
  std::vector<Text> others;
  for (const auto& reference : references) {
    others.push_back({reference, std::vector<NgramId>(reference.size())});
  }
  OrderCounts matched{};
  for (std::size_t n = 1; n <= most_order; ++n) {
    PairNumbers numbers(hypothesis.size());
    extend(extended, n, [&](NgramId first, TokenId second) { return numbers.add(first, second); });
    std::vector<std::uint32_t> clips(numbers.size());
    for (Text& other : others) {
      extend(other, n, [&](NgramId first, TokenId second) { return numbers(first, second); });
      const auto counts = count(other, numbers.size());
      std::ranges::transform(clips, counts, clips.begin(),
                             [](auto a, auto b) { return std::max(a, b); });
    }
    const auto counts = count(extended, numbers.size());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      matched[n - 1] += std::min(counts[i], clips[i]);
    }
  }
  return matched;
}

}  // namespace assay
