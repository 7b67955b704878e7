#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A signature without "version:…", which is its last part.
std::string without_version(std::string_view signature);

/// What two signatures do not have in common, field by field: "tok: 13a, was intl".
std::vector<std::string> signature_differences(std::string_view signature,
                                               std::string_view earlier);

}  // namespace assay
