#pragma once

#include "assay/instruction_set.h"

#include "text/targets.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace assay {

#ifdef __x86_64__

template <typename OnNewline>
[[ASSAY_TARGET_AVX2]] bool for_each_newline_avx2(std::string_view bytes, char newline,
                                                 std::size_t& scanned, OnNewline on_newline) {
  constexpr std::size_t kHalf = 32;
  const __m256i wanted = _mm256_set1_epi8(newline);
  for (; scanned + 2 * kHalf <= bytes.size(); scanned += 2 * kHalf) {
    const auto* const block = reinterpret_cast<const __m256i*>(bytes.data() + scanned);
    const __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256(block), wanted);
    const __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256(block + 1), wanted);
    std::uint64_t found = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
    found = found << kHalf | static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
    for (; found != 0; found = _blsr_u64(found)) {
      if (!on_newline(scanned + _tzcnt_u64(found))) return false;
    }
  }
  return true;
}

#endif

/// Calls on_newline(offset) for each `newline` from `scanned` on, as long as that is true.
template <typename OnNewline>
void for_each_newline(std::string_view bytes, char newline, std::size_t scanned,
                      OnNewline on_newline) {
#ifdef __x86_64__
  if (instruction_set() != InstructionSet::kPortable &&
      !for_each_newline_avx2(bytes, newline, scanned, on_newline)) {
    return;
  }
#endif
  while (scanned < bytes.size()) {
    const char* const from = bytes.data() + scanned;
    const void* const found = std::memchr(from, newline, bytes.size() - scanned);
    if (found == nullptr) return;
    scanned = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (!on_newline(scanned++)) return;
  }
}

}  // namespace assay
