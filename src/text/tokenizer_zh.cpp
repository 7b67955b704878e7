#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/class_cache.h"
#include "text/cutter.h"

namespace assay {
namespace {

/// Between U+5000 and U+8FFF all are ideographs of both tables below.
constexpr ByteClasses classes_zh() {
  ByteClasses classes = european_classes();
  add_class(classes, 0x80, 0xBF, kInner);
  add_class(classes, 0xE1, 0xE4, kDecode);
  add_class(classes, 0xE5, 0xE8, kSingleLead);
  add_class(classes, 0xE9, 0xF4, kDecode);
  return classes;
}

struct Range {
  char32_t first;
  char32_t last;
};

/// What sacreBLEU takes for Chinese: much punctuation and many symbols, but no kana, no Hangul and
/// nothing beyond U+FFFF. The first range is two of its table's rows gone wrong, which count.
constexpr std::array<Range, 13> kChinese{{{0x2001, 0x2A6D},
                                          {0x2E80, 0x2FDF},
                                          {0x2FF0, 0x303F},
                                          {0x3100, 0x312F},
                                          {0x31A0, 0x31EF},
                                          {0x3200, 0x4DB5},
                                          {0x4E00, 0x9FBB},
                                          {0xF900, 0xFA2D},
                                          {0xFA30, 0xFA6A},
                                          {0xFA70, 0xFAD9},
                                          {0xFE10, 0xFE1F},
                                          {0xFE30, 0xFE4F},
                                          {0xFF00, 0xFFEF}}};

/// The same table as its authors meant it: the two rows are Extension B and the supplement to the
/// compatibility ideographs, and U+2600-27BF is a row of its own.
constexpr std::array<Range, 15> kChineseAsMeant{{{0x2600, 0x27BF},
                                                 {0x2E80, 0x2FDF},
                                                 {0x2FF0, 0x303F},
                                                 {0x3100, 0x312F},
                                                 {0x31A0, 0x31EF},
                                                 {0x3200, 0x4DB5},
                                                 {0x4E00, 0x9FBB},
                                                 {0xF900, 0xFA2D},
                                                 {0xFA30, 0xFA6A},
                                                 {0xFA70, 0xFAD9},
                                                 {0xFE10, 0xFE1F},
                                                 {0xFE30, 0xFE4F},
                                                 {0xFF00, 0xFFEF},
                                                 {0x20000, 0x2A6D6},
                                                 {0x2F800, 0x2FA1D}}};

template <const auto& kRanges>
struct RulesZh : DefaultRules {
  static constexpr ByteClasses kClasses = classes_zh();
  static constexpr bool kDigitsOutside = true;

  static std::uint8_t classify(char32_t value) { return ClassCache<RulesZh>::look_up(value); }

  static std::uint8_t find_class(char32_t value) {
    if (is_space(value)) return kSpace;
    const auto* range = std::ranges::find_if(
        kRanges, [value](char32_t last) { return value <= last; }, &Range::last);
    return range != kRanges.end() && value >= range->first ? kSingle : kWord;
  }
};

/// sacreBLEU's `zh`: one token per Chinese character, the rest as in `13a` but for the ends of the
/// text, which get no space around them.
template <const auto& kRanges>
class ZhTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<RulesZh<kRanges>>(strip(text), tokens);
  }
};

template <const auto& kRanges>
std::unique_ptr<Tokenizer> make_zh() {
  return std::make_unique<ZhTokenizer<kRanges>>();
}

}  // namespace

extern constinit const TokenizerInfo kTokenizerZh = {
    .name = "zh",
    .summary = "one token per Chinese character, other text as 13a",
    .in_sacrebleu = true,
    .signature = [] { return std::string("zh"); },
    .make = make_zh<kChinese>,
};

extern constinit const TokenizerInfo kTokenizerZhFixed = {
    .name = "zh-fixed",
    .summary = "as zh, with the characters that its table means: rare ones beyond U+FFFF too",
    .signature = [] { return std::string("zh-fixed"); },
    .make = make_zh<kChineseAsMeant>,
};

}  // namespace assay
