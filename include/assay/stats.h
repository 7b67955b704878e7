#pragma once

#include "assay/exact_sum.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

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
  std::vector<ExactSum> sums_;  ///< One for each of reals_.
};

/// The rows of one metric for one system, segment by segment.
class StatsTable {
 public:
  explicit StatsTable(std::span<const Column> columns) : columns_(columns.begin(), columns.end()) {}

  std::span<const Column> columns() const { return columns_; }
  std::size_t width() const { return columns_.size(); }
  std::size_t size() const { return cells_.size() / columns_.size(); }
  Row operator[](std::size_t segment) const { return cells().subspan(segment * width(), width()); }

  /// All rows, one after the other.
  std::span<const double> cells() const { return cells_; }
  void append(std::span<const double> rows) {
    cells_.insert(cells_.end(), rows.begin(), rows.end());
  }

  Totals total() const;

  /// True if every statistic of every segment is equal.
  bool operator==(const StatsTable& other) const { return cells_ == other.cells_; }

 private:
  std::vector<Column> columns_;
  std::vector<double> cells_;
};

}  // namespace assay
