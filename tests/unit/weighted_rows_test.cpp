#include "weighted_rows.h"

#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

/// Cells of which the largest is `most`, or `most` and a half.
std::vector<double> random_cells(std::mt19937& random, std::size_t size, int most, bool are_whole) {
  std::uniform_int_distribution<int> number(-most, most);
  std::vector<double> cells(size);
  for (double& cell : cells) cell = number(random) + (are_whole ? 0 : 0.5);
  cells.back() = -most;
  return cells;
}

/// Each lane draws as many rows as there are, and one of them only the first.
std::vector<Weight> random_weights(std::mt19937& random, std::size_t rows, std::size_t stride) {
  std::uniform_int_distribution<std::size_t> row(0, rows - 1);
  std::vector<Weight> weights(kLanes * stride);
  weights[0] = static_cast<Weight>(rows);
  for (std::size_t lane = 1; lane < kLanes; ++lane) {
    for (std::size_t i = 0; i < rows; ++i) ++weights[lane * stride + row(random)];
  }
  return weights;
}

void expect_plain_sums(std::mt19937& random, std::size_t rows, std::size_t width, int most,
                       bool are_whole) {
  const std::vector<double> cells = random_cells(random, rows * width, most, are_whole);
  const WeightedRows weighted(cells, width);
  const std::vector<Weight> weights = random_weights(random, rows, weighted.stride());
  std::vector<double> expected(kLanes * width);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    for (std::size_t i = 0; i < rows * width; ++i) {
      expected[lane * width + i % width] +=
          weights[lane * weighted.stride() + i / width] * cells[i];
    }
  }
  std::vector<double> sums(kLanes * width, -1);
  weighted.add(weights, sums);
  EXPECT_EQ(sums, expected) << rows << " rows of " << width << ", up to " << most;
}

/// Small whole numbers, those whose sums are just too large for 32 bits or themselves for 16, and
/// others; of rows that fill vectors and blocks, and not quite.
TEST(WeightedRowsTest, AddUpToThePlainSums) {
  std::mt19937 random(1);
  for (const std::size_t rows : {1, 2, 63, 64, 65, 300, 4096, 4100, 9000}) {
    for (const std::size_t width : {1, 4, 10, 23}) {
      for (const int most : {0, 9, 32767, 32768, 65535, 238609, 238610}) {
        expect_plain_sums(random, rows, width, most, true);
      }
      expect_plain_sums(random, rows, width, 1000, false);
    }
  }
}

}  // namespace
}  // namespace assay
