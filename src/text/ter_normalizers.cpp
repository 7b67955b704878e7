#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string>
#include <vector>

// The steps of sacreBLEU's `tercom` tokenizer between lower-casing and splitting at white space.

namespace assay {
namespace {

struct RulesTer : DefaultRules {
  static constexpr ByteClasses kClasses = european_classes();
};

/// Whether the `'s` that ends at `end` is parted from its word: before a space, or what gets one.
/// Of white space only U+0020 will do, and of punctuation neither ".", "," nor "-".
bool is_possessive_end(std::string_view text, std::size_t end) {
  if (end == text.size()) return true;
  const auto next = static_cast<unsigned char>(text[end]);
  return next == ' ' || (RulesTer::kClasses[next] & kSingle) != 0;
}

struct Range {
  char32_t first;
  char32_t last;
};

bool is_in(std::span<const Range> ranges, char32_t value) {
  const auto found = std::ranges::lower_bound(ranges, value, {}, &Range::last);
  return found != ranges.end() && value >= found->first;
}

constexpr std::array<Range, 6> kIdeographs{{{0x2E80, 0x2EFF},
                                            {0x31C0, 0x31EF},
                                            {0x3200, 0x4DBF},
                                            {0x4E00, 0x9FFF},
                                            {0xF900, 0xFAFF},
                                            {0xFE30, 0xFE4F}}};

constexpr std::array<Range, 11> kAsianMarks{{{0x3001, 0x3002},
                                             {0x3008, 0x3011},
                                             {0x3014, 0x301F},
                                             {0x30FB, 0x30FB},
                                             {0xFF01, 0xFF02},
                                             {0xFF08, 0xFF09},
                                             {0xFF0C, 0xFF0C},
                                             {0xFF0E, 0xFF0E},
                                             {0xFF1A, 0xFF1B},
                                             {0xFF1F, 0xFF1F},
                                             {0xFF61, 0xFF65}}};

/// Calls `append` with each code point and its bytes.
template <typename Append>
void for_each_code_point(std::string_view text, const Append& append) {
  for (std::size_t begin = 0; begin < text.size();) {
    const CodePoint point = decode(text.data() + begin);
    append(point.value, text.substr(begin, point.size));
    begin += point.size;
  }
}

void normalize(std::string_view text, std::string& out) {
  constexpr std::string_view kPossessive = "'s";
  std::string joined(right_strip(text));
  replace_all(joined, "\n-", "");
  std::ranges::replace(joined, '\n', ' ');
  replace_all(joined, "&quot;", "\"");
  replace_all(joined, "&amp;", "&");
  replace_all(joined, "&lt;", "<");
  replace_all(joined, "&gt;", ">");
  std::vector<TextSpan> spans;
  cut<RulesTer>(joined, spans);
  out.clear();
  for (const auto [begin, end] : spans) {
    std::string_view token = std::string_view(joined).substr(begin, end - begin);
    if (token.ends_with(kPossessive) && is_possessive_end(joined, end)) {
      token.remove_suffix(kPossessive.size());
      out.append(token).append(" ");
      token = kPossessive;
    }
    out.append(token).append(" ");
  }
}

void split_asian(std::string_view text, std::string& out) {
  out.clear();
  for_each_code_point(text, [&out](char32_t value, std::string_view bytes) {
    const bool is_alone = is_in(kIdeographs, value) || is_in(kAsianMarks, value);
    if (is_alone) out += ' ';
    out += bytes;
    if (is_alone) out += ' ';
  });
}

void remove_punctuation(std::string_view text, std::string& out) {
  constexpr std::string_view kMarks = ".,?:;!\"()";
  out.clear();
  std::ranges::copy_if(text, std::back_inserter(out),
                       [kMarks](char byte) { return kMarks.find(byte) == std::string_view::npos; });
}

void remove_asian_punctuation(std::string_view text, std::string& out) {
  out.clear();
  for_each_code_point(text, [&out](char32_t value, std::string_view bytes) {
    if (!is_in(kAsianMarks, value)) out += bytes;
  });
}

}  // namespace

extern constinit const NormalizerInfo kTerNorm = {
    .name = "ter-norm",
    .summary = "TER's norm=yes: lines joined, entities replaced, punctuation apart",
    .apply = normalize,
};

extern constinit const NormalizerInfo kTerAsian = {
    .name = "ter-asian",
    .summary = "its asian=yes: Chinese characters and Asian punctuation apart",
    .apply = split_asian,
};

extern constinit const NormalizerInfo kTerNopunct = {
    .name = "ter-nopunct",
    .summary = "TER's punct=no: . , ? : ; ! \" ( ) deleted",
    .apply = remove_punctuation,
};

extern constinit const NormalizerInfo kTerNopunctAsian = {
    .name = "ter-nopunct-asian",
    .summary = "the same for ideographic and full-width punctuation",
    .apply = remove_asian_punctuation,
};

}  // namespace assay
