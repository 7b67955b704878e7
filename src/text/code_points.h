#pragma once

#include "assay/text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The innermost loops over text: UTF-8, ASCII, and replacing in place.
namespace assay {

inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Python's string.punctuation.
inline bool is_ascii_punctuation(char byte) {
  return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@') ||
         (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

/// The code point that starts at `bytes`, which are well-formed UTF-8.
inline CodePoint decode(const char* bytes) {
  const auto byte = [bytes](int i) {
    return static_cast<char32_t>(static_cast<unsigned char>(bytes[i]));
  };
  const auto low = [&byte](int i) { return byte(i) & 0x3FU; };
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | low(1), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | low(1) << 6U | low(2), 3};
  return {(lead & 0x07U) << 18U | low(1) << 12U | low(2) << 6U | low(3), 4};
}

/// How many bytes at the start of `text` are ASCII.
std::size_t ascii_prefix(std::string_view text);

/// Copies `text` to `out` with A-Z in lower case; whether all of it was ASCII.
inline bool lower_ascii(std::string_view text, char* out) {
  unsigned char seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool upper = static_cast<unsigned char>(byte - 'A') < 26;
    out[i] = static_cast<char>(byte | (upper ? 0x20U : 0U));
    seen |= byte;
  }
  return seen < 0x80;
}

/// Replaces all `from` by `to`, which is not longer, in one pass from the left.
inline void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::size_t found = text.find(from);
  std::size_t size = std::min(found, text.size());
  while (found != std::string::npos) {
    size += to.copy(text.data() + size, to.size());
    const std::size_t begin = found + from.size();
    found = text.find(from, begin);
    const std::size_t kept = std::min(found, text.size()) - begin;
    std::char_traits<char>::move(text.data() + size, text.data() + begin, kept);
    size += kept;
  }
  text.resize(size);
}

}  // namespace assay
