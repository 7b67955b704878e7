#pragma once

#include "assay/tokenizer.h"
#include "assay/vocabulary.h"

#include "token_key.h"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A stemmer that remembers the stems of words it has seen, up to a limit.
class StemCache {
 public:
  explicit StemCache(const StemmerInfo& stemmer);

  /// Replaces all tokens of over kLongestUnstemmed bytes by their stems.
  void stem(Tokens& tokens);

 private:
  /// A word of up to 15 bytes, and its stem as such a key; if that is too long, as kLongStem.
  struct alignas(2 * kKeyBytes) Entry {
    TokenKey word;
    TokenKey stem;
  };

  /// Where the word is, or an entry that is free.
  Entry& entry_of(const TokenKey& word);

  TokenKey short_stem(const TokenKey& word, std::string_view token);
  TokenKey add(Entry& entry, const TokenKey& word, std::string_view token);
  void grow();

  /// The stem of a longer word, or a longer stem, until the next call.
  std::string_view long_stem(std::string_view token);

  const StemmerInfo& stemmer_;
  std::vector<Entry> entries_;  ///< Open addressing; a word is never empty.
  std::size_t used_ = 0;        ///< How many entries.
  Vocabulary long_words_;
  std::string stems_;
  std::vector<TextSpan> spans_;  ///< [long word]: its stem within stems_.
  std::string word_;
  std::string text_;  ///< The tokens being put together.
};

}  // namespace assay
