#pragma once

#include "assay/places.h"
#include "assay/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay {

struct KeyRun;

/// The tokens of a text as pairs of words, so that one can be compared with many at once. The pairs
/// of tokens of up to 15 bytes are equal exactly when the tokens are. Longer ones have a hash, and
/// where that is equal, the bytes decide.
class TokenKeys {
 public:
  /// Of `tokens`, which must live as long.
  void assign(const Tokens& tokens);

  KeyRun all() const;

 private:
  friend void find_places(const KeyRun& reference, const KeyRun& hypothesis, Places& places);

  template <typename Use>
  void for_each_longer(std::size_t first, std::size_t size, const Use& use) const;

  const Tokens* tokens_ = nullptr;
  std::vector<std::uint64_t> heads_;   ///< The first 8 bytes. A full vector can be read behind.
  std::vector<std::uint64_t> tails_;   ///< The next 7 bytes, and the length or kLong.
  std::vector<std::uint64_t> longer_;  ///< A bit for each token: whether it has more than 15 bytes.
};

/// Keys of tokens that stand next to each other.
struct KeyRun {
  const TokenKeys* keys = nullptr;
  std::size_t first = 0;
  std::size_t size = 0;
};

inline KeyRun TokenKeys::all() const {
  return {this, 0, tokens_->size()};
}

/// Whether find_places() is faster on this machine than giving tokens numbers.
bool finds_places();

/// Replaces `places`. The reference has at most Places::kMostPlaces tokens.
void find_places(const KeyRun& reference, const KeyRun& hypothesis, Places& places);

}  // namespace assay
