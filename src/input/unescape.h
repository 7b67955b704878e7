#pragma once

#include <string>
#include <string_view>

namespace assay {

/// `text` with \n, \t and \\ replaced by what they stand for; another backslash stays.
std::string unescape(std::string_view text);

}  // namespace assay
