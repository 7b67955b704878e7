#pragma once

#include "rouge155/counts.h"

/// ROUGE-1.5.5's counts by their definitions, one text at a time.
namespace assay::testing {

Rouge155Counts slow_counts(const Rouge155Kind& kind, const Rouge155Text& peer,
                           const Rouge155Text& model);

}  // namespace assay::testing
