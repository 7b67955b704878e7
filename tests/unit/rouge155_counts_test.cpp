#include "random_tokens.h"
#include "rouge155/averages.h"
#include "rouge155/counts.h"
#include "slow_rouge155.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::slow_counts;
using Unit = Rouge155Kind::Unit;

constexpr double kTolerance = 1e-9;

Rouge155Text random_text(RandomTokens& random, std::size_t vocabulary_size) {
  Rouge155Text text;
  const std::size_t sentences = random.number(0, 4);
  for (std::size_t s = 0; s < sentences; ++s) {
    for (const TokenId id : random.text(random.number(0, 9), vocabulary_size)) {
      text.tokens.push_back(id);
    }
    text.sentence_ends.push_back(static_cast<std::uint32_t>(text.tokens.size()));
  }
  text.flat = text.tokens;
  // As a limit of bytes does it.
  if (random.number(0, 3) == 0) text.flat.resize(random.number(0, text.flat.size()));
  return text;
}

std::vector<Rouge155Kind> kinds() {
  std::vector<Rouge155Kind> kinds = {{.unit = Unit::kLcs},
                                     {.unit = Unit::kWeightedLcs, .weight = 1.2},
                                     {.unit = Unit::kWeightedLcs, .weight = 2}};
  for (const std::size_t order : {1, 2, 3, 4, 12}) {
    kinds.push_back({.unit = Unit::kNgrams, .order = order});
  }
  for (const int skip : {-1, 0, 1, 4}) {
    kinds.push_back({.unit = Unit::kSkipBigrams, .skip = skip});
    kinds.push_back({.unit = Unit::kSkipBigramsAndUnigrams, .skip = skip});
  }
  return kinds;
}

void expect_near(const Rouge155Counts& actual, const Rouge155Counts& expected) {
  EXPECT_NEAR(actual.hits, expected.hits, kTolerance);
  EXPECT_NEAR(actual.model, expected.model, kTolerance);
  EXPECT_NEAR(actual.peer, expected.peer, kTolerance);
}

TEST(Rouge155CountsTest, AgreeWithTheirDefinitions) {
  RandomTokens random(155);
  Rouge155Counter counter;
  for (int i = 0; i < 2000; ++i) {
    const std::size_t vocabulary_size = random.number(1, 12);
    const Rouge155Text peer = random_text(random, vocabulary_size);
    const Rouge155Text model = random_text(random, vocabulary_size);
    for (const Rouge155Kind& kind : kinds()) {
      SCOPED_TRACE(std::to_string(i) + " unit " + std::to_string(static_cast<int>(kind.unit)));
      expect_near(counter(kind, peer, {&model, &model}, vocabulary_size),
                  slow_counts(kind, peer, model));
    }
  }
}

TEST(Rouge155CountsTest, TheFirstOfEquallyGoodModelsCounts) {
  const std::vector<Rouge155Counts> models = {{.model = 4, .peer = 3, .selection = 0},
                                              {.model = 2, .peer = 3, .hits = 1, .selection = 0.5},
                                              {.model = 6, .peer = 3, .hits = 3, .selection = 0.5}};
  EXPECT_EQ(combine(models, ModelChoice::kBest).model, 2);
  const Rouge155Counts pooled = combine(models, ModelChoice::kPool);
  EXPECT_EQ(pooled.model, 12);
  EXPECT_EQ(pooled.peer, 9);
  EXPECT_EQ(pooled.hits, 4);
}

TEST(Rouge155CountsTest, FIsMadeOfRoundedNumbers) {
  const Rouge155Score score = score_of({}, {.model = 8, .peer = 7, .hits = 2}, 0.5);
  EXPECT_EQ(score.recall, 0.25);
  EXPECT_EQ(score.precision, 0.28571);
  EXPECT_EQ(score.f, 0.26666);
  EXPECT_EQ(score_of({}, {}, 0.5).f, 0);
}

TEST(Rouge155CountsTest, RoundsAsPrintfDoes) {
  EXPECT_EQ(round_to_five(0.000005), 0.00001);
  EXPECT_EQ(round_to_five(0.0000049999), 0);
  EXPECT_EQ(round_to_five(2.0 / 3), 0.66667);
  EXPECT_EQ(round_to_five(1), 1);
}

std::vector<std::size_t> drawn(std::uint32_t seed, std::size_t n) {
  Rand48 generator(seed);
  std::vector<std::size_t> numbers(10);
  std::ranges::generate(numbers, [&] { return generator.below(n); });
  return numbers;
}

/// The numbers that Perl's rand() gives after srand().
TEST(Rouge155AveragesTest, DrawsAsPerlDoes) {
  using Numbers = std::vector<std::size_t>;
  EXPECT_EQ(drawn(0, 25), (Numbers{4, 18, 2, 21, 14, 19, 17, 9, 21, 18}));
  EXPECT_EQ(drawn(1, 25), (Numbers{1, 11, 20, 8, 14, 0, 4, 24, 18, 9}));
  EXPECT_EQ(drawn(999, 25), (Numbers{2, 15, 20, 23, 19, 13, 14, 10, 14, 7}));
}

Rouge155Average average(const std::vector<double>& documents,
                        const Rouge155Resampling& resampling) {
  std::vector<std::vector<Triple>> table(1);
  for (const double value : documents) table[0].push_back({value, value, value});
  const auto mean = [](const Triple& sum, std::size_t n) {
    const auto count = static_cast<double>(n);
    return Triple{sum[0] / count, sum[1] / count, sum[2] / count};
  };
  return rouge155_averages(table, mean, resampling)[0][2];
}

TEST(Rouge155AveragesTest, OneDocumentIsItsOwnAverage) {
  const Rouge155Average result = average({0.25}, {});
  EXPECT_DOUBLE_EQ(result.mean, 0.25);
  EXPECT_EQ(result.low, 0.25);
  EXPECT_EQ(result.high, 0.25);
}

TEST(Rouge155AveragesTest, NoDocumentsGiveZeros) {
  const Rouge155Average result = average({}, {});
  EXPECT_EQ(result.mean, 0);
  EXPECT_EQ(result.high, 0);
}

/// What is beyond the ends of the sorted samples counts as 0.
TEST(Rouge155AveragesTest, IntervalsOfFewSamples) {
  const Rouge155Average one = average({0.5}, {.samples = 1});
  EXPECT_DOUBLE_EQ(one.low, 0.5 + 0.5 * 0.025);
  const Rouge155Average all = average({0.5, 0.5}, {.samples = 10, .confidence = 100});
  EXPECT_EQ(all.low, 0.5);
  EXPECT_EQ(all.high, 0.5);
}

}  // namespace
}  // namespace assay
