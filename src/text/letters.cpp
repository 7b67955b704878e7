#include "assay/text.h"

#include <unicode/uchar.h>

namespace assay {

LetterCounts count_letters(std::string_view text) {
  LetterCounts counts;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      const unsigned lower = byte | 0x20U;
      counts.ascii += lower >= 'a' && lower <= 'z' ? 1U : 0U;
      ++i;
      continue;
    }
    const CodePoint point = code_point_at(text, i);
    counts.other += u_isUAlphabetic(static_cast<UChar32>(point.value)) != 0 ? 1U : 0U;
    i += point.size;
  }
  return counts;
}

}  // namespace assay
