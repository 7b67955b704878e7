#pragma once

#include <cstddef>
#include <span>

namespace assay {

/// Samples that are added up together.
inline constexpr std::size_t kLanes = 8;

/// For each lane l: sums[l * width + c] = the sum over all rows i of weights[l * rows + i] times
/// cells[i * width + c]. Added in order of i, so with the same bits everywhere.
void add_weighted_rows(std::span<const double> cells, std::size_t width,
                       std::span<const float> weights, std::span<double> sums);

}  // namespace assay
