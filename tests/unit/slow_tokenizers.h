#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Tokenizers written as their definition: substitutions over code points, one pass after another.
/// The fast ones must agree with them.
namespace assay::slow {

using Strings = std::vector<std::string>;

Strings tokenize_13a(std::string_view text);
Strings tokenize_intl(std::string_view text);
Strings tokenize_zh(std::string_view text);
Strings tokenize_char(std::string_view text);
Strings tokenize_none(std::string_view text);
Strings tokenize_google_rouge(std::string_view text);

}  // namespace assay::slow
