#pragma once

#include "assay/tokenizer.h"

#include "text/targets.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

/// Bytes to bit masks, 64 at a time, and bit masks to spans: the steps of the cutter that
/// instruction sets differ in.
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

  /// Whether any byte of the half, or at all, is of class `c`.
  constexpr bool uses(std::size_t half, std::size_t c) const {
    return (unsigned{nibbles.used[half]} >> c & 1U) != 0;
  }
  constexpr bool uses(std::size_t c) const { return uses(0, c) || uses(1, c); }
};

/// For each class a bit for each of 64 bytes.
using ByteMasks = std::array<std::uint64_t, kByteClasses>;

/// What each of the structs below has:
///
/// `classify` replaces `masks` by those of `size` <= 64 bytes; the bits beyond are 0. Reads only
/// those bytes.
///
/// `put` writes the spans of a block that begins at `base`, one for each bit of `starts`, as far as
/// there are bits in `ends`. It may write kSpanRoom spans in all.
///
/// `count` tells how many bits are set.
inline constexpr std::size_t kSpanRoom = 64 + 16;

struct PortableBytes {
  /// Looks up eight bytes at a time, then gathers a bit of each: the product moves bit 8k to bit
  /// 56 + k, for all k at once.
  static void classify(const ByteTables& tables, const char* bytes, std::size_t size,
                       ByteMasks& masks) {
    masks = {};
    for (std::size_t first = 0; first < size; first += 8) {
      std::uint64_t word = 0;
      for (std::size_t i = first; i < size && i < first + 8; ++i) {
        word |= std::uint64_t{tables.classes[static_cast<unsigned char>(bytes[i])]} << (i % 8 * 8);
      }
      for (std::size_t c = 0; word != 0 && c < kByteClasses; ++c) {
        const std::uint64_t bits = (word >> c & 0x0101010101010101U) * 0x0102040810204080U;
        masks[c] |= bits >> 56U << first;
      }
    }
  }

  static void put(TextSpan* next, std::uint64_t starts, std::uint64_t ends, std::uint32_t base) {
    for (TextSpan* span = next; starts != 0; starts &= starts - 1) {
      (span++)->begin = base + static_cast<std::uint32_t>(std::countr_zero(starts));
    }
    for (TextSpan* span = next; ends != 0; ends &= ends - 1) {
      (span++)->end = base + static_cast<std::uint32_t>(std::countr_zero(ends));
    }
  }

  /// Without the instruction for it std::popcount would be a call.
  static std::size_t count(std::uint64_t mask) {
    mask -= mask >> 1U & 0x5555555555555555U;
    mask = (mask & 0x3333333333333333U) + (mask >> 2U & 0x3333333333333333U);
    mask = (mask + (mask >> 4U)) & 0x0F0F0F0F0F0F0F0FU;
    return mask * 0x0101010101010101U >> 56U;
  }
};

#ifdef __x86_64__

struct Avx2Bytes {
  static constexpr std::size_t kHalf = 32;

  [[ASSAY_TARGET_AVX2]] static void classify(const ByteTables& tables, const char* bytes,
                                             std::size_t size, ByteMasks& masks) {
    std::array<char, 2 * kHalf> copy;  // NOLINT(*-member-init): filled where it is used.
    if (size < copy.size()) {
      const std::size_t left = copy.size() - size;
      std::fill_n(std::copy_n(bytes, size, copy.data()), left, '\0');
      bytes = copy.data();
    }
    masks = {};
    for (std::size_t i = 0; i < copy.size(); i += kHalf) {
      const __m256i half = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i));
      classify_half(tables, half, i, masks);
    }
    if (size == copy.size()) return;
    for (std::uint64_t& mask : masks) mask = _bzhi_u64(mask, static_cast<unsigned>(size));
  }

  /// Four at a time, which are rarely too many and never decided on.
  [[ASSAY_TARGET_AVX2]] static void put(TextSpan* next, std::uint64_t starts, std::uint64_t ends,
                                        std::uint32_t base) {
    constexpr std::size_t kStep = 4;
    for (; starts != 0; next += kStep) {
      for (std::size_t i = 0; i < kStep; ++i) {
        next[i] = {base + static_cast<std::uint32_t>(_tzcnt_u64(starts)),
                   base + static_cast<std::uint32_t>(_tzcnt_u64(ends))};
        starts = _blsr_u64(starts);
        ends = _blsr_u64(ends);
      }
    }
  }

  [[ASSAY_TARGET_AVX2]] static std::size_t count(std::uint64_t mask) {
    return static_cast<std::size_t>(_mm_popcnt_u64(mask));
  }

 private:
  [[ASSAY_TARGET_AVX2]] static void classify_half(const ByteTables& tables, __m256i bytes,
                                                  std::size_t shift, ByteMasks& masks) {
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    const __m256i low = _mm256_and_si256(bytes, nibble);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
    const __m256i rows = _mm256_shuffle_epi8(
        _mm256_broadcastsi128_si256(_mm_set1_epi64x(static_cast<long long>(0x8040201008040201U))),
        high);
    const auto beyond_ascii = static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
    for (std::size_t half = 0; half < 2; ++half) {
      const std::uint32_t wanted = half == 0 ? ~beyond_ascii : beyond_ascii;
      if (wanted == 0) continue;
      for (std::size_t c = 0; c < kByteClasses; ++c) {
        if (!tables.uses(half, c)) continue;
        const std::uint32_t bits = look_up(tables.nibbles.half[half][c], low, rows) & wanted;
        masks[c] |= std::uint64_t{bits} << shift;
      }
    }
  }

  /// The bits of a class for 32 bytes of one half of the byte values: of the table's entry for the
  /// low nibbles the bit that `rows` has for the high ones.
  [[ASSAY_TARGET_AVX2]] static std::uint32_t look_up(const NibbleTables::Table& table,
                                                     __m256i low_nibbles, __m256i rows) {
    const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
    const __m256i entries = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), low_nibbles);
    const __m256i missing =
        _mm256_cmpeq_epi8(_mm256_and_si256(entries, rows), _mm256_setzero_si256());
    return ~static_cast<std::uint32_t>(_mm256_movemask_epi8(missing));
  }
};

