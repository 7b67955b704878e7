#include "ter_table.h"

#include <algorithm>
#include <numeric>

namespace assay {
namespace {

/// Large enough, and one more still fits.
constexpr std::uint32_t kInfinity = std::uint32_t{1} << 30U;

}  // namespace

void WideTable::prepare() {
  row_begin_.assign(1, 0);
  std::size_t widest = 0;
  for (const BeamRow& row : beam_) {
    row_begin_.push_back(row_begin_.back() + row.end - row.begin);
    widest = std::max<std::size_t>(widest, row.end - row.begin);
  }
  values_.resize(row_begin_.back());
  above_.resize(widest);
  current_.resize(widest);
  const Values row0 = row_values(0);
  std::iota(row0.begin(), row0.end(), 0U);
}

WideTable::Values WideTable::row_values(std::size_t row) {
  return Values(values_).subspan(row_begin_[row], row_begin_[row + 1] - row_begin_[row]);
}

std::uint32_t WideTable::value_at(std::size_t row, std::size_t column) const {
  const BeamRow beam = beam_[row];
  const bool is_inside = column >= beam.begin && column < beam.end;
  return is_inside ? values_[row_begin_[row] + column - beam.begin] : kInfinity;
}

void WideTable::fill_row(std::size_t row, WordNumber word, std::span<const std::uint32_t> above,
                         Values out) {
  const BeamRow from = beam_[row - 1];
  const BeamRow beam = beam_[row];
  const auto above_at = [&](std::size_t column) {
    return column >= from.begin && column < from.end ? above[column - from.begin] : kInfinity;
  };
  std::uint32_t left = kInfinity;
  for (std::size_t column = beam.begin; column < beam.end; ++column) {
    std::uint32_t value = std::min(above_at(column), left) + 1;
    if (column > 0) {
      const std::uint32_t cost = reference_[column - 1] == word ? 0 : 1;
      value = std::min(value, above_at(column - 1) + cost);
    }
    left = std::min(value, kInfinity);
    out[column - beam.begin] = left;
  }
}

std::uint32_t WideTable::fill_below(std::size_t row) {
  for (; row < words_.size(); ++row) {
    fill_row(row + 1, words_[row], row_values(row), row_values(row + 1));
  }
  return values_.back();
}

std::uint32_t WideTable::distance_after(const Rotation& rotation) {
  std::size_t row = rotation.first;
  std::ranges::copy(row_values(row), above_.begin());
  const auto run = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      ++row;
      fill_row(row, words_[i], above_, current_);
      above_.swap(current_);
    }
  };
  run(rotation.middle, rotation.last);
  run(rotation.first, rotation.middle);
  run(rotation.last, words_.size());
  const BeamRow last = beam_.back();
  return above_[last.end - 1 - last.begin];
}

Edit WideTable::edit_at(std::size_t row, std::size_t column) const {
  if (column == 0) return Edit::kDeletion;
  const std::uint32_t value = value_at(row, column);
  const bool matches = words_[row - 1] == reference_[column - 1];
  if (value_at(row - 1, column - 1) + (matches ? 0 : 1) == value) {
    return matches ? Edit::kMatch : Edit::kSubstitution;
  }
  return value_at(row - 1, column) + 1 == value ? Edit::kDeletion : Edit::kInsertion;
}

}  // namespace assay
