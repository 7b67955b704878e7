#pragma once

#include "assay/places.h"

namespace assay {

/// What rouge1, rouge2 and rougeL ask of two texts, in one pass over their places: the n-grams that
/// match, and the length of the longest common subsequence.
Overlap overlap_of(const Places& places);

}  // namespace assay
