#include "assay/instruction_set.h"
#include "assay/text.h"

#include "text/code_points.h"
#include "text/targets.h"

#include <array>
#include <cstring>

namespace assay {
namespace {

/// The bytes at the start of a text that are one code point or one maximal ill-formed subpart.
struct Unit {
  std::size_t size = 1;
  bool well_formed = false;
};

/// What may follow a lead byte: how many bytes, and the range of the first of them.
struct Tail {
  std::size_t size = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

/// Table 3-7 of Unicode 15. A byte that starts nothing has no tail.
Tail tail_of(unsigned char lead) {
  if (lead < 0xC2 || lead > 0xF4) return {};
  if (lead < 0xE0) return {1};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead < 0xF0) return {2};
  if (lead == 0xF0) return {3, 0x90, 0xBF};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {3};
}

Unit unit_at(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  if (byte(0) < 0x80) return {1, true};
  const Tail tail = tail_of(byte(0));
  const std::size_t left = text.size() - offset;
  if (tail.size == 0 || left < 2 || byte(1) < tail.low || byte(1) > tail.high) return {};
  for (std::size_t i = 2; i <= tail.size; ++i) {
    if (i >= left || !is_continuation(text[offset + i])) return {i, false};
  }
  return {tail.size + 1, true};
}

constexpr std::uint64_t kHighBits = 0x8080808080808080;

/// The first offset from `offset` on with a byte that is not ASCII, or the text's size.
std::size_t skip_ascii(std::string_view text, std::size_t offset) {
  for (; offset + 8 <= text.size(); offset += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + offset, 8);
    if ((eight & kHighBits) != 0) break;
  }
  while (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) ++offset;
  return offset;
}

bool is_utf8_portable(std::string_view text) {
  for (std::size_t offset = skip_ascii(text, 0); offset < text.size();) {
    const Unit unit = unit_at(text, offset);
    if (!unit.well_formed) return false;
    offset = skip_ascii(text, offset + unit.size);
  }
  return true;
}

#ifdef __x86_64__

// Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte", 2021. All that can
// be wrong with two bytes in a row shows in three nibbles: both of the first, the high one of the
// second. A table for each gives the errors that it allows, and what all three allow is one. Of
// third and fourth bytes it is left to see that continuations stand where they have to.

enum Fault : std::uint8_t {
  kTooShort = 1U << 0U,   ///< No continuation where there must be one.
  kTooLong = 1U << 1U,    ///< One after ASCII.
  kOverlong3 = 1U << 2U,  ///< E0 and less than A0.
  kTooLarge = 1U << 3U,   ///< F4 and more than 8F, or F5 and more.
  kSurrogate = 1U << 4U,  ///< ED and more than 9F.
  kOverlong2 = 1U << 5U,  ///< C0 or C1.
  kTooLarge8 = 1U << 6U,  ///< F5 or more, and 8x; and F0 and less than 90, which has its bytes.
  kTwoInRow = 1U << 7U,   ///< Two continuations, which is right in the end of longer ones.
};

using Nibbles = std::array<std::uint8_t, 16>;

constexpr std::uint8_t kAny = kTooShort | kTooLong | kTwoInRow;
constexpr std::uint8_t kFiveUp = kAny | kTooLarge | kTooLarge8;
constexpr std::uint8_t kSecond = kTooLong | kOverlong2 | kTwoInRow;

constexpr Nibbles kFirstHigh = {
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTwoInRow,
    kTwoInRow,
    kTwoInRow,
    kTwoInRow,
    kTooShort | kOverlong2,
    kTooShort,
    kTooShort | kOverlong3 | kSurrogate,
    kTooShort | kTooLarge | kTooLarge8,
};
constexpr Nibbles kFirstLow = {
    kAny | kOverlong3 | kOverlong2 | kTooLarge8,
    kAny | kOverlong2,
    kAny,
    kAny,
    kAny | kTooLarge,
    kFiveUp,
    kFiveUp,
    kFiveUp,
    kFiveUp,
    kFiveUp,
    kFiveUp,
    kFiveUp,
    kFiveUp,
    kFiveUp | kSurrogate,
    kFiveUp,
    kFiveUp,
};
constexpr Nibbles kSecondHigh = {
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kSecond | kOverlong3 | kTooLarge8,
    kSecond | kOverlong3 | kTooLarge,
    kSecond | kSurrogate | kTooLarge,
    kSecond | kSurrogate | kTooLarge,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
};

constexpr std::size_t kVector = 32;
constexpr std::size_t kGroup = 4;

[[ASSAY_TARGET_AVX2]] __m256i look_up(const Nibbles& table, __m256i nibbles) {
  const __m128i half = _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), nibbles);
}

[[ASSAY_TARGET_AVX2]] __m256i high_nibbles(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
}

