#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "assay/exact_sum.h"

namespace assay {

/// The statistics of one segment, or their sum over many.
using Row = std::span<const double>;
using MutableRow = std::span<double>;

/// One statistic of a metric.
struct Column {
  std::string_view name;
  /// Counts are integers and exact up to 2^53; anything else is summed by ExactSum.
  bool is_count = true;
};

/// A running sum of rows; the same bits for any order of additions and any split over threads.
class Totals {
 public:
  explicit Totals(std::span<const Column> columns);

  Totals& operator+=(Row row);
  Totals& operator+=(const Totals& other);

  /// The sums, each rounded once.
  std::vector<double> row() const;

 private:
  std::vector<std::size_t> reals_;  ///< Which columns are not counts.
  std::vector<double> counts_;
  std::vector<ExactSum> sums_;      ///< One for each of reals_.
};

}  // namespace assay
