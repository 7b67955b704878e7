#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace assay {

/// Where the sentences of `text` end, the white space after them included, by Unicode's text
/// segmentation (UAX 29) without a locale. Throws a system Error (E-ICU).
std::vector<std::size_t> sentence_ends(std::string_view text);

}  // namespace assay
