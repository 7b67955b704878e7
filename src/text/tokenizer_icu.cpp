#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/icu_boundaries.h"

#include <unicode/uversion.h>

namespace assay {
namespace {

/// Keeps the segments whose status is at least `lowest_status`, without white space around them.
void cut_words(std::string_view text, std::int32_t lowest_status, Tokens& tokens) {
  thread_local IcuBoundaries boundaries(icu::BreakIterator::createWordInstance);
  tokens.text = text;
  tokens.spans.clear();
  icu::BreakIterator& words = boundaries.start(text);
  std::int32_t begin = 0;
  for (std::int32_t end = words.next(); end != icu::BreakIterator::DONE; end = words.next()) {
    const auto offset = static_cast<std::size_t>(begin);
    const std::string_view word =
        strip(text.substr(offset, static_cast<std::size_t>(end) - offset));
    if (!word.empty() && words.getRuleStatus() >= lowest_status) {
      const auto first = static_cast<std::uint32_t>(word.data() - text.data());
      tokens.spans.emplace_back(first, first + static_cast<std::uint32_t>(word.size()));
    }
    begin = end;
  }
}

/// Words, numbers and marks by Unicode's text segmentation (UAX 29), dictionaries included.
class IcuTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    cut_words(text, UBRK_WORD_NONE, tokens);
  }
};

/// The same in lower case, words and numbers only.
class IcuWordsTokenizer : public Tokenizer {
 public:
  void operator()(std::string_view text, Tokens& tokens) const override {
    lowercase(text, tokens.storage);
    cut_words(tokens.storage, UBRK_WORD_NUMBER, tokens);
  }
};

/// "-72": other versions have other dictionaries and rules.
std::string icu_version() {
  UVersionInfo version{};
  u_getVersion(version);
  return "-" + std::to_string(version[0]);
}

}  // namespace

extern constinit const TokenizerInfo kTokenizerIcu = {
    .name = "icu",
    .summary = "words, numbers and marks of any language, by ICU's word boundaries",
    .signature = [] { return "icu" + icu_version(); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<IcuTokenizer>(); },
};

extern constinit const TokenizerInfo kTokenizerIcuWords = {
    .name = "icu-words",
    .summary = "words and numbers of any language in lower case, by ICU's word boundaries",
    .signature = [] { return "icu-words" + icu_version(); },
    .make = []() -> std::unique_ptr<Tokenizer> { return std::make_unique<IcuWordsTokenizer>(); },
};

}  // namespace assay
