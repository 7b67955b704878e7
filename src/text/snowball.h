#pragma once

#include "assay/tokenizer.h"

#include <span>

namespace assay {

/// "snowball-german" and the like: the stemmers of libstemmer, for tokens in lower case.
std::span<const StemmerInfo> snowball_stemmers();

}  // namespace assay
