#include "token_keys.h"

#include "assay/instruction_set.h"

#include "text/targets.h"
#include "token_key.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

namespace assay {
namespace {

constexpr std::size_t kLanes = 8;
constexpr std::uint8_t kLong = 0xFF;  ///< In place of a length.

/// The word whose last byte in memory is `byte`.
std::uint64_t with_last_byte(std::uint64_t word, std::uint8_t byte) {
  std::memcpy(reinterpret_cast<char*>(&word) + sizeof(word) - 1, &byte, 1);
  return word;
}

/// Of a token of at least 16 bytes: a hash of the first and last 16 and of the length. Tokens that
/// differ elsewhere are told apart by their bytes, as all are that are longer.
TokenKey long_key(std::string_view token) {
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15U;
  const TokenKey first = load_key(token.data());
  const TokenKey last = load_key(token.data() + token.size() - kKeyBytes);
  const std::uint64_t tail = (first.tail * kFactor ^ last.tail) + token.size();
  return {first.head * kFactor ^ last.head, with_last_byte(tail ^ tail >> 56U, kLong)};
}

/// Texts as the kernels see them.
struct Keys {
  const std::uint64_t* heads;
  const std::uint64_t* tails;
  std::size_t size;
};

#ifdef __x86_64__

[[ASSAY_TARGET_AVX2]] void compare_avx2(Keys reference, Keys hypothesis, std::uint64_t* rows) {
  constexpr std::size_t kStep = 4;
  // Behind the keys of the reference stand others.
  const std::uint64_t all = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(reference.size));
  for (std::size_t i = 0; i < hypothesis.size; ++i) {
    const __m256i head = _mm256_set1_epi64x(static_cast<long long>(hypothesis.heads[i]));
    const __m256i tail = _mm256_set1_epi64x(static_cast<long long>(hypothesis.tails[i]));
    std::uint64_t row = 0;
    for (std::size_t p = 0; p < reference.size; p += kStep) {
      const auto* const heads = reinterpret_cast<const __m256i*>(reference.heads + p);
      const auto* const tails = reinterpret_cast<const __m256i*>(reference.tails + p);
      const __m256i equal = _mm256_and_si256(_mm256_cmpeq_epi64(head, _mm256_loadu_si256(heads)),
                                             _mm256_cmpeq_epi64(tail, _mm256_loadu_si256(tails)));
      const auto bits = static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(equal)));
      row |= std::uint64_t{bits} << p;
    }
    rows[i] = row & all;
  }
}

/// All keys of the reference stay in registers: `steps` vectors of each half.
template <std::size_t steps>
[[ASSAY_TARGET_AVX512]] void compare_steps(Keys reference, Keys hypothesis, std::uint64_t* rows) {
  __m512i heads[steps];  // NOLINT(*-avoid-c-arrays): a vector type loses its alignment in others.
  __m512i tails[steps];  // NOLINT(*-avoid-c-arrays)
  for (std::size_t s = 0; s < steps; ++s) {
    heads[s] = _mm512_loadu_si512(reference.heads + s * kLanes);
    tails[s] = _mm512_loadu_si512(reference.tails + s * kLanes);
  }
  // Behind the keys of the reference stand others.
  const auto last = static_cast<unsigned>(reference.size - (steps - 1) * kLanes);
  const auto in_last = static_cast<__mmask8>(_bzhi_u32(0xFF, last));
  for (std::size_t i = 0; i < hypothesis.size; ++i) {
    const __m512i head = _mm512_set1_epi64(static_cast<long long>(hypothesis.heads[i]));
    const __m512i tail = _mm512_set1_epi64(static_cast<long long>(hypothesis.tails[i]));
    std::uint64_t row = 0;
    for (std::size_t s = 0; s < steps; ++s) {
      const __mmask8 same_head =
          _mm512_mask_cmpeq_epi64_mask(s + 1 < steps ? __mmask8{0xFF} : in_last, head, heads[s]);
      const std::uint64_t equal = _mm512_mask_cmpeq_epi64_mask(same_head, tail, tails[s]);
      row |= equal << s * kLanes;
    }
    rows[i] = row;
  }
}

void compare_avx512(Keys reference, Keys hypothesis, std::uint64_t* rows) {
  using Compare = void (*)(Keys, Keys, std::uint64_t*);
  constexpr std::array<Compare, Places::kMostPlaces / kLanes> kBySteps = {
      &compare_steps<1>, &compare_steps<2>, &compare_steps<3>, &compare_steps<4>,
      &compare_steps<5>, &compare_steps<6>, &compare_steps<7>, &compare_steps<8>};
  kBySteps[reference.size == 0 ? 0 : (reference.size - 1) / kLanes](reference, hypothesis, rows);
}

#endif

void compare_portable(Keys reference, Keys hypothesis, std::uint64_t* rows) {
  for (std::size_t i = 0; i < hypothesis.size; ++i) {
    std::uint64_t row = 0;
    for (std::size_t p = 0; p < reference.size; ++p) {
      const bool equal =
          reference.heads[p] == hypothesis.heads[i] && reference.tails[p] == hypothesis.tails[i];
      row |= std::uint64_t{equal ? 1U : 0U} << p;
    }
    rows[i] = row;
  }
}

using Compare = void (*)(Keys, Keys, std::uint64_t*);

Compare choose_compare() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return &compare_avx512;
  if (instruction_set() == InstructionSet::kAvx2) return &compare_avx2;
#endif
  return &compare_portable;
}

constexpr std::size_t kWordBits = 64;

/// Where the keys of a text go.
struct KeyBuffers {
  std::uint64_t* heads;
  std::uint64_t* tails;
  std::uint64_t* longer;  ///< A bit for each token: whether it has more than 15 bytes.
};

