#pragma once

#include <string>

namespace assay {

/// "0.1.0".
std::string version();

/// Raised with every change of a score: baselines of another revision cannot be compared with.
/// CHANGELOG.md names it under **Scores**.
inline constexpr int kScoresRevision = 1;

/// "ICU 72.1, Unicode 15.0": what tokenizers and lower-casing rest on.
std::string unicode_version();

/// "MeCab 0.996, without SentencePiece": the libraries that assay can be built without.
std::string optional_parts();

}  // namespace assay
