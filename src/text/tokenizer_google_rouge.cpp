#include "assay/instruction_set.h"
#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"
#include "text/targets.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace assay {
namespace {

constexpr ByteClasses classes_google_rouge() {
  ByteClasses classes{};
  add_class(classes, 0x00, '0' - 1, kSpace);
  add_class(classes, '9' + 1, 'a' - 1, kSpace);
  add_class(classes, 'z' + 1, 0xFF, kSpace);
  return classes;
}

struct RulesGoogleRouge : DefaultRules {
  static constexpr ByteClasses kClasses = classes_google_rouge();
};

constexpr std::size_t kBlock = 64;

/// `text` where `storage` starts, which has room for whole blocks.
std::string_view stored(std::string_view text, std::string& storage) {
  const std::size_t room = text.size() + kBlock;
  if (storage.size() < room) storage.resize(2 * room);
  return {storage.data(), text.size()};
}

/// Writes `text` in lower case to the start of tokens.storage, where it may stand already, and cuts
/// it there; whether all of it was ASCII.
bool cut_portable(std::string_view text, Tokens& tokens) {
  const std::string_view lower = stored(text, tokens.storage);
  const bool is_ascii = lower_ascii(text, tokens.storage.data());
  cut_text<RulesGoogleRouge>(lower, tokens);
  return is_ascii;
}

#ifdef __x86_64__

/// Where words start and end in turn. That is what the spans of tokens are, one after the other.
class Edges {
 public:
  explicit Edges(std::vector<TextSpan>& spans) : spans_(spans) {}

  /// Of the next 64 bytes: which ones belong to words. Calls write(edges, base, out), which writes
  /// base + i for all bits i of `edges`, and may write up to kSlack numbers behind them.
  template <typename Write>
  [[gnu::always_inline]] void add(std::uint64_t words, const Write& write) {
    const std::uint64_t edges = words ^ (words << 1U | open_);
    const auto count = static_cast<std::size_t>(std::popcount(edges));
    spans_.resize((count_ + count + kSlack) / 2 + 1);
    write(edges, base_, &spans_.data()->begin + count_);
    count_ += count;
    base_ += kBlock;
    open_ = words >> (kBlock - 1);
  }

  void finish(std::size_t text_size) {
    spans_.resize((count_ + 1) / 2);
    if (open_ != 0) spans_.back().end = static_cast<std::uint32_t>(text_size);
  }

  static constexpr std::size_t kSlack = 16;

 private:
  static_assert(sizeof(TextSpan) == 2 * sizeof(std::uint32_t));

  std::vector<TextSpan>& spans_;
  std::size_t count_ = 0;   ///< Edges so far.
  std::uint32_t base_ = 0;  ///< Where the next block starts.
  std::uint64_t open_ = 0;  ///< 1 if the last byte belongs to a word.
};

/// Bit by bit, four at a time.
void write_bits(std::uint64_t edges, std::uint32_t base, std::uint32_t* out) {
  for (; edges != 0; out += 4) {
    for (std::size_t i = 0; i < 4; ++i, edges &= edges - 1) {
      out[i] = base + static_cast<std::uint32_t>(std::countr_zero(edges));
    }
  }
}

/// What a block is made of.
struct Bytes {
  std::uint64_t words = 0;
  std::uint64_t beyond_ascii = 0;
};

[[ASSAY_TARGET_AVX2]] __m256i in_range_avx2(__m256i bytes, char first, int count) {
  const __m256i offset = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
  const __m256i last = _mm256_set1_epi8(static_cast<char>(count - 1));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(offset, last), offset);
}

/// Half a block.
[[ASSAY_TARGET_AVX2]] Bytes lower_avx2(const char* in, char* out) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
  const __m256i upper = in_range_avx2(bytes, 'A', 26);
  const __m256i lower = _mm256_or_si256(bytes, _mm256_and_si256(upper, _mm256_set1_epi8(0x20)));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), lower);
  const __m256i words =
      _mm256_or_si256(in_range_avx2(lower, 'a', 26), in_range_avx2(lower, '0', 10));
  return {static_cast<std::uint32_t>(_mm256_movemask_epi8(words)),
          static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes))};
}

