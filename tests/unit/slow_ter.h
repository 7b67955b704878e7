#pragma once

#include "assay/vocabulary.h"

#include <cstddef>
#include <vector>

namespace assay {

/// TER's edits as they are defined: every table complete, every candidate with a table of its own.
std::size_t slow_ter_edits(const std::vector<TokenId>& hypothesis,
                           const std::vector<TokenId>& reference);

}  // namespace assay
