#include "weighted_rows.h"

#include <algorithm>
#include <array>

namespace assay {
namespace {

/// Columns that are added up together: with all lanes they stay in registers.
constexpr std::size_t kTile = 4;

using Tile = std::array<std::array<double, kTile>, kLanes>;

/// Compiled once for each instruction set. Multiplication and addition stay two roundings (the
/// library is built without contraction), so all versions give the same bits.
[[gnu::always_inline]] inline void add(std::span<const double> cells, std::size_t width,
                                       std::span<const float> weights, std::span<double> sums) {
  const std::size_t rows = weights.size() / kLanes;
  for (std::size_t first = 0; first < width; first += kTile) {
    const std::size_t columns = std::min(kTile, width - first);
    Tile tile{};
    for (std::size_t i = 0; i < rows; ++i) {
      std::array<double, kTile> row{};
      for (std::size_t c = 0; c < columns; ++c) row[c] = cells[i * width + first + c];
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const auto weight = static_cast<double>(weights[i * kLanes + lane]);
        for (std::size_t c = 0; c < kTile; ++c) tile[lane][c] += weight * row[c];
      }
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      for (std::size_t c = 0; c < columns; ++c) sums[lane * width + first + c] = tile[lane][c];
    }
  }
}

using Add = void (*)(std::span<const double>, std::size_t, std::span<const float>,
                     std::span<double>);

void add_portable(std::span<const double> cells, std::size_t width, std::span<const float> weights,
                  std::span<double> sums) {
  add(cells, width, weights, sums);
}

#ifdef __x86_64__
[[gnu::target("avx2")]] void add_avx2(std::span<const double> cells, std::size_t width,
                                      std::span<const float> weights, std::span<double> sums) {
  add(cells, width, weights, sums);
}

[[gnu::target("avx512f")]] void add_avx512(std::span<const double> cells, std::size_t width,
                                           std::span<const float> weights, std::span<double> sums) {
  add(cells, width, weights, sums);
}

Add choose() {
  if (static_cast<bool>(__builtin_cpu_supports("avx512f"))) return &add_avx512;
  if (static_cast<bool>(__builtin_cpu_supports("avx2"))) return &add_avx2;
  return &add_portable;
}
#else
Add choose() {
  return &add_portable;
}
#endif

}  // namespace

void add_weighted_rows(std::span<const double> cells, std::size_t width,
                       std::span<const float> weights, std::span<double> sums) {
  static const Add chosen = choose();
  chosen(cells, width, weights, sums);
}

}  // namespace assay
