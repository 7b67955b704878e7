#pragma once

#include "assay/text.h"

#include "text/sentence_breaks.h"

#include <cstddef>
#include <string_view>

namespace assay {

/// Calls use(sentence) for each line of `text` that is not empty or, if it is to be cut further,
/// for each sentence of it.
template <typename Use>
void for_each_sentence(std::string_view text, bool cuts_lines, Use use) {
  for_each_line(text, [&](std::string_view line) {
    if (!cuts_lines) return use(line);
    std::size_t begin = 0;
    for (const std::size_t end : sentence_ends(line)) {
      use(line.substr(begin, end - begin));
      begin = end;
    }
  });
}

}  // namespace assay
