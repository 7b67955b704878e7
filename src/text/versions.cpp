#include "assay/version.h"

#include "text/mecab.h"
#include "text/sentencepiece.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

namespace assay {
namespace {

std::string part(std::string_view name, const std::string& version) {
  return version.empty() ? fmt::format("without {}", name) : fmt::format("{} {}", name, version);
}

}  // namespace

std::string version() {
  return ASSAY_VERSION;
}

std::string unicode_version() {
  UVersionInfo icu{};
  UVersionInfo unicode{};
  u_getVersion(icu);
  u_getUnicodeVersion(unicode);
  return fmt::format("ICU {}.{}, Unicode {}.{}", icu[0], icu[1], unicode[0], unicode[1]);
}

std::string optional_parts() {
  return fmt::format("{}, {}", part("MeCab", mecab_version()),
                     part("SentencePiece", sentencepiece_version()));
}

}  // namespace assay
