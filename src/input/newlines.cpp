#include "input/newlines.h"

#include "assay/instruction_set.h"

#include "text/targets.h"

#include <algorithm>
#include <cstring>

namespace assay {
namespace {

/// Writes from `to` on, and returns what is behind the last.
std::size_t* find_portable(std::string_view bytes, char newline, std::size_t scanned,
                           std::size_t* to) {
  while (scanned < bytes.size()) {
    const void* const found = std::memchr(bytes.data() + scanned, newline, bytes.size() - scanned);
    if (found == nullptr) break;
    scanned = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    *to++ = scanned++;
  }
  return to;
}

#ifdef __x86_64__

[[ASSAY_TARGET_AVX2]] std::uint64_t find_in_block(const char* bytes, __m256i wanted) {
  const auto* const block = reinterpret_cast<const __m256i*>(bytes);
  const __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256(block), wanted);
  const __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256(block + 1), wanted);
  const std::uint64_t found = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return found << 32U | static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
}

/// Two offsets are always written; which of them count is not decided on.
[[ASSAY_TARGET_AVX2]] std::size_t* find_avx2(std::string_view bytes, char newline,
                                             std::size_t scanned, std::size_t* to) {
  constexpr std::size_t kBlock = 64;
  const __m256i wanted = _mm256_set1_epi8(newline);
  for (; scanned + kBlock <= bytes.size(); scanned += kBlock) {
    std::uint64_t found = find_in_block(bytes.data() + scanned, wanted);
    std::size_t* const end = to + _mm_popcnt_u64(found);
    do {
      to[0] = scanned + _tzcnt_u64(found);
      found = _blsr_u64(found);
      to[1] = scanned + _tzcnt_u64(found);
      found = _blsr_u64(found);
      to += 2;
    } while (found != 0);
    to = end;
  }
  return find_portable(bytes, newline, scanned, to);
}

#endif

}  // namespace

std::span<const std::size_t> NewlineFinder::operator()(std::string_view bytes, char newline,
                                                       std::size_t scanned) {
  bytes = bytes.substr(0, std::min(bytes.size(), scanned + kStretch));
  std::size_t* const begin = found_.data();
#ifdef __x86_64__
  if (instruction_set() != InstructionSet::kPortable) {
    return {begin, find_avx2(bytes, newline, scanned, begin)};
  }
#endif
  return {begin, find_portable(bytes, newline, scanned, begin)};
}

}  // namespace assay
