#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"

namespace assay {
namespace {

/// Where chrF parts a word: before its last byte, after its first, or nowhere (0). Any word of more
/// than one byte that starts or ends with punctuation has more than one code point.
std::uint32_t cut_of(std::string_view text, TextSpan span) {
  const std::uint32_t size = span.end - span.begin;
  if (size == 1) return 0;
  if (is_ascii_punctuation(text[span.end - 1])) return size - 1;
  return is_ascii_punctuation(text[span.begin]) ? 1 : 0;
}

/// The words of chrF+ and chrF++.
class ChrfWordsTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_text<SpaceRules>(text, tokens);
    std::vector<TextSpan>& spans = tokens.spans;
    std::size_t words = spans.size();
    std::size_t cuts = 0;
    for (const TextSpan span : spans) cuts += cut_of(text, span) != 0 ? 1U : 0U;
    // From the back, so that no span is overwritten before it has been moved.
    spans.resize(words + cuts);
    for (std::size_t out = spans.size(); out > words;) {
      const TextSpan span = spans[--words];
      const std::uint32_t cut = cut_of(text, span);
      if (cut != 0) spans[--out] = {span.begin + cut, span.end};
      spans[--out] = {span.begin, cut != 0 ? span.begin + cut : span.end};
    }
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerChrfWords = {
    .name = "chrf-words",
    .summary = "words between white space, one punctuation mark cut off each: those of chrF++",
    .signature = [] { return std::string("chrf-words"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<ChrfWordsTokenizer>(); },
};

}  // namespace assay
