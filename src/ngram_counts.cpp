#include "ngram_counts.h"

#include <algorithm>
#include <bit>

// An n-gram is its first n - 1 tokens and one more, so the pair (number of that shorter n-gram,
// token) numbers n-grams of any length exactly. One pass per order over all texts extends every
// n-gram by a token. Of each text only those n-grams go on that the other side has as well: no
// longer n-gram that starts with another one can match.

namespace assay {

void PairNumbers::restart(std::size_t most, std::uint64_t firsts, std::uint64_t seconds) {
  constexpr int kKeyBits = 64;
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15U;
  // At most a quarter of the slots gets filled.
  const std::size_t slots = std::bit_ceil(4 * most + 1);
  slots_.assign(slots, 0);
  keys_.resize(std::max(keys_.size(), most + 2));
  end_ = 1;
  seconds_ = seconds;
  // Where there are few pairs each has a slot of its own.
  const bool is_direct = firsts * seconds <= slots;
  multiplier_ = is_direct ? 1 : kGolden;
  shift_ = is_direct ? 0 : static_cast<unsigned>(kKeyBits - std::countr_zero(slots));
}

void NgramCounter::Text::restart(std::span<const TokenId> all) {
  tokens = all;
  places.resize(all.size());
  for (std::uint32_t i = 0; i < places.size(); ++i) places[i] = {i, 0};
}

/// Keeps the places before `end` that have a token.
void NgramCounter::Text::keep_until(const Place* end) {
  places.resize(static_cast<std::size_t>(end - places.data()));
  if (!places.empty() && places.back().end == tokens.size()) places.pop_back();
}

/// Extends the n-grams of the hypothesis.
void NgramCounter::count() {
  counts_.assign(hypothesis_.places.size() + 1, 0);
  for (Place& place : hypothesis_.places) {
    place.ngram = numbers_.add(place.ngram, hypothesis_.tokens[place.end++]);
    ++counts_[place.ngram];
  }
  counts_.resize(numbers_.end());
  clips_.assign(numbers_.end(), 0);
}

/// Extends those of a reference.
void NgramCounter::clip(Text& reference) {
  others_.assign(numbers_.end(), 0);
  Place* kept = reference.places.data();
  for (const Place place : reference.places) {
    const std::uint32_t ngram = numbers_(place.ngram, reference.tokens[place.end]);
    ++others_[ngram];
    // Kept or not without a branch: nobody can predict what matches.
    *kept = {place.end + 1, ngram};
    kept += ngram > 0 ? 1 : 0;
  }
  reference.keep_until(kept);
  others_[0] = 0;
  std::ranges::transform(clips_, others_, clips_.begin(),
                         [](auto a, auto b) { return std::max(a, b); });
}

std::uint32_t NgramCounter::take_matches() {
  std::uint32_t matched = 0;
  for (std::size_t i = 0; i < clips_.size(); ++i) matched += std::min(counts_[i], clips_[i]);
  Place* kept = hypothesis_.places.data();
  for (const Place place : hypothesis_.places) {
    *kept = place;
    kept += clips_[place.ngram] > 0 ? 1 : 0;
  }
  hypothesis_.keep_until(kept);
  return matched;
}

OrderCounts NgramCounter::matches(std::span<const TokenId> hypothesis,
                                  std::span<const std::span<const TokenId>> references,
                                  std::size_t most_order, std::size_t vocabulary_size) {
  hypothesis_.restart(hypothesis);
  references_.resize(references.size());
  for (std::size_t r = 0; r < references.size(); ++r) references_[r].restart(references[r]);
  OrderCounts matched{};
  std::size_t shorter = 1;
  for (std::size_t n = 0; n < most_order && !hypothesis_.places.empty(); ++n) {
    numbers_.restart(hypothesis_.places.size(), shorter, vocabulary_size);
    count();
    for (Text& reference : references_) clip(reference);
    matched[n] = take_matches();
    shorter = numbers_.end();
  }
  return matched;
}

}  // namespace assay
