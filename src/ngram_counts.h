#pragma once

#include "assay/ngram.h"

#include <cstddef>
#include <span>

namespace assay {

/// What NgramMatcher::matches gives, by counting: for long texts.
OrderCounts count_matches(std::span<const TokenId> hypothesis,
                          std::span<const std::span<const TokenId>> references,
                          std::size_t most_order);

}  // namespace assay
