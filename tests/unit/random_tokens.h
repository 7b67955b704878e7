#pragma once

#include "assay/vocabulary.h"

#include <random>
#include <span>
#include <vector>

namespace assay {

/// Texts of tokens that are the same in every run.
class RandomTokens {
 public:
  explicit RandomTokens(unsigned seed) : random_(seed) {}

  /// A whole number in [low, high].
  std::size_t number(std::size_t low, std::size_t high) {
    return std::uniform_int_distribution<std::size_t>(low, high)(random_);
  }

  /// `length` ids below `vocabulary_size`.
  std::vector<TokenId> text(std::size_t length, std::size_t vocabulary_size) {
    std::vector<TokenId> tokens(length);
    for (TokenId& token : tokens) token = static_cast<TokenId>(number(0, vocabulary_size - 1));
    return tokens;
  }

  /// A text of `length` that shares about as many tokens in order with `other` as it can.
  std::vector<TokenId> like(std::span<const TokenId> other, std::size_t length,
                            std::size_t vocabulary_size) {
    std::vector<TokenId> tokens = text(length, vocabulary_size);
    for (std::size_t i = 0; i < std::min(length, other.size()); ++i) {
      if (number(0, 9) > 0) tokens[i] = other[i];
    }
    return tokens;
  }

  std::mt19937_64& engine() { return random_; }

 private:
  std::mt19937_64 random_;
};

}  // namespace assay
