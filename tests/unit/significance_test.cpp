#include "assay/significance.h"

#include "assay/random.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

using Tables = std::vector<StatsTable>;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

constexpr std::array<Column, 3> kCounts = {{{"hits"}, {"misses"}, {"words"}}};
constexpr std::array<Column, 2> kReals = {{{"segments"}, {"score", false}}};

/// Anything but linear, so that a wrong sum shows.
double score_counts(Row sum) {
  return sum[2] == 0 ? 0 : 100 * std::sqrt(sum[0] / sum[2]) - sum[1] * sum[1] / (1 + sum[2]);
}

double score_reals(Row sum) {
  return sum[1] / sum[0];
}

Tables random_counts(std::size_t systems, std::size_t segments) {
  std::mt19937_64 random(systems * 1000 + segments);
  Tables tables(systems, StatsTable(kCounts));
  for (StatsTable& table : tables) {
    for (std::size_t i = 0; i < segments; ++i) {
      const auto words = static_cast<double>(random() % 50);
      const auto hits = static_cast<double>(random() % 50);
      table.append(std::array{std::min(hits, words), static_cast<double>(random() % 3), words});
    }
  }
  return tables;
}

Tables random_reals(std::size_t systems, std::size_t segments) {
  std::mt19937_64 random(segments);
  Tables tables(systems, StatsTable(kReals));
  for (StatsTable& table : tables) {
    for (std::size_t i = 0; i < segments; ++i) {
      table.append(std::array{1.0, std::ldexp(static_cast<double>(random() >> 11U), -53)});
    }
  }
  return tables;
}

std::vector<const StatsTable*> pointers_to(const Tables& tables) {
  std::vector<const StatsTable*> pointers;
  for (const StatsTable& table : tables) pointers.push_back(&table);
  return pointers;
}

Pairs all_pairs(std::size_t systems) {
  Pairs pairs;
  for (std::size_t a = 0; a < systems; ++a) {
    for (std::size_t b = a + 1; b < systems; ++b) pairs.emplace_back(a, b);
  }
  return pairs;
}

/// As the definition has it: draws segments one by one, adds up their rows, scores the sum.
std::vector<std::vector<double>> slow_bootstrap(const Tables& tables, const ScoreFunction& score,
                                                const Resampling& resampling) {
  std::vector<std::vector<double>> scores(tables.size());
  NumpyGenerator generator(resampling.seed);
  const std::size_t segments = tables.front().size();
  for (std::size_t sample = 0; sample < resampling.samples; ++sample) {
    std::vector<Totals> sums;
    for (const StatsTable& table : tables) sums.emplace_back(table.columns());
    for (std::size_t i = 0; i < segments; ++i) {
      const std::uint32_t drawn = generator.below(static_cast<std::uint32_t>(segments));
      for (std::size_t t = 0; t < tables.size(); ++t) sums[t] += tables[t][drawn];
    }
    for (std::size_t t = 0; t < tables.size(); ++t) scores[t].push_back(score(sums[t].row()));
  }
  return scores;
}

/// Tosses a coin for each segment: heads, and the two systems stay as they are.
double slow_randomization(const StatsTable& a, const StatsTable& b, const ScoreFunction& score,
                          const Resampling& resampling) {
  NumpyGenerator generator(resampling.seed);
  std::size_t drawn = 0;
  std::uint32_t word = 0;
  const auto difference = [&](const Totals& first, const Totals& second) {
    return std::abs(score(first.row()) - score(second.row()));
  };
  const double real = difference(a.total(), b.total());
  std::size_t larger = 0;
  for (std::size_t trial = 0; trial < resampling.samples; ++trial) {
    Totals first(a.columns());
    Totals second(a.columns());
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (drawn++ % 32 == 0) word = generator.next_32();
      const bool stays = (word & 1U) != 0;
      word >>= 1U;
      first += stays ? a[i] : b[i];
      second += stays ? b[i] : a[i];
    }
    if (difference(first, second) > real) ++larger;
  }
  return static_cast<double>(larger + 1) / static_cast<double>(resampling.samples + 1);
}

std::vector<double> slow_randomization(const Tables& tables, const Pairs& pairs,
                                       const ScoreFunction& score, const Resampling& resampling) {
  std::vector<double> p;
  for (const auto& [a, b] : pairs) {
    p.push_back(slow_randomization(tables[a], tables[b], score, resampling));
  }
  return p;
}

