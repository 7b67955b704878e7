#include "weighted_rows.h"

#include "assay/instruction_set.h"

#include <algorithm>
#include <array>
#include <vector>

namespace assay {
namespace {

/// Rows whose weights are turned around together, so that they and their cells stay in the cache.
constexpr std::size_t kBlock = 128;

/// A number for each of the lanes that a vector holds.
template <std::size_t lanes>
struct Lanes {
  using Vector [[gnu::vector_size(lanes * sizeof(double))]] = double;
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
                                       std::span<const float> weights, std::span<double> sums) {
  const std::size_t rows = weights.size() / kLanes;
  std::array<Lanes<lanes>, kBlock> block;
  std::vector<Lanes<lanes>> wide(width);
  for (std::size_t low = 0; low < kLanes; low += lanes) {
    std::fill(wide.begin(), wide.end(), Lanes<lanes>());
    for (std::size_t first = 0; first < rows; first += kBlock) {
      const std::size_t count = std::min(kBlock, rows - first);
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const float* const own = weights.data() + (low + lane) * rows + first;
        for (std::size_t i = 0; i < count; ++i) block[i].of[lane] = static_cast<double>(own[i]);
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

using Add = void (*)(std::span<const double>, std::size_t, std::span<const float>,
                     std::span<double>);

void add_portable(std::span<const double> cells, std::size_t width, std::span<const float> weights,
                  std::span<double> sums) {
  add<4, 2>(cells, width, weights, sums);
}

#ifdef __x86_64__
[[gnu::target("avx2")]] void add_avx2(std::span<const double> cells, std::size_t width,
                                      std::span<const float> weights, std::span<double> sums) {
  add<8, 4>(cells, width, weights, sums);
}

[[gnu::target("avx512f")]] void add_avx512(std::span<const double> cells, std::size_t width,
                                           std::span<const float> weights, std::span<double> sums) {
  add<16, 8>(cells, width, weights, sums);
}
#endif

Add choose() {
#ifdef __x86_64__
  if (instruction_set() == InstructionSet::kAvx512) return &add_avx512;
  if (instruction_set() == InstructionSet::kAvx2) return &add_avx2;
#endif
  return &add_portable;
}

}  // namespace

void add_weighted_rows(std::span<const double> cells, std::size_t width,
                       std::span<const float> weights, std::span<double> sums) {
  static const Add chosen = choose();
  chosen(cells, width, weights, sums);
}

}  // namespace assay
