#include "sorted_ngrams.h"

#include "assay/instruction_set.h"

#include "text/targets.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

// At each place of a text starts an n-gram of the longest order: a number of which each digit is a
// token. Where the text ends, digits follow that stand for no token, other ones on each side, so
// that what is too short does not match. One walk over both sorted sides meets all n-grams of each
// order that begin alike one after the other, and counts them on both sides.

namespace assay {
namespace {

constexpr std::size_t kLanes = 8;
constexpr unsigned kWordBits = 64;
constexpr std::uint64_t kEnd = ~std::uint64_t{0};  ///< Above all n-grams.

/// Bits of a digit of the sort: its table of counts fits into the first cache.
constexpr unsigned kMostDigitBits = 11;

unsigned token_bits(std::size_t vocabulary_size) {
  return static_cast<unsigned>(std::bit_width(vocabulary_size + 1));
}

/// One order side by side with the others.
using Lanes [[gnu::vector_size(32)]] = std::uint32_t;

/// [leading bits that two n-grams have in common]: all ones for the orders of which they differ,
/// and for those that are not asked for.
using Different = std::array<std::array<std::uint32_t, kLanes>, kWordBits + 1>;

Different differences(unsigned bits, std::size_t longest) {
  Different lanes{};
  const auto unused = kWordBits - bits * static_cast<unsigned>(longest);
  for (unsigned common = 0; common <= kWordBits; ++common) {
    for (unsigned n = 1; n <= kLanes; ++n) {
      const bool is_different = n > longest || common < unused + n * bits;
      lanes[common][n - 1] = is_different ? ~std::uint32_t{0} : 0;
    }
  }
  return lanes;
}

[[gnu::always_inline]] inline void load(const std::array<std::uint32_t, kLanes>& values,
                                        Lanes& lanes) {
  std::copy_n(values.data(), kLanes, reinterpret_cast<std::uint32_t*>(&lanes));
}

/// The n-grams of both sides in turn, as they are sorted.
struct Walk {
  const std::uint64_t* hypothesis;
  const std::uint64_t* reference;
  std::size_t steps;
  std::uint64_t before = kEnd;
  Lanes in_hypothesis = {};
  Lanes in_reference = {};
  Lanes matched = {};

  /// Adds what has been counted, of the orders that `is_complete` has.
  [[gnu::always_inline]] void add_matches(const Lanes& is_complete) {
    matched += (in_hypothesis < in_reference ? in_hypothesis : in_reference) & is_complete;
  }

  /// Without a branch: which side has the next n-gram nobody could predict.
  [[gnu::always_inline]] void step(const Different& different) {
    const bool is_hypothesis = *hypothesis < *reference;
    const std::uint64_t ngram = is_hypothesis ? *hypothesis : *reference;
    const auto common = static_cast<std::size_t>(std::countl_zero(ngram ^ before));
    Lanes is_new;
    load(different[common], is_new);
    add_matches(is_new);
    in_hypothesis = (in_hypothesis & ~is_new) + (is_hypothesis ? 1U : 0U);
    in_reference = (in_reference & ~is_new) + (is_hypothesis ? 0U : 1U);
    before = ngram;
    hypothesis += is_hypothesis ? 1 : 0;
    reference += is_hypothesis ? 0 : 1;
  }

