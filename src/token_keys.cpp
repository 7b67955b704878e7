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
constexpr std::uint8_t kLong = 0xFF;

TokenKey long_key(std::string_view token) {
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15U;
  TokenKey key;
  for (std::size_t i = 0; i < token.size(); i += kKeyBytes) {
    // The last 16 bytes may overlap those before them.
    const TokenKey next = load_key(token.data() + std::min(i, token.size() - kKeyBytes));
    key.head = (key.head ^ next.head) * kFactor;
    key.tail = (key.tail ^ next.tail) * kFactor;
    key.head ^= key.head >> 32U;
    key.tail ^= key.tail >> 32U ^ key.head;
  }
  std::array<std::uint8_t, 8> last{};
  last.back() = kLong;
  std::uint64_t mark = 0;
  std::memcpy(&mark, last.data(), last.size());
  return {key.head, key.tail | mark};
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

/// Where the keys of a text go.
struct KeyBuffers {
  std::uint64_t* heads;
  std::uint64_t* tails;
  std::uint32_t* longer;  ///< Which tokens have more than 15 bytes; their keys are not written.
  std::uint32_t* longer_before;
};

/// Returns how many are longer.
std::size_t assign_portable(const Tokens& tokens, const KeyBuffers& keys) {
  const KeyBytes bytes(tokens.text);
  std::size_t longer = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const TextSpan span = tokens.spans[i];
    const std::size_t length = span.end - span.begin;
    const TokenKey key = short_key(bytes.from(span.begin), std::min(length, kKeyBytes - 1));
    keys.heads[i] = key.head;
    keys.tails[i] = key.tail;
    keys.longer[longer] = static_cast<std::uint32_t>(i);
    keys.longer_before[i] = static_cast<std::uint32_t>(longer);
    longer += length >= kKeyBytes ? 1 : 0;
  }
  return longer;
}

#ifdef __x86_64__

[[ASSAY_TARGET_AVX512]] std::size_t assign_avx512(const Tokens& tokens, const KeyBuffers& keys) {
  const char* const text = tokens.text.data();
  const TextSpan* const spans = tokens.spans.data();
  const std::size_t size = tokens.size();
  std::size_t longer = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint32_t length = spans[i].end - spans[i].begin;
    const auto kept = static_cast<__mmask16>(_bzhi_u32(0xFFFF, length));
    const __m128i bytes = _mm_maskz_loadu_epi8(kept, text + spans[i].begin);
    keys.heads[i] = static_cast<std::uint64_t>(_mm_cvtsi128_si64(bytes));
    keys.tails[i] = static_cast<std::uint64_t>(_mm_extract_epi64(bytes, 1)) | std::uint64_t{length}
                                                                                  << 56U;
    keys.longer[longer] = static_cast<std::uint32_t>(i);
    keys.longer_before[i] = static_cast<std::uint32_t>(longer);
    longer += length >= kKeyBytes ? 1 : 0;
  }
  return longer;
}

#endif

using Assign = std::size_t (*)(const Tokens&, const KeyBuffers&);

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
    long_.resize(heads_.size());
    long_before_.resize(heads_.size());
  }
  const std::size_t longer =
      assign_short(tokens, {heads_.data(), tails_.data(), long_.data(), long_before_.data()});
  long_before_[size] = static_cast<std::uint32_t>(longer);
  for (std::size_t k = 0; k < longer; ++k) {
    const std::uint32_t i = long_[k];
    const TokenKey key = long_key(tokens[i]);
    heads_[i] = key.head;
    tails_[i] = key.tail;
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
  const std::size_t end = own.long_before_[hypothesis.first + length];
  for (std::size_t k = own.long_before_[hypothesis.first]; k < end; ++k) {
    const std::size_t i = own.long_[k];
    std::uint64_t& row = rows[i - hypothesis.first];
    for (std::uint64_t left = row; left != 0; left &= left - 1) {
      const std::size_t p = reference.first + static_cast<std::size_t>(std::countr_zero(left));
      if ((*own.tokens_)[i] != (*other.tokens_)[p]) row ^= left & (~left + 1);
    }
  }
}

}  // namespace assay
