#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// Bytes to bit masks, 64 at a time: the step of the cutter that instruction sets differ in.
namespace assay {

/// Any of eight classes for each byte, a bit each.
using ByteClasses = std::array<std::uint8_t, 256>;

inline constexpr std::size_t kByteClasses = 8;

/// The same table cut up for instructions that look up 16 entries: bit `r` of half[h][c][n] tells
/// whether class `c` has the byte (8 h + r) * 16 + n.
struct NibbleTables {
  using Table = std::array<std::uint8_t, 16>;
  std::array<std::array<Table, kByteClasses>, 2> half{};
  std::array<std::uint8_t, 2> used{};  ///< The classes that have any byte of the half.
};

constexpr NibbleTables nibble_tables(const ByteClasses& classes) {
  NibbleTables tables;
  for (std::size_t byte = 0; byte < classes.size(); ++byte) {
    const std::size_t half = byte / 128;
    tables.used[half] = static_cast<std::uint8_t>(tables.used[half] | classes[byte]);
    for (std::size_t c = 0; c < kByteClasses; ++c) {
      if ((unsigned{classes[byte]} >> c & 1U) == 0) continue;
      std::uint8_t& entry = tables.half[half][c][byte % 16];
      entry = static_cast<std::uint8_t>(entry | 1U << (byte / 16 % 8));
    }
  }
  return tables;
}

/// A set of classes in both forms.
struct ByteTables {
  ByteClasses classes{};
  NibbleTables nibbles;

  explicit constexpr ByteTables(const ByteClasses& of) : classes(of), nibbles(nibble_tables(of)) {}
};

/// For each class a bit for each of 64 bytes.
using ByteMasks = std::array<std::uint64_t, kByteClasses>;

/// Replaces `masks` by those of `size` <= 64 bytes; the bits beyond are 0. Reads only those bytes.
void classify(const ByteTables& tables, const char* bytes, std::size_t size, ByteMasks& masks);

}  // namespace assay
