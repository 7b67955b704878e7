#pragma once

#include "assay/ngram.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// Exact numbers for pairs of numbers, given out from 1 up: a hash table with open addressing.
class PairNumbers {
 public:
  /// Forgets all pairs. Up to `most` may be added now, of numbers below `firsts` and `seconds`.
  void restart(std::size_t most, std::uint64_t firsts, std::uint64_t seconds);

  /// The number of a pair, new or not.
  std::uint32_t add(std::uint32_t first, std::uint32_t second) {
    const std::uint64_t key = first * seconds_ + second;
    std::uint32_t& slot = find(key);
    // Without a branch: nobody can predict which pairs are new.
    const bool is_new = slot == 0;
    slot = is_new ? end_ : slot;
    keys_[end_] = key;
    end_ += is_new ? 1 : 0;
    return slot;
  }

  /// The number of a pair; 0 if it was not added.
  std::uint32_t operator()(std::uint32_t first, std::uint32_t second) {
    return find(first * seconds_ + second);
  }

  /// All numbers are below.
  std::size_t end() const { return end_; }

 private:
  /// The slot of the key, or an empty one, which is 0. An empty slot has the key that is looked
  /// for, so that there is one condition, to predict, for both.
  std::uint32_t& find(std::uint64_t key) {
    keys_[0] = key;
    std::size_t i = key * multiplier_ >> shift_;
    while (keys_[slots_[i]] != key) i = (i + 1) & (slots_.size() - 1);
    return slots_[i];
  }

  std::vector<std::uint32_t> slots_;
  std::vector<std::uint64_t> keys_;  ///< [number]
  std::uint32_t end_ = 1;
  std::uint64_t seconds_ = 1;
  std::uint64_t multiplier_ = 1;
  unsigned shift_ = 0;
};

/// Counts n-grams; for texts too long for rows of bits. Holds scratch memory; one per thread.
class NgramCounter {
 public:
  /// What NgramMatcher::matches gives.
  OrderCounts matches(std::span<const TokenId> hypothesis,
                      std::span<const std::span<const TokenId>> references, std::size_t most_order,
                      std::size_t vocabulary_size);

 private:
  /// An n-gram that still matters, and the place of the token behind it.
  struct Place {
    std::uint32_t end;
    std::uint32_t ngram;
  };

  /// A text, and its n-grams of one order.
  struct Text {
    std::span<const TokenId> tokens;
    std::vector<Place> places;

    void restart(std::span<const TokenId> all);
    void keep_until(const Place* end);
  };

  void count();
  void clip(Text& reference);
  std::uint32_t take_matches();

  PairNumbers numbers_;
  Text hypothesis_;
  std::vector<Text> references_;
  std::vector<std::uint32_t> counts_;  ///< [n-gram]: in the hypothesis.
  std::vector<std::uint32_t> clips_;   ///< [n-gram]: the most in a reference.
  std::vector<std::uint32_t> others_;  ///< [n-gram]: in one reference.
};

}  // namespace assay
