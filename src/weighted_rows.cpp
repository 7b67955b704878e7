#include "weighted_rows.h"

#include "assay/instruction_set.h"

#include "text/targets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace assay {
namespace {

/// Rows of reals whose weights are turned around together, so that they and their cells stay in the
/// cache.
constexpr std::size_t kBlock = 128;

/// The same for counts.
constexpr std::size_t kCountBlock = 4096;

/// Counts come in whole vectors, and so many columns at once.
constexpr std::size_t kStride = 64;
constexpr std::size_t kColumns = 4;

/// A number for each of the lanes that a vector holds. No larger alignment than that of a number is
/// asked for: not every stack and container gives it under a sanitizer.
template <std::size_t lanes>
struct Lanes {
  using Vector [[gnu::vector_size(lanes * sizeof(double)), gnu::aligned(sizeof(double))]] = double;
  Vector of = {};
};

/// `count` rows of `width` cells each, with their weights.
template <std::size_t lanes>
struct Rows {
  const double* cells;
  std::size_t width;
  std::size_t count;
  const Lanes<lanes>* weights;
};

/// Adds `columns` columns from `first` on, whose sums stay in registers. Multiplication and
/// addition are two roundings (the library is built without contraction), so all versions give the
/// same bits.
template <std::size_t columns, std::size_t lanes>
[[gnu::always_inline]] inline void add_columns(const Rows<lanes>& rows, std::size_t first,
                                               Lanes<lanes>* sums) {
  std::array<Lanes<lanes>, columns> tile;
  std::copy_n(sums + first, columns, tile.begin());
  const double* cells = rows.cells + first;
  for (std::size_t i = 0; i < rows.count; ++i, cells += rows.width) {
    const auto weights = rows.weights[i].of;
    for (std::size_t c = 0; c < columns; ++c) tile[c].of += weights * cells[c];
  }
  std::copy_n(tile.begin(), columns, sums + first);
}

/// Adds all columns from `first` on, at most `columns` at once.
template <std::size_t columns, std::size_t lanes>
[[gnu::always_inline]] inline void add_all(const Rows<lanes>& rows, std::size_t first,
                                           Lanes<lanes>* sums) {
  for (; first + columns <= rows.width; first += columns) add_columns<columns>(rows, first, sums);
  if constexpr (columns > 1) add_all<columns / 2>(rows, first, sums);
}

/// Of kLanes lanes as many at once as a vector holds.
template <std::size_t columns, std::size_t lanes>
[[gnu::always_inline]] inline void add(std::span<const double> cells, std::size_t width,
                                       std::span<const Weight> weights, std::span<double> sums) {
  const std::size_t rows = cells.size() / width;
  const std::size_t stride = weights.size() / kLanes;
  std::array<Lanes<lanes>, kBlock> block;
  std::vector<Lanes<lanes>> wide(width);
  for (std::size_t low = 0; low < kLanes; low += lanes) {
    std::fill(wide.begin(), wide.end(), Lanes<lanes>());
    for (std::size_t first = 0; first < rows; first += kBlock) {
      const std::size_t count = std::min(kBlock, rows - first);
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const Weight* const own = weights.data() + (low + lane) * stride + first;
        for (std::size_t i = 0; i < count; ++i) block[i].of[lane] = own[i];
      }
      const Rows<lanes> part{cells.data() + first * width, width, count, block.data()};
      add_all<columns>(part, 0, wide.data());
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      double* const own = sums.data() + (low + lane) * width;
      for (std::size_t c = 0; c < width; ++c) own[c] = wide[c].of[lane];
    }
  }
}

/// Columns of counts, from which columns are added up `columns` at once, and samples.
struct Counts {
  const std::int16_t* cells;
  const Weight* weights;
  std::size_t stride;  ///< Of both.
  std::size_t width;
};

/// The rows from `first` to `last`, under the weights of some samples, of some columns. All sums
/// stay in registers, and two products at a time are one instruction.
template <std::size_t columns, std::size_t samples>
[[gnu::always_inline]] inline void add_tile(const Counts& counts, std::size_t first,
                                            std::size_t last, std::int32_t* sums) {
  std::array<std::array<std::int32_t, columns>, samples> tile{};
  for (std::size_t i = first; i < last; ++i) {
#pragma GCC unroll 4
    for (std::size_t s = 0; s < samples; ++s) {
#pragma GCC unroll 4
      for (std::size_t c = 0; c < columns; ++c) {
        tile[s][c] += std::int32_t{counts.weights[s * counts.stride + i]} *
                      std::int32_t{counts.cells[c * counts.stride + i]};
      }
    }
  }
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t c = 0; c < columns; ++c) sums[s * counts.width + c] += tile[s][c];
  }
}

