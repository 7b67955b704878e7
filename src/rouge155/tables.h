#pragma once

#include <span>
#include <string_view>

/// The built-in word lists of ROUGE-1.5.5, made from Debian packages by
/// cmake/rouge155_tables.cmake.
namespace assay {

/// "FORM WORD": irregular forms of English words by WordNet; of equal forms the last one counts.
/// Empty if this assay was built without the package wordnet-base.
std::span<const std::string_view> exception_table();

/// Words that carry little meaning, by SMART, and some of newspapers. Empty if this assay was built
/// without the list of the package r-cran-tm.
std::span<const std::string_view> stop_word_table();

}  // namespace assay
