#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace assay {

/// The paths, relative to `folder` as the pattern is, that fit a pattern of the shell
/// ("out/*.txt"), sorted; "./a=b" for "a=b", which is not NAME=FILE. The pattern itself if nothing
/// fits, or if it is none. (The C library's glob() frees memory twice where it finds none.)
std::vector<std::string> matching_paths(const std::string& pattern,
                                        const std::filesystem::path& folder);

}  // namespace assay
