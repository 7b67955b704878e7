#pragma once

#include <string>

namespace assay {

/// "0.1.0".
std::string version();

/// "ICU 72.1, Unicode 15.0": what tokenizers and lower-casing rest on.
std::string unicode_version();

/// "MeCab 0.996, without SentencePiece": the libraries that assay can be built without.
std::string optional_parts();

}  // namespace assay
