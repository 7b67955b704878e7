#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"

namespace assay {
namespace {

/// Whether the white space between two words is a single character other than a space.
bool is_odd(std::string_view gap) {
  return gap != " " && decode(gap.data()).size == gap.size();
}

/// jiwer 4's default: of white space a run of two or more becomes a space, both ends are stripped,
/// and words are what is between spaces. A single tab or no-break space is part of a word, then.
class JiwerTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<SpaceRules>(text, tokens);
    std::size_t words = 0;
    for (const TextSpan span : tokens.spans) {
      if (words > 0) {
        TextSpan& last = tokens.spans[words - 1];
        if (is_odd(text.substr(last.end, span.begin - last.end))) {
          last.end = span.end;
          continue;
        }
      }
      tokens.spans[words++] = span;
    }
    tokens.spans.resize(words);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerJiwer = {
    .name = "jiwer",
    .summary = "words between spaces, as jiwer has them; the usual one for WER",
    .signature = [] { return std::string("jiwer"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<JiwerTokenizer>(); },
};

}  // namespace assay