void assign_portable(const Tokens& tokens, const KeyBuffers& keys) {
  const KeyBytes bytes(tokens.text);
  for (std::size_t first = 0; first < tokens.size(); first += kWordBits) {
    const std::size_t end = std::min(tokens.size(), first + kWordBits);
    std::uint64_t longer = 0;
    for (std::size_t i = end; i-- > first;) {
      const TextSpan span = tokens.spans[i];
      const std::size_t length = span.end - span.begin;
      const TokenKey key = short_key(bytes.from(span.begin), std::min(length, kKeyBytes - 1));
      keys.heads[i] = key.head;
      keys.tails[i] = key.tail;
      longer = longer << 1U | (length >= kKeyBytes ? 1U : 0U);
    }
    keys.longer[first / kWordBits] = longer;
  }
}

#ifdef __x86_64__

/// A bit for each of up to 64 spans: whether it has more than 15 bytes.
[[ASSAY_TARGET_AVX512]] std::uint64_t are_longer(const TextSpan* spans, std::size_t size) {
  const __m512i most = _mm512_set1_epi64(kKeyBytes - 1);
  std::uint64_t longer = 0;
  for (std::size_t i = 0; i < size; i += kLanes) {
    const auto valid = static_cast<__mmask8>(_bzhi_u32(0xFF, static_cast<unsigned>(size - i)));
    // Each as one word: an end, and below it a begin.
    const __m512i words = _mm512_maskz_loadu_epi64(valid, spans + i);
    const __m512i lengths = _mm512_maskz_sub_epi32(0x5555, _mm512_srli_epi64(words, 32), words);
    longer |= std::uint64_t{_mm512_cmpgt_epu64_mask(lengths, most)} << i;
  }
  return longer;
}

[[ASSAY_TARGET_AVX512]] void assign_avx512(const Tokens& tokens, const KeyBuffers& keys) {
  const char* const text = tokens.text.data();
  const TextSpan* const spans = tokens.spans.data();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::uint32_t length = spans[i].end - spans[i].begin;
    const auto kept = static_cast<__mmask16>(_bzhi_u32(0xFFFF, length));
    const __m128i bytes = _mm_maskz_loadu_epi8(kept, text + spans[i].begin);
    keys.heads[i] = static_cast<std::uint64_t>(_mm_cvtsi128_si64(bytes));
    keys.tails[i] = static_cast<std::uint64_t>(_mm_extract_epi64(bytes, 1)) | std::uint64_t{length}
                                                                                  << 56U;
  }
  for (std::size_t i = 0; i < tokens.size(); i += kWordBits) {
    keys.longer[i / kWordBits] = are_longer(spans + i, std::min(tokens.size() - i, kWordBits));
  }
}

#endif

using Assign = void (*)(const Tokens&, const KeyBuffers&);

Assign choose_assign() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return &assign_avx512;
#endif
  return &assign_portable;
}

}  // namespace

void TokenKeys::assign(const Tokens& tokens) {
  static const Assign assign_short = choose_assign();
  tokens_ = &tokens;
  const std::size_t size = tokens.size();
  if (heads_.size() < size + kLanes) {
    heads_.resize(2 * (size + kLanes));
    tails_.resize(heads_.size());
    // One word more, so that two can be read for any token.
    longer_.resize(heads_.size() / kWordBits + 2);
  }
  assign_short(tokens, {heads_.data(), tails_.data(), longer_.data()});
  for_each_longer(0, size, [&](std::size_t i) {
    const TokenKey key = long_key(tokens[i]);
    heads_[i] = key.head;
    tails_[i] = key.tail;
  });
}

/// Calls `use` with the number of each token of more than 15 bytes among `size` from `first` on.
template <typename Use>
void TokenKeys::for_each_longer(std::size_t first, std::size_t size, const Use& use) const {
  for (const std::size_t end = first + size; first < end; first += kWordBits) {
    const std::size_t shift = first % kWordBits;
    const std::uint64_t* const words = &longer_[first / kWordBits];
    std::uint64_t bits = words[0] >> shift | words[1] << 1U << (kWordBits - 1 - shift);
    if (end - first < kWordBits) bits &= (std::uint64_t{1} << (end - first)) - 1;
    for (; bits != 0; bits &= bits - 1) {
      use(first + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }
}

bool finds_places() {
  return instruction_set() != InstructionSet::kPortable;
}

void find_places(const KeyRun& reference, const KeyRun& hypothesis, Places& places) {
  static const Compare compare = choose_compare();
  const std::size_t length = hypothesis.size;
  places.reference_length = reference.size;
  places.hypothesis_length = length;
  if (places.rows.size() < length + Places::kPadding) {
    places.rows.resize(2 * (length + Places::kPadding));
  }
  std::uint64_t* const rows = places.rows.data();
  const TokenKeys& own = *hypothesis.keys;
  const TokenKeys& other = *reference.keys;
  const auto from = [](const TokenKeys& keys, const KeyRun& run) -> Keys {
    return {keys.heads_.data() + run.first, keys.tails_.data() + run.first, run.size};
  };
  compare(from(other, reference), from(own, hypothesis), rows);
  std::fill_n(rows + length, Places::kPadding, 0);
  own.for_each_longer(hypothesis.first, length, [&](std::size_t i) {
    std::uint64_t& row = rows[i - hypothesis.first];
    for (std::uint64_t left = row; left != 0; left &= left - 1) {
      const std::size_t p = reference.first + static_cast<std::size_t>(std::countr_zero(left));
      if ((*own.tokens_)[i] != (*other.tokens_)[p]) row ^= left & (~left + 1);
    }
  });
}

}  // namespace assay
