#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/cutter.h"

namespace assay {
namespace {

constexpr ByteClasses classes_char() {
  ByteClasses classes = space_classes();
  for (unsigned byte = 0; byte < classes.size(); ++byte) {
    if (classes[byte] != kSpace) add_class(classes, byte, byte, kSingle);
  }
  add_class(classes, 0x80, 0xBF, kInner);
  return classes;
}

struct RulesChar : DefaultRules {
  static constexpr ByteClasses kClasses = classes_char();
};

/// sacreBLEU's `char`: one token per code point, white space dropped.
class CharTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<RulesChar>(text, tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerChar = {
    .name = "char",
    .summary = "one token per code point, for languages written without spaces",
    .in_sacrebleu = true,
    .signature = [] { return std::string("char"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<CharTokenizer>(); },
};

}  // namespace assay
