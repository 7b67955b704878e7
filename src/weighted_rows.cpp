#include "weighted_rows.h"

#include <algorithm>
#include <array>

namespace assay {
namespace {

/// Columns that are added up together: with all lanes they stay in registers.
constexpr std::size_t kTile = 4;

using Tile = std::array<std::array<double, kTile>, kLanes>;

}  // namespace

// Wider vectors where the machine has them. Multiplication and addition stay two roundings (the
// library is built without contraction), so all versions give the same bits.
__attribute__((target_clones("avx512f", "avx2", "default"))) void add_weighted_rows(
    std::span<const double> cells, std::size_t width, std::span<const float> weights,
    std::span<double> sums) {
  const std::size_t rows = weights.size() / kLanes;
  for (std::size_t first = 0; first < width; first += kTile) {
    const std::size_t columns = std::min(kTile, width - first);
    Tile tile{};
    for (std::size_t i = 0; i < rows; ++i) {
      std::array<double, kTile> row{};
      for (std::size_t c = 0; c < columns; ++c) row[c] = cells[i * width + first + c];
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        const double weight = static_cast<double>(weights[i * kLanes + lane]);
        for (std::size_t c = 0; c < kTile; ++c) tile[lane][c] += weight * row[c];
      }
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      for (std::size_t c = 0; c < columns; ++c) sums[lane * width + first + c] = tile[lane][c];
    }
  }
}

}  // namespace assay