struct Avx512Bytes {
  [[ASSAY_TARGET_AVX512]] static void classify(const ByteTables& tables, const char* bytes,
                                               std::size_t size, ByteMasks& masks) {
    constexpr std::size_t kBlock = 64;
    const std::uint64_t valid = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(size));
    const std::uint8_t* const classes = tables.classes.data();
    const __m512i block = _mm512_maskz_loadu_epi8(valid, bytes);
    const __m512i ascii = _mm512_permutex2var_epi8(_mm512_loadu_si512(classes), block,
                                                   _mm512_loadu_si512(classes + kBlock));
    // Whether there are any is not decided on, since nobody could predict it.
    const __m512i others = _mm512_permutex2var_epi8(_mm512_loadu_si512(classes + 2 * kBlock), block,
                                                    _mm512_loadu_si512(classes + 3 * kBlock));
    const __m512i found = _mm512_mask_mov_epi8(ascii, _mm512_movepi8_mask(block), others);
    // Not known to be constants, from which g++ would make the vectors anew for each block, with
    // the unit of the processor that the tests need.
    const auto* bits = kBits.data();
    asm("" : "+r"(bits));
    for (std::size_t c = 0; c < kByteClasses; ++c) {
      const __m512i bit = _mm512_load_si512(bits + c);
      masks[c] = tables.uses(c) ? _mm512_mask_test_epi8_mask(valid, found, bit) : 0;
    }
  }

  /// Sixteen at a time: places of bits as bytes, then begins and ends in turn, then as words.
  [[ASSAY_TARGET_AVX512]] static void put(TextSpan* next, std::uint64_t starts, std::uint64_t ends,
                                          std::uint32_t base) {
    constexpr std::size_t kStep = 16;
    const __m512i places = _mm512_loadu_si512(kPlaces.data());
    const __m512i bases = _mm512_set1_epi32(static_cast<int>(base));
    __m512i begins = _mm512_maskz_compress_epi8(starts, places);
    __m512i stops = _mm512_maskz_compress_epi8(ends, places);
    for (std::size_t left = count(starts);; left -= kStep, next += kStep) {
      const __m128i begin = _mm512_castsi512_si128(begins);
      const __m128i end = _mm512_castsi512_si128(stops);
      const __m512i eight = _mm512_cvtepu8_epi32(_mm_unpacklo_epi8(begin, end));
      const __m512i others = _mm512_cvtepu8_epi32(_mm_unpackhi_epi8(begin, end));
      _mm512_storeu_si512(next, _mm512_add_epi32(bases, eight));
      _mm512_storeu_si512(next + kStep / 2, _mm512_add_epi32(bases, others));
      if (left <= kStep) break;
      begins = _mm512_alignr_epi32(begins, begins, 4);
      stops = _mm512_alignr_epi32(stops, stops, 4);
    }
  }

  [[ASSAY_TARGET_AVX512]] static std::size_t count(std::uint64_t mask) {
    return static_cast<std::size_t>(_mm_popcnt_u64(mask));
  }

 private:
  static constexpr std::array<std::uint8_t, 64> kPlaces = [] {
    std::array<std::uint8_t, 64> places{};
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<std::uint8_t>(i);
    return places;
  }();

  /// For each class its bit in all bytes.
  alignas(64) static constexpr std::array<std::array<std::uint8_t, 64>, kByteClasses> kBits = [] {
    std::array<std::array<std::uint8_t, 64>, kByteClasses> bits{};
    for (std::size_t c = 0; c < bits.size(); ++c) bits[c].fill(static_cast<std::uint8_t>(1U << c));
    return bits;
  }();
};

#endif

}  // namespace assay