/// What is wrong with `bytes`, of which `before` are the 32 bytes in front.
[[ASSAY_TARGET_AVX2]] __m256i faults(__m256i before, __m256i bytes) {
  const __m256i across = _mm256_permute2x128_si256(before, bytes, 0x21);
  const __m256i first = _mm256_alignr_epi8(bytes, across, 15);
  const __m256i second = _mm256_alignr_epi8(bytes, across, 14);
  const __m256i third = _mm256_alignr_epi8(bytes, across, 13);
  const __m256i pair = _mm256_and_si256(
      _mm256_and_si256(look_up(kFirstHigh, high_nibbles(first)),
                       look_up(kFirstLow, _mm256_and_si256(first, _mm256_set1_epi8(0x0F)))),
      look_up(kSecondHigh, high_nibbles(bytes)));
  // The high bit where two bytes ago stands E0 or more, or three bytes ago F0 or more.
  const __m256i must_continue =
      _mm256_or_si256(_mm256_subs_epu8(second, _mm256_set1_epi8(0xE0 - 0x80)),
                      _mm256_subs_epu8(third, _mm256_set1_epi8(0xF0 - 0x80)));
  const __m256i high_bit = _mm256_set1_epi8(static_cast<char>(0x80));
  return _mm256_xor_si256(_mm256_and_si256(must_continue, high_bit), pair);
}

/// What is known of the bytes so far, a vector each.
struct Findings {
  __m256i before;   ///< The last bytes.
  __m256i faults;   ///< Not zero if they are not UTF-8.
  __m256i least;    ///< The lowest bytes.
  __m256i returns;  ///< Not zero where one was a carriage return.
};

/// Looks at a group of bytes. Whether all are ASCII is asked once, since a branch on what text is
/// like is often mispredicted.
[[ASSAY_TARGET_AVX2]] void look_at(const char* bytes, Findings& findings) {
  __m256i group[kGroup];  // NOLINT(*-avoid-c-arrays): a vector type loses its alignment in others.
  __m256i any = findings.before;
  for (std::size_t v = 0; v < kGroup; ++v) {
    group[v] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + v * kVector));
    any = _mm256_or_si256(any, group[v]);
    findings.least = _mm256_min_epu8(findings.least, group[v]);
    const __m256i returns = _mm256_cmpeq_epi8(group[v], _mm256_set1_epi8('\r'));
    findings.returns = _mm256_or_si256(findings.returns, returns);
  }
  if (_mm256_movemask_epi8(any) != 0) {
    for (std::size_t v = 0; v < kGroup; ++v) {
      const __m256i before = v == 0 ? findings.before : group[v - 1];
      findings.faults = _mm256_or_si256(findings.faults, faults(before, group[v]));
    }
  }
  findings.before = group[kGroup - 1];
}

[[ASSAY_TARGET_AVX2]] ByteFacts byte_facts_avx2(std::string_view text) {
  const __m256i zero = _mm256_setzero_si256();
  constexpr std::size_t kGroupBytes = kGroup * kVector;
  Findings findings{zero, zero, _mm256_set1_epi8('\x7F'), zero};
  std::size_t i = 0;
  for (; i + kGroupBytes <= text.size(); i += kGroupBytes) look_at(text.data() + i, findings);
  const std::string_view end = text.substr(i);
  // Blanks behind the text show a code point that it leaves unfinished.
  std::array<char, kGroupBytes> rest;  // NOLINT(*-member-init): filled below.
  rest.fill(' ');
  end.copy(rest.data(), end.size());
  look_at(rest.data(), findings);
  const __m256i nuls = _mm256_cmpeq_epi8(findings.least, zero);
  return {.is_utf8 = _mm256_testz_si256(findings.faults, findings.faults) != 0,
          .has_nul = _mm256_testz_si256(nuls, nuls) == 0,
          .has_carriage_return = _mm256_testz_si256(findings.returns, findings.returns) == 0};
}

#endif

}  // namespace

ByteFacts byte_facts(std::string_view text) {
#ifdef __x86_64__
  if (instruction_set() != InstructionSet::kPortable) return byte_facts_avx2(text);
#endif
  return {.is_utf8 = is_utf8_portable(text),
          .has_nul = text.find('\0') != std::string_view::npos,
          .has_carriage_return = text.find('\r') != std::string_view::npos};
}

bool is_utf8(std::string_view text) {
  return byte_facts(text).is_utf8;
}

bool is_ascii(std::string_view text) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (text.size() < kWord) return skip_ascii(text, 0) == text.size();
  const auto load = [text](std::size_t offset) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, kWord);
    return word;
  };
  // The last word may overlap the one before it.
  std::uint64_t seen = load(text.size() - kWord);
  for (std::size_t i = 0; i + kWord <= text.size(); i += kWord) seen |= load(i);
  return (seen & kHighBits) == 0;
}

std::size_t ascii_prefix(std::string_view text) {
  return skip_ascii(text, 0);
}

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t offset = skip_ascii(text, 0);
  if (is_utf8(text.substr(offset))) return kNoOffset;
  while (offset < text.size()) {
    const Unit unit = unit_at(text, offset);
    if (!unit.well_formed) return offset;
    offset += unit.size;
    if (offset < text.size() && static_cast<unsigned char>(text[offset]) < 0x80) {
      offset = skip_ascii(text, offset);
    }
  }
  return kNoOffset;
}

std::string replace_invalid_utf8(std::string_view text) {
  std::string out;
  for (std::size_t offset = 0; offset < text.size();) {
    const Unit unit = unit_at(text, offset);
    out += unit.well_formed ? text.substr(offset, unit.size) : "\uFFFD";
    offset += unit.size;
  }
  return out;
}

}  // namespace assay
