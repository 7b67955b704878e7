#include "assay/stats.h"

#include <algorithm>
#include <array>
#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

constexpr std::array<Column, 3> kColumns = {{{"count"}, {"real", false}, {"other"}}};

TEST(TotalsTest, StartAtZero) {
  EXPECT_EQ(Totals(kColumns).row(), (std::vector<double>{0, 0, 0}));
  EXPECT_TRUE(Totals({}).row().empty());
}

TEST(TotalsTest, AddColumnByColumn) {
  Totals totals(kColumns);
  totals += std::array{1.0, 0.5, 10.0};
  totals += std::array{2.0, 0.25, 20.0};
  EXPECT_EQ(totals.row(), (std::vector<double>{3, 0.75, 30}));
}

TEST(TotalsTest, RealsAreNotRoundedOnTheWay) {
  Totals totals(kColumns);
  totals += std::array{0.0, 1e100, 0.0};
  totals += std::array{0.0, 0.125, 0.0};
  totals += std::array{0.0, -1e100, 0.0};
  EXPECT_EQ(totals.row()[1], 0.125);
}

TEST(TotalsTest, AnyOrderAndAnySplitGivesTheSameBits) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> real(0, 1);
  std::vector<std::array<double, 3>> rows(1000);
  for (auto& row : rows) row = {static_cast<double>(random() % 100), real(random), 1};

  Totals whole(kColumns);
  for (const auto& row : rows) whole += row;
  for (int round = 0; round < 20; ++round) {
    std::ranges::shuffle(rows, random);
    std::vector<Totals> parts(1 + random() % 7, Totals(kColumns));
    for (const auto& row : rows) parts[random() % parts.size()] += row;
    Totals joined(kColumns);
    for (const Totals& part : parts) joined += part;
    EXPECT_EQ(joined.row(), whole.row());
  }
  EXPECT_EQ(whole.row()[2], 1000);
}

}  // namespace
}  // namespace assay