[[ASSAY_TARGET_AVX2]] bool cut_avx2(std::string_view text, Tokens& tokens) {
  constexpr std::size_t kHalf = kBlock / 2;
  tokens.text = stored(text, tokens.storage);
  char* const out = tokens.storage.data();
  Edges edges(tokens.spans);
  std::uint64_t beyond_ascii = 0;
  for (std::size_t i = 0; i < text.size(); i += kBlock) {
    std::array<char, kBlock> last;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below.
    const char* in = text.data() + i;
    if (text.size() - i < kBlock) {
      last = {};
      std::memcpy(last.data(), in, text.size() - i);
      in = last.data();
    }
    const Bytes low = lower_avx2(in, out + i);
    const Bytes high = lower_avx2(in + kHalf, out + i + kHalf);
    beyond_ascii |= low.beyond_ascii | high.beyond_ascii;
    edges.add(low.words | high.words << kHalf, write_bits);
  }
  edges.finish(text.size());
  return beyond_ascii == 0;
}

[[ASSAY_TARGET_AVX512]] std::uint64_t in_range_avx512(__m512i bytes, char first, int count) {
  return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first)),
                                _mm512_set1_epi8(static_cast<char>(count)));
}

[[ASSAY_TARGET_AVX512]] Bytes lower_avx512(const char* in, std::size_t size, char* out) {
  const std::uint64_t valid = _bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(size));
  const __m512i bytes = _mm512_maskz_loadu_epi8(valid, in);
  const __m512i lower =
      _mm512_mask_add_epi8(bytes, in_range_avx512(bytes, 'A', 26), bytes, _mm512_set1_epi8(0x20));
  _mm512_storeu_si512(out, lower);
  return {in_range_avx512(lower, 'a', 26) | in_range_avx512(lower, '0', 10),
          _mm512_movepi8_mask(bytes)};
}

/// Without a branch.
[[ASSAY_TARGET_AVX512]] void write_compressed(std::uint64_t edges, std::uint32_t base,
                                              std::uint32_t* out) {
  constexpr std::size_t kLanes = 16;
  const __m512i step = _mm512_set1_epi32(kLanes);
  __m512i places =
      _mm512_add_epi32(_mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
                       _mm512_set1_epi32(static_cast<int>(base)));
  for (std::size_t i = 0; i < kBlock; i += kLanes) {
    const auto some = static_cast<__mmask16>(edges >> i);
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(some, places));
    out += std::popcount(static_cast<std::uint16_t>(some));
    places = _mm512_add_epi32(places, step);
  }
}

[[ASSAY_TARGET_AVX512]] bool cut_avx512(std::string_view text, Tokens& tokens) {
  tokens.text = stored(text, tokens.storage);
  char* const out = tokens.storage.data();
  Edges edges(tokens.spans);
  std::uint64_t beyond_ascii = 0;
  for (std::size_t i = 0; i < text.size(); i += kBlock) {
    const Bytes bytes = lower_avx512(text.data() + i, std::min(kBlock, text.size() - i), out + i);
    beyond_ascii |= bytes.beyond_ascii;
    edges.add(bytes.words, write_compressed);
  }
  edges.finish(text.size());
  return beyond_ascii == 0;
}

#endif

using Cut = bool (*)(std::string_view, Tokens&);

Cut choose() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return &cut_avx512;
  if (instruction_set() == InstructionSet::kAvx2) return &cut_avx2;
#endif
  return &cut_portable;
}

/// rouge_score's own: runs of ASCII letters and digits, in lower case.
class GoogleRougeTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    if (cut_(text, tokens)) return;
    // The two code points beyond ASCII whose lower case has an ASCII letter: a K that is a
    // sign, and a capital I with a dot that becomes one of its own.
    constexpr std::string_view kKelvin = "\u212A";
    constexpr std::string_view kDotted = "\u0130";
    constexpr auto kNowhere = std::string_view::npos;
    if (text.find(kKelvin) == kNowhere && text.find(kDotted) == kNowhere) return;
    tokens.storage.assign(text);
    replace_all(tokens.storage, kKelvin, "k");
    replace_all(tokens.storage, kDotted, "i ");
    const std::size_t size = tokens.storage.size();
    tokens.storage.resize(size + kBlock);
    cut_(std::string_view(tokens.storage).substr(0, size), tokens);
  }

 private:
  Cut cut_ = choose();
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerGoogleRouge = {
    .name = "google-rouge",
    .summary = "rouge_score's: runs of a-z and 0-9, in lower case",
    .signature = [] { return std::string("google-rouge"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<GoogleRougeTokenizer>(); },
};

}  // namespace assay
