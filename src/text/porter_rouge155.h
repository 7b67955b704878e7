#pragma once

#include <string>

namespace assay {

/// Rewrites a token of a-z and 0-9 in place, as ROUGE-1.5.5 does with words that are not on its
/// list of exceptions. It never becomes empty. Not idempotent: stem a word once.
void stem_rouge155(std::string& word);

}  // namespace assay