  [[gnu::always_inline]] void finish(std::size_t done, const Different& different) {
    for (; done < steps; ++done) step(different);
    add_matches(~Lanes{});
  }
};

/// Two halves side by side, since each step waits for the one before it. They have no n-gram in
/// common.
[[gnu::always_inline]] inline OrderCounts walk(const Walk& first, const Walk& second,
                                               const Different& different) {
  Walk low = first;
  Walk high = second;
  const std::size_t both = std::min(low.steps, high.steps);
  for (std::size_t i = 0; i < both; ++i) {
    low.step(different);
    high.step(different);
  }
  low.finish(both, different);
  high.finish(both, different);
  OrderCounts counts{};
  for (std::size_t n = 0; n < kLanes; ++n) counts[n] = low.matched[n] + high.matched[n];
  return counts;
}

#ifdef __x86_64__
[[ASSAY_TARGET_AVX2]] OrderCounts walk_avx2(const Walk& low, const Walk& high,
                                            const Different& different) {
  return walk(low, high, different);
}
#endif

}  // namespace

bool SortedNgrams::fit(std::size_t vocabulary_size, std::size_t longest) {
  return longest > 0 && longest <= kLanes && token_bits(vocabulary_size) * longest < kWordBits;
}

void SortedNgrams::assign(std::span<const TokenId> text, std::size_t vocabulary_size,
                          std::size_t longest, Side side) {
  longest_ = longest;
  bits_ = token_bits(vocabulary_size);
  const std::uint64_t beyond = side == Side::kHypothesis ? 0 : vocabulary_size + 1;
  const std::uint64_t kept = (std::uint64_t{1} << bits_ * longest) - 1;
  ngrams_.resize(text.size());
  std::uint64_t ngram = 0;
  for (std::size_t i = 0; i < text.size() + longest - 1; ++i) {
    const std::uint64_t token = i < text.size() ? std::uint64_t{text[i]} + 1 : beyond;
    ngram = (ngram << bits_ | token) & kept;
    if (i + 1 >= longest) ngrams_[i + 1 - longest] = ngram;
  }
  sort();
  ngrams_.push_back(kEnd);
}

/// By their digits, from the last to the first, each time keeping the order of equal ones.
void SortedNgrams::sort() {
  const auto all_bits = bits_ * static_cast<unsigned>(longest_);
  const unsigned passes = (all_bits + kMostDigitBits - 1) / kMostDigitBits;
  const unsigned digit_bits = (all_bits + passes - 1) / passes;
  const std::uint64_t digits = std::uint64_t{1} << digit_bits;
  const auto place = [&](std::uint64_t ngram, unsigned pass) -> std::uint32_t& {
    return places_[pass * digits + (ngram >> pass * digit_bits & (digits - 1))];
  };
  places_.assign(passes * digits, 0);
  for (const std::uint64_t ngram : ngrams_) {
    for (unsigned pass = 0; pass < passes; ++pass) ++place(ngram, pass);
  }
  buffer_.resize(ngrams_.size());
  for (unsigned pass = 0; pass < passes; ++pass) {
    const auto first = places_.begin() + static_cast<std::ptrdiff_t>(pass * digits);
    std::exclusive_scan(first, first + static_cast<std::ptrdiff_t>(digits), first, 0U);
    for (const std::uint64_t ngram : ngrams_) buffer_[place(ngram, pass)++] = ngram;
    ngrams_.swap(buffer_);
  }
}

OrderCounts match_sorted(const SortedNgrams& hypothesis, const SortedNgrams& reference) {
  const Different different = differences(hypothesis.bits_, hypothesis.longest_);
  // Between tokens, where n-grams of no order go on.
  const std::size_t middle = hypothesis.ngrams_.size() / 2;
  const unsigned shift = hypothesis.bits_ * static_cast<unsigned>(hypothesis.longest_ - 1);
  const std::uint64_t cut = hypothesis.ngrams_[middle] >> shift << shift;
  const auto below = [cut](const std::vector<std::uint64_t>& ngrams) {
    return static_cast<std::size_t>(std::ranges::lower_bound(ngrams, cut) - ngrams.begin());
  };
  const std::size_t h = below(hypothesis.ngrams_);
  const std::size_t r = below(reference.ngrams_);
  const std::size_t all = hypothesis.ngrams_.size() + reference.ngrams_.size() - 2;
  const Walk low{hypothesis.ngrams_.data(), reference.ngrams_.data(), h + r};
  const Walk high{low.hypothesis + h, low.reference + r, all - h - r};
#ifdef __x86_64__
  if (instruction_set() != InstructionSet::kPortable) return walk_avx2(low, high, different);
#endif
  return walk(low, high, different);
}

}  // namespace assay
