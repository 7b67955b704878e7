#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/cutter.h"

namespace assay {
namespace {

/// sacreBLEU's `none`: the text is tokenized already.
class NoneTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<SpaceRules>(text, tokens);
  }

  bool cut_lines(std::string_view lines, LineTokens& tokens) const override {
    return cut_all_lines<SpaceLineRules>(lines, tokens);
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
