#include "assay/stats.h"

#include <cassert>

namespace assay {

Totals::Totals(std::span<const Column> columns) : counts_(columns.size()) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].is_count) reals_.push_back(i);
  }
  sums_.resize(reals_.size());
}

Totals& Totals::operator+=(Row row) {
  assert(row.size() == counts_.size());
  for (std::size_t i = 0; i < row.size(); ++i) counts_[i] += row[i];
  for (std::size_t i = 0; i < reals_.size(); ++i) sums_[i].add(row[reals_[i]]);
  return *this;
}

Totals& Totals::operator+=(const Totals& other) {
  assert(other.counts_.size() == counts_.size());
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i].add(other.sums_[i]);
  return *this;
}

std::vector<double> Totals::row() const {
  std::vector<double> row = counts_;
  for (std::size_t i = 0; i < reals_.size(); ++i) row[reals_[i]] = sums_[i].value();
  return row;
}

Totals StatsTable::total() const {
  Totals total(columns_);
  for (std::size_t i = 0; i < size(); ++i) total += (*this)[i];
  return total;
}

}  // namespace assay
