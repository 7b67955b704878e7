#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/code_points.h"
#include "text/cutter.h"

#include <array>
#include <string>

#include <unicode/uchar.h>

namespace assay {
namespace {

/// What \w is in a Python regular expression; an underscore is not, as it has been deleted.
bool is_word_character(char32_t value) {
  if (value < 0x80) {
    return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') ||
           (value >= '0' && value <= '9');
  }
  return (U_GET_GC_MASK(static_cast<UChar32>(value)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool is_article(std::string_view word) {
  return word == "a" || word == "an" || word == "the";
}

/// Puts spaces where a whole word is an article.
void blank_articles(std::string& text) {
  std::size_t begin = 0;  // Of the word.
  for (std::size_t i = 0; i <= text.size();) {
    const CodePoint point = i < text.size() ? decode(text.data() + i) : CodePoint{' ', 1};
    if (!is_word_character(point.value)) {
      if (is_article(std::string_view(text).substr(begin, i - begin))) {
        text.replace(begin, i - begin, i - begin, ' ');
      }
      begin = i + point.size;
    }
    i += point.size;
  }
}

/// The answers of SQuAD: without ASCII punctuation and articles. Lower-casing is a step before.
class SquadTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    tokens.storage.clear();
    for (const char byte : text) {
      if (!is_ascii_punctuation(byte)) tokens.storage += byte;
    }
    blank_articles(tokens.storage);
    cut_text<SpaceRules>(tokens.storage, tokens);
  }
};

}  // namespace

extern constinit const TokenizerInfo kTokenizerSquad = {
    .name = "squad",
    .summary = "words without punctuation and English articles; lower+squad for SQuAD's answers",
    .signature = [] { return std::string("squad"); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<SquadTokenizer>(); },
};

}  // namespace assay
