#pragma once

#include "assay/places.h"
#include "assay/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// The tokens of a text as pairs of words, so that one can be compared with many at once. The pairs
/// of tokens of up to 15 bytes are equal exactly when the tokens are. Longer ones have a hash, and
/// where that is equal, the bytes decide.
class TokenKeys {
 public:
  /// Of `tokens`, which must live as long.
  void assign(const Tokens& tokens);

  std::size_t size() const { return tokens_->size(); }

 private:
  friend void find_places(const TokenKeys& reference, const TokenKeys& hypothesis, Places& places);

  std::span<const std::uint32_t> longer() const { return std::span(long_).first(long_size_); }

  const Tokens* tokens_ = nullptr;
  std::vector<std::uint64_t> heads_;  ///< The first 8 bytes. A full vector of zeros stands behind.
  std::vector<std::uint64_t> tails_;  ///< The next 7 bytes, and the length or kLong.
  std::vector<std::uint32_t> long_;   ///< Which tokens have more than 15 bytes.
  std::size_t long_size_ = 0;
};

/// Whether find_places() is faster on this machine than giving tokens numbers.
bool finds_places();

/// Replaces `places`. The reference has at most Places::kMostPlaces tokens.
void find_places(const TokenKeys& reference, const TokenKeys& hypothesis, Places& places);

}  // namespace assay
