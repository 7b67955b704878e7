#include "text/byte_masks.h"

#include "assay/instruction_set.h"

#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace assay {
namespace {

constexpr std::size_t kBlock = 64;

/// Looks up eight bytes at a time, then gathers a bit of each: the product moves bit 8k to bit
/// 56 + k, for all k at once.
void classify_portable(const ByteTables& tables, const char* bytes, std::size_t size,
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

#ifdef __x86_64__

/// The bits of class `c` for 32 bytes of one half of the byte values: of the table's entry for the
/// low nibbles the bit that `rows` has for the high ones.
[[gnu::target("avx2,bmi,bmi2,popcnt")]] std::uint32_t look_up_avx2(const NibbleTables::Table& table,
                                                                   __m256i low_nibbles,
                                                                   __m256i rows) {
  const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
  const __m256i entries = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), low_nibbles);
  const __m256i missing =
      _mm256_cmpeq_epi8(_mm256_and_si256(entries, rows), _mm256_setzero_si256());
  return ~static_cast<std::uint32_t>(_mm256_movemask_epi8(missing));
}

[[gnu::target("avx2,bmi,bmi2,popcnt")]] void classify_half_avx2(const NibbleTables& tables,
                                                                __m256i bytes, std::size_t shift,
                                                                ByteMasks& masks) {
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
    for (unsigned left = tables.used[half]; left != 0; left &= left - 1) {
      const auto c = static_cast<std::size_t>(__builtin_ctz(left));
      const std::uint32_t bits = look_up_avx2(tables.half[half][c], low, rows) & wanted;
      masks[c] |= std::uint64_t{bits} << shift;
    }
  }
}

[[gnu::target("avx2,bmi,bmi2,popcnt")]] void classify_avx2(const ByteTables& tables,
                                                           const char* bytes, std::size_t size,
                                                           ByteMasks& masks) {
  std::array<char, kBlock> copy;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below.
  if (size < kBlock) {
    copy = {};
    std::memcpy(copy.data(), bytes, size);
    bytes = copy.data();
  }
  masks = {};
  for (std::size_t i = 0; i < kBlock; i += kBlock / 2) {
    const __m256i half = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i));
    classify_half_avx2(tables.nibbles, half, i, masks);
  }
  if (size == kBlock) return;
  for (std::uint64_t& mask : masks) mask = _bzhi_u64(mask, static_cast<unsigned>(size));
}

[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,bmi,bmi2,popcnt")]] void
classify_avx512(const ByteTables& tables, const char* bytes, std::size_t size, ByteMasks& masks) {
  const std::uint64_t valid = size == kBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1;
  const std::uint8_t* const classes = tables.classes.data();
  const __m512i block = _mm512_maskz_loadu_epi8(valid, bytes);
  __m512i found = _mm512_permutex2var_epi8(_mm512_loadu_si512(classes), block,
                                           _mm512_loadu_si512(classes + kBlock));
  const std::uint64_t beyond_ascii = _mm512_movepi8_mask(block);
  if (beyond_ascii != 0) {
    const __m512i others = _mm512_permutex2var_epi8(_mm512_loadu_si512(classes + 2 * kBlock), block,
                                                    _mm512_loadu_si512(classes + 3 * kBlock));
    found = _mm512_mask_mov_epi8(found, beyond_ascii, others);
  }
  for (std::size_t c = 0; c < kByteClasses; ++c) {
    const __m512i bit = _mm512_set1_epi8(static_cast<char>(1U << c));
    masks[c] = _mm512_mask_test_epi8_mask(valid, found, bit);
  }
}

#endif

using Classify = void (*)(const ByteTables&, const char*, std::size_t, ByteMasks&);

Classify choose() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return &classify_avx512;
  if (instruction_set() == InstructionSet::kAvx2) return &classify_avx2;
#endif
  return &classify_portable;
}

}  // namespace

void classify(const ByteTables& tables, const char* bytes, std::size_t size, ByteMasks& masks) {
  static const Classify chosen = choose();
  chosen(tables, bytes, size, masks);
}

}  // namespace assay
