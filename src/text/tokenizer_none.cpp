#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/cutter.h"

namespace assay {
namespace {

struct RulesNone : DefaultRules {
  static constexpr ByteClasses kClasses = space_classes();
};

/// sacreBLEU's `none`: the text is tokenized already.
class NoneTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<RulesNone>(text, tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerNone = {
    .name = "none",
    .summary = "words between white space, for text that is tokenized already",
    .in_sacrebleu = true,
    .signature = [] { return std::string("none"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<NoneTokenizer>(); },
};

}  // namespace assay
