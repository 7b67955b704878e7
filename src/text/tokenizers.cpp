#include "assay/text.h"
#include "assay/tokenizer.h"

#include <array>

namespace assay {

extern const TokenizerInfo kTokenizer13a;
extern const TokenizerInfo kTokenizerChar;
extern const TokenizerInfo kTokenizerChrfWords;
extern const TokenizerInfo kTokenizerGoogleRouge;
extern const TokenizerInfo kTokenizerIcu;
extern const TokenizerInfo kTokenizerIcuWords;
extern const TokenizerInfo kTokenizerIntl;
extern const TokenizerInfo kTokenizerJiwer;
extern const TokenizerInfo kTokenizerNone;
extern const TokenizerInfo kTokenizerSquad;
extern const TokenizerInfo kTokenizerZh;

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
      &kTokenizer13a,       &kTokenizerIntl,  &kTokenizerZh,       &kTokenizerChar,
      &kTokenizerNone,      &kTokenizerIcu,   &kTokenizerIcuWords, &kTokenizerGoogleRouge,
      &kTokenizerChrfWords, &kTokenizerJiwer, &kTokenizerSquad,
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
  static constexpr std::array kTable = {&kStemmerPorter};
  return kTable;
}

}  // namespace assay
