#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/cutter.h"

namespace assay {
namespace {

constexpr ByteClasses classes_zh() {
  ByteClasses classes = european_classes();
  add_class(classes, 0x80, 0xBF, kInner);
  add_class(classes, 0xE1, 0xEF, kDecode);
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

bool is_chinese(char32_t value) {
  const auto* range = std::ranges::find_if(
      kChinese, [value](char32_t last) { return value <= last; }, &Range::last);
  return range != kChinese.end() && value >= range->first;
}

struct RulesZh : DefaultRules {
  static constexpr ByteClasses kClasses = classes_zh();
  static constexpr bool kDigitsOutside = true;

  static std::uint8_t classify(char32_t value) {
    if (is_space(value)) return kSpace;
    return is_chinese(value) ? kSingle : kWord;
  }
};

/// sacreBLEU's `zh`: one token per Chinese character, the rest as in `13a` but for the ends of the
/// text, which get no space around them.
class ZhTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<RulesZh>(strip(text), tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerZh = {
    .name = "zh",
    .summary = "one token per Chinese character, other text as 13a",
    .in_sacrebleu = true,
    .signature = [] { return std::string("zh"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<ZhTokenizer>(); },
};

}  // namespace assay
