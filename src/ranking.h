#pragma once

#include "assay/report.h"

#include <cstddef>
#include <span>

namespace assay {

/// Gives every system its rank, rank range and cluster by one metric, from the comparisons of all
/// pairs by that metric: as WMT ranks systems, where a cluster ends when every system above is
/// significantly better than every system below.
void rank_systems(Report& report, std::size_t metric, std::span<const Comparison> comparisons,
                  double alpha);

}  // namespace assay
