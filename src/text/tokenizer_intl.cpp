#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/class_cache.h"
#include "text/cutter.h"

namespace assay {
namespace {

/// ASCII by general categories N, P and S; all else is for `category`, but for what is all letters:
/// U+0100-02BF and U+0400-047F.
constexpr ByteClasses classes_intl() {
  ByteClasses classes = space_classes();
  add_class(classes, "!\"#%&'()*,-./:;?@[\\]_{}", kMark);
  add_class(classes, "$+<=>^`|~", kSingle);
  add_class(classes, '0', '9', kDigit);
  add_class(classes, 0x80, 0xBF, kInner);
  add_class(classes, 0xC2, 0xC3, kDecode);
  add_class(classes, 0xCB, 0xCF, kDecode);
  add_class(classes, 0xD2, 0xF4, kDecode);
  return classes;
}

struct RulesIntl : DefaultRules {
  static constexpr ByteClasses kClasses = classes_intl();
  static constexpr bool kDigitsOutside = true;

  static std::uint8_t classify(char32_t value) { return ClassCache<RulesIntl>::look_up(value); }

  static std::uint8_t find_class(char32_t value) {
    switch (category(value)) {
      case Category::kNumber:
        return kDigit;
      case Category::kPunctuation:
        return kMark;
      case Category::kSymbol:
        return kSingle;
      case Category::kOther:
        break;
    }
    return is_space(value) ? kSpace : kWord;
  }
};

/// sacreBLEU's `intl`: mteval-v14's rules, by Unicode categories.
class IntlTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<RulesIntl>(right_strip(text), tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerIntl = {
    .name = "intl",
    .summary = "mteval-v14: punctuation and symbols of all scripts apart, numbers whole",
    .in_sacrebleu = true,
    .signature = [] { return std::string("intl"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<IntlTokenizer>(); },
};

}  // namespace assay