TEST(Bootstrap, EqualsItsDefinitionOnCounts) {
  for (const std::size_t segments : {1, 2, 7, 33, 200}) {
    for (const std::size_t samples : {1, 8, 100}) {
      const Tables tables = random_counts(3, segments);
      const Resampling resampling{.samples = samples, .seed = segments};
      EXPECT_EQ(bootstrap_scores(pointers_to(tables), &score_counts, resampling),
                slow_bootstrap(tables, &score_counts, resampling))
          << segments << " segments, " << samples << " samples";
    }
  }
}

TEST(Bootstrap, EqualsItsDefinitionOnReals) {
  const Tables tables = random_reals(2, 150);
  const Resampling resampling{.samples = 333, .seed = 7};
  const auto actual = bootstrap_scores(pointers_to(tables), &score_reals, resampling);
  const auto expected = slow_bootstrap(tables, &score_reals, resampling);
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::size_t i = 0; i < resampling.samples; ++i) {
      EXPECT_NEAR(actual[t][i], expected[t][i], 1e-13);
    }
  }
}

TEST(Bootstrap, GivesASystemTheSameSamplesInAnyCompany) {
  const Tables tables = random_counts(4, 50);
  const std::vector<const StatsTable*> all = pointers_to(tables);
  const auto together = bootstrap_scores(all, &score_counts, {});
  for (std::size_t t = 0; t < all.size(); ++t) {
    EXPECT_EQ(bootstrap_scores(std::array{all[t]}, &score_counts, {})[0], together[t]);
  }
}

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
  return bits;
}

TEST(Bootstrap, GivesTheSameBitsForAnyNumberOfThreads) {
  const Tables tables = random_reals(3, 77);
  const auto with_threads = [&](std::size_t threads) {
    const Resampling resampling{.samples = 203, .seed = 3, .threads = threads};
    std::vector<double> all;
    for (const auto& scores : bootstrap_scores(pointers_to(tables), &score_reals, resampling)) {
      all.insert(all.end(), scores.begin(), scores.end());
    }
    return bits_of(all);
  };
  const auto expected = with_threads(1);
  for (const std::size_t threads : {0, 2, 3, 8, 61}) EXPECT_EQ(with_threads(threads), expected);
}

TEST(Randomization, EqualsItsDefinitionOnCounts) {
  for (const std::size_t segments : {1, 2, 7, 32, 33, 100}) {
    for (const std::size_t trials : {1, 9, 500}) {
      const Tables tables = random_counts(3, segments);
      const Resampling resampling{.samples = trials, .seed = trials};
      EXPECT_EQ(randomization_p(pointers_to(tables), all_pairs(3), &score_counts, resampling),
                slow_randomization(tables, all_pairs(3), &score_counts, resampling))
          << segments << " segments, " << trials << " trials";
    }
  }
}

TEST(Randomization, EqualsItsDefinitionOnReals) {
  for (const std::size_t segments : {1, 2, 3, 10, 100}) {
    const Tables tables = random_reals(3, segments);
    const Resampling resampling{.samples = 400, .seed = 1};
    EXPECT_EQ(randomization_p(pointers_to(tables), all_pairs(3), &score_reals, resampling),
              slow_randomization(tables, all_pairs(3), &score_reals, resampling))
        << segments << " segments";
  }
}

// Swapping or not, the difference is the real one, which rounding must not make larger.
TEST(Randomization, CountsNoTieOfRealsAsLarger) {
  Tables tables = random_reals(1, 40);
  tables.emplace_back(kReals);
  std::vector<double> cells(tables[0].cells().begin(), tables[0].cells().end());
  cells[21] = 0.123456789;
  tables[1].append(cells);
  const Resampling resampling{.samples = 999};
  EXPECT_EQ(randomization_p(pointers_to(tables), all_pairs(2), &score_reals, resampling).at(0),
            1.0 / 1000);
}

TEST(Randomization, GivesTheSameBitsForAnyNumberOfThreads) {
  const Tables tables = random_reals(4, 77);
  const auto with_threads = [&](std::size_t threads) {
    const Resampling resampling{.samples = 303, .seed = 3, .threads = threads};
    return randomization_p(pointers_to(tables), all_pairs(4), &score_reals, resampling);
  };
  const auto expected = with_threads(1);
  for (const std::size_t threads : {0, 2, 3, 8, 61}) EXPECT_EQ(with_threads(threads), expected);
}

TEST(Randomization, OfACopyIsTheSmallestP) {
  Tables tables = random_counts(1, 20);
  tables.push_back(tables[0]);
  EXPECT_EQ(randomization_p(pointers_to(tables), all_pairs(2), &score_counts, {.samples = 99}),
            std::vector<double>{1.0 / 100});
}

/// 1, 2, …, `count`, in another order.
std::vector<double> numbers(std::size_t count) {
  std::vector<double> values(count);
  std::iota(values.begin(), values.end(), 1.0);
  std::ranges::shuffle(values, std::mt19937_64(1));
  return values;
}

