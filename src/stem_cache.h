#pragma once

#include "assay/tokenizer.h"
#include "assay/vocabulary.h"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A stemmer that remembers the stems of words it has seen, up to a limit.
class StemCache {
 public:
  explicit StemCache(const StemmerInfo& stemmer) : stemmer_(stemmer) {}

  /// Replaces all tokens of over kLongestUnstemmed bytes by their stems.
  void stem(Tokens& tokens);

 private:
  /// The stem, until the next call.
  std::string_view stem(std::string_view token);

  const StemmerInfo& stemmer_;
  Vocabulary words_;
  std::string stems_;
  std::vector<TextSpan> spans_;  ///< [word]: its stem within stems_.
  std::string word_;
  std::string text_;  ///< The tokens being put together.
};

}  // namespace assay
