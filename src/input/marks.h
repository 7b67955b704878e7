#pragma once

#include <string_view>

/// Code points that mean something to a reader, in UTF-8.
namespace assay {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

}  // namespace assay
