#pragma once

#include "assay/tokenizer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace assay {

/// A token of up to 15 bytes as a pair of words: its bytes, then zeros, and its length in the last
/// byte. Two are equal exactly when the tokens are.
struct TokenKey {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;

  bool operator==(const TokenKey&) const = default;
};

inline constexpr std::size_t kKeyBytes = 16;

/// For each length up to 15: a key of which only the token's bytes are set, and one that has only
/// the length.
struct KeyTables {
  using Bytes = std::array<std::uint8_t, kKeyBytes>;
  std::array<Bytes, kKeyBytes> kept{};
  std::array<Bytes, kKeyBytes> lengths{};
};

constexpr KeyTables key_tables() {
  KeyTables tables;
  for (std::size_t length = 0; length < kKeyBytes; ++length) {
    for (std::size_t i = 0; i < length; ++i) tables.kept[length][i] = 0xFF;
    tables.lengths[length].back() = static_cast<std::uint8_t>(length);
  }
  return tables;
}

inline constexpr KeyTables kKeyTables = key_tables();

inline TokenKey load_key(const void* bytes) {
  TokenKey key;
  std::memcpy(&key, bytes, kKeyBytes);
  return key;
}

/// The key of a token of up to 15 bytes that starts 16 readable ones.
inline TokenKey short_key(const char* bytes, std::size_t length) {
  const TokenKey all = load_key(bytes);
  const TokenKey kept = load_key(kKeyTables.kept[length].data());
  const TokenKey size = load_key(kKeyTables.lengths[length].data());
  return {(all.head & kept.head) | size.head, (all.tail & kept.tail) | size.tail};
}

/// The length that is in a key.
inline std::size_t key_length(const TokenKey& key) {
  return std::endian::native == std::endian::little ? key.tail >> 56U : key.tail & 0xFFU;
}

/// Gives tokens of a text 16 readable bytes.
class KeyBytes {
 public:
  /// The last bytes are read from a copy, behind which there is something to read.
  explicit KeyBytes(std::string_view text) : text_(text) {
    const std::size_t copied = std::min(text.size(), kKeyBytes);
    std::memcpy(end_.data(), text.data() + text.size() - copied, copied);
    begin_of_end_ = text.size() - copied;
  }

  /// Those from text[begin] on; the text must still be there.
  const char* from(std::size_t begin) const {
    return begin < begin_of_end_ ? text_.data() + begin : end_.data() + (begin - begin_of_end_);
  }

 private:
  std::string_view text_;
  std::size_t begin_of_end_ = 0;
  std::array<char, 2 * kKeyBytes> end_{};
};

}  // namespace assay
