#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// Samples that are added up together.
inline constexpr std::size_t kLanes = 8;

/// How often a row counts in a sample.
using Weight = std::int16_t;

/// Rows of numbers that are added up under many weights.
class WeightedRows {
 public:
  /// Row i is at cells[i * width], and there is at least one.
  WeightedRows(std::vector<double> cells, std::size_t width);

  /// From the weights of one lane to those of the next; what is behind those of the last row may be
  /// anything.
  std::size_t stride() const { return stride_; }

  /// For each lane l: sums[l * width + c] = the sum over all rows i of weights[l * stride() + i]
  /// times cell c of row i. Added in order of i unless all cells are counts, so with the same bits
  /// everywhere. No weight is negative, and those of a lane add up to no more than the rows.
  void add(std::span<const Weight> weights, std::span<double> sums) const;

 private:
  void pack_counts();

  std::size_t width_;
  std::size_t rows_;
  std::size_t stride_;
  std::vector<double> cells_;
  std::vector<std::int16_t> counts_;  ///< [column * stride_ + row], or empty; then 0s.
};

}  // namespace assay