template <std::size_t columns, std::size_t samples>
[[gnu::always_inline]] inline void add_counts(const Counts& counts, std::int32_t* sums) {
  static_assert(kColumns % columns == 0 && kLanes % samples == 0);
  for (std::size_t first = 0; first < counts.stride; first += kCountBlock) {
    const std::size_t last = std::min(counts.stride, first + kCountBlock);
    for (std::size_t s = 0; s < kLanes; s += samples) {
      for (std::size_t c = 0; c < counts.width; c += columns) {
        const Counts part{counts.cells + c * counts.stride, counts.weights + s * counts.stride,
                          counts.stride, counts.width};
        add_tile<columns, samples>(part, first, last, sums + s * counts.width + c);
      }
    }
  }
}

struct Kernels {
  void (*add)(std::span<const double>, std::size_t, std::span<const Weight>, std::span<double>);
  void (*add_counts)(const Counts&, std::int32_t*);
};

void add_portable(std::span<const double> cells, std::size_t width, std::span<const Weight> weights,
                  std::span<double> sums) {
  add<4, 2>(cells, width, weights, sums);
}

void add_counts_portable(const Counts& counts, std::int32_t* sums) {
  add_counts<2, 2>(counts, sums);
}

#ifdef __x86_64__
[[ASSAY_TARGET_AVX2]] void add_avx2(std::span<const double> cells, std::size_t width,
                                    std::span<const Weight> weights, std::span<double> sums) {
  add<8, 4>(cells, width, weights, sums);
}

[[ASSAY_TARGET_AVX2]] void add_counts_avx2(const Counts& counts, std::int32_t* sums) {
  add_counts<2, 4>(counts, sums);
}

[[ASSAY_TARGET_AVX512]] void add_avx512(std::span<const double> cells, std::size_t width,
                                        std::span<const Weight> weights, std::span<double> sums) {
  add<16, 8>(cells, width, weights, sums);
}

[[ASSAY_TARGET_AVX512]] void add_counts_avx512(const Counts& counts, std::int32_t* sums) {
  add_counts<4, 4>(counts, sums);
}
#endif

Kernels choose() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return {&add_avx512, &add_counts_avx512};
  if (instruction_set() == InstructionSet::kAvx2) return {&add_avx2, &add_counts_avx2};
#endif
  return {&add_portable, &add_counts_portable};
}

const Kernels& kernels() {
  static const Kernels chosen = choose();
  return chosen;
}

/// Whether the cells are whole numbers of 16 bits, and no sum that is asked for leaves 32 bits.
bool are_counts(std::span<const double> cells, std::size_t rows) {
  const auto most =
      std::min<double>(std::numeric_limits<std::int16_t>::max(),
                       std::numeric_limits<std::int32_t>::max() / static_cast<double>(rows));
  return std::ranges::all_of(cells, [most](double cell) {
    return std::abs(cell) <= most && static_cast<double>(static_cast<std::int16_t>(cell)) == cell;
  });
}

std::size_t rounded_up(std::size_t number, std::size_t unit) {
  return (number + unit - 1) / unit * unit;
}

}  // namespace

WeightedRows::WeightedRows(std::vector<double> cells, std::size_t width)
    : width_(width),
      rows_(cells.size() / width),
      stride_(rounded_up(rows_, kStride)),
      cells_(std::move(cells)) {
  if (!are_counts(cells_, rows_)) return;
  pack_counts();
  cells_ = {};
}

void WeightedRows::pack_counts() {
  counts_.resize(rounded_up(width_, kColumns) * stride_);
  for (std::size_t first = 0; first < rows_; first += kBlock) {
    const std::size_t last = std::min(rows_, first + kBlock);
    for (std::size_t c = 0; c < width_; ++c) {
      for (std::size_t i = first; i < last; ++i) {
        counts_[c * stride_ + i] = static_cast<std::int16_t>(cells_[i * width_ + c]);
      }
    }
  }
}

void WeightedRows::add(std::span<const Weight> weights, std::span<double> sums) const {
  if (counts_.empty()) return kernels().add(cells_, width_, weights, sums);
  const std::size_t columns = rounded_up(width_, kColumns);
  std::vector<std::int32_t> whole(kLanes * columns);
  kernels().add_counts({counts_.data(), weights.data(), stride_, columns}, whole.data());
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    for (std::size_t c = 0; c < width_; ++c) sums[lane * width_ + c] = whole[lane * columns + c];
  }
}

}  // namespace assay
