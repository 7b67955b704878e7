#include "assay/text.h"
#include "assay/tokenizer.h"

#include "text/snowball.h"

#include <array>

namespace assay {

extern const TokenizerInfo kTokenizer13a;
extern const TokenizerInfo kTokenizerChar;
extern const TokenizerInfo kTokenizerChrfWords;
extern const TokenizerInfo kTokenizerFlores101;
extern const TokenizerInfo kTokenizerFlores200;
extern const TokenizerInfo kTokenizerGoogleRouge;
extern const TokenizerInfo kTokenizerIcu;
extern const TokenizerInfo kTokenizerIcuWords;
extern const TokenizerInfo kTokenizerIntl;
extern const TokenizerInfo kTokenizerJaMecab;
extern const TokenizerInfo kTokenizerJiwer;
extern const TokenizerInfo kTokenizerKoMecab;
extern const TokenizerInfo kTokenizerNone;
extern const TokenizerInfo kTokenizerSpBleu1K;
extern const TokenizerInfo kTokenizerSpm;
extern const TokenizerInfo kTokenizerSquad;
extern const TokenizerInfo kTokenizerZh;
extern const TokenizerInfo kTokenizerZhFixed;

extern const NormalizerInfo kTerAsian;
extern const NormalizerInfo kTerNopunct;
extern const NormalizerInfo kTerNopunctAsian;
extern const NormalizerInfo kTerNorm;

extern const StemmerInfo kStemmerPorter;

namespace {

constexpr NormalizerInfo kLower = {
    .name = "lower",
    .summary = "lower case, by Unicode's full mapping",
    .apply = lowercase,
};

constexpr NormalizerInfo kNfc = {
    .name = "nfc",
    .summary = "accents composed: Unicode normalization form C",
    .apply = normalize_nfc,
};

constexpr NormalizerInfo kNfkc = {
    .name = "nfkc",
    .summary = "composed, and full-width, ligature and other variants made plain: form KC",
    .apply = normalize_nfkc,
};

}  // namespace

std::span<const TokenizerInfo* const> tokenizers() {
  static constexpr std::array kTable = {
      &kTokenizer13a,   &kTokenizerIntl,      &kTokenizerZh,          &kTokenizerZhFixed,
      &kTokenizerChar,  &kTokenizerNone,      &kTokenizerJaMecab,     &kTokenizerKoMecab,
      &kTokenizerSpm,   &kTokenizerFlores101, &kTokenizerFlores200,   &kTokenizerSpBleu1K,
      &kTokenizerIcu,   &kTokenizerIcuWords,  &kTokenizerGoogleRouge, &kTokenizerChrfWords,
      &kTokenizerJiwer, &kTokenizerSquad,
  };
  return kTable;
}

std::span<const NormalizerInfo* const> normalizers() {
  static constexpr std::array kTable = {
      &kLower, &kNfc, &kNfkc, &kTerNorm, &kTerAsian, &kTerNopunct, &kTerNopunctAsian,
  };
  return kTable;
}

std::span<const StemmerInfo* const> stemmers() {
  static const std::vector<const StemmerInfo*> all = [] {
    std::vector<const StemmerInfo*> table = {&kStemmerPorter};
    for (const StemmerInfo& stemmer : snowball_stemmers()) table.push_back(&stemmer);
    return table;
  }();
  return all;
}

}  // namespace assay