void expect_interval(const Interval& actual, double low, double high) {
  EXPECT_EQ(actual.low, low);
  EXPECT_EQ(actual.high, high);
  EXPECT_EQ(actual.half_width, (high - low) / 2);
}

TEST(Interval, CutsAFortiethOfTheSamplesOffEachEnd) {
  for (std::size_t count = 1; count <= 400; ++count) {
    SCOPED_TRACE(count);
    const auto cut = static_cast<double>(count / 40);
    const Interval actual = interval_of(numbers(count), 0.95);
    expect_interval(actual, 1 + cut, static_cast<double>(count) - cut);
    EXPECT_EQ(actual.mean, static_cast<double>(count + 1) / 2);
  }
}

TEST(Interval, HasOtherLevels) {
  expect_interval(interval_of(numbers(1000), 0.9), 51, 950);
  expect_interval(interval_of(numbers(1000), 0.8), 101, 900);
  expect_interval(interval_of(numbers(1000), 0.5), 251, 750);
  expect_interval(interval_of(numbers(1000), 0.99), 6, 995);
  expect_interval(interval_of(numbers(1000), 0.999), 1, 1000);
  expect_interval(interval_of(numbers(10000), 0.999), 6, 9995);
  expect_interval(interval_of(numbers(20), 0.9), 2, 19);
}

TEST(Interval, HoldsAllOfATinySample) {
  expect_interval(interval_of({3}, 0.95), 3, 3);
  expect_interval(interval_of({5, 2}, 0.95), 2, 5);
  expect_interval(interval_of({5, 2, 9}, 0.5), 2, 9);
  expect_interval(interval_of({5, 2, 9, 7}, 0.5), 5, 7);
}

TEST(PairedBootstrap, CountsDifferencesThatLieFarAboveTheirMean) {
  // The differences are 1, 3, 0, 4, 2 with mean 2: above it by 2, 1, and not at all.
  const std::vector<double> baseline = {10, 10, 10, 10, 10};
  const std::vector<double> system = {11, 7, 10, 14, 12};
  EXPECT_EQ(paired_bootstrap_p(0, baseline, system), 3.0 / 6);
  EXPECT_EQ(paired_bootstrap_p(0.5, baseline, system), 3.0 / 6);
  EXPECT_EQ(paired_bootstrap_p(1, baseline, system), 2.0 / 6);
  EXPECT_EQ(paired_bootstrap_p(1.5, baseline, system), 2.0 / 6);
  EXPECT_EQ(paired_bootstrap_p(2, baseline, system), 1.0 / 6);
  EXPECT_EQ(paired_bootstrap_p(0.5, system, baseline), 3.0 / 6);
}

TEST(PairedBootstrap, OfACopyIsTheSmallestP) {
  const std::vector<double> scores = {1, 2, 3};
  EXPECT_EQ(paired_bootstrap_p(0, scores, scores), 1.0 / 4);
}

/// By definition: the largest, over all p-values up to this one, of how many are not smaller
/// times p.
std::vector<double> slow_holm(const std::vector<double>& p) {
  std::vector<double> adjusted;
  for (const double own : p) {
    double highest = 0;
    for (const double other : p) {
      if (other > own) continue;
      const auto not_smaller = std::ranges::count_if(p, [&](double q) { return q >= other; });
      highest = std::max(highest, static_cast<double>(not_smaller) * other);
    }
    adjusted.push_back(std::min(highest, 1.0));
  }
  return adjusted;
}

void expect_holm(const std::vector<double>& p, const std::vector<double>& expected) {
  const std::vector<double> actual = holm(p);
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < p.size(); ++i) EXPECT_DOUBLE_EQ(actual[i], expected[i]) << i;
}

TEST(Holm, EqualsHandWorkedValues) {
  expect_holm({}, {});
  expect_holm({0.03}, {0.03});
  expect_holm({0.01, 0.04, 0.03, 0.005}, {0.03, 0.06, 0.06, 0.02});
  expect_holm({0.5, 0.6, 0.7}, {1, 1, 1});
  expect_holm({0.02, 0.02, 0.02}, {0.06, 0.06, 0.06});
  expect_holm({0.001, 0.9}, {0.002, 0.9});
  expect_holm({1, 0.001}, {1, 0.002});
}

TEST(Holm, EqualsItsDefinition) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> p(random() % 30);
    // Few different values, so that many are equal.
    for (double& value : p) value = static_cast<double>(1 + random() % 40) / 1000;
    EXPECT_EQ(holm(p), slow_holm(p));
  }
}

}  // namespace
}  // namespace assay
