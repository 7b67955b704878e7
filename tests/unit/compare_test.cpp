#include "assay/compare.h"

#include "assay/error.h"

#include "ranking.h"
#include "text_corpus.h"

#include <algorithm>
#include <optional>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::TextCorpus;
using testing::Texts;

// The golden corpus of the specification of sacreBLEU, and what sacreBLEU 2.6.0 says about it.
const Texts kReference = {
    "The cat sat on the mat and looked at the dog.",
    "There is a house on the hill, isn't there?",
    "He bought 1,000 shares for $25.50 each in 2019.",
    "The committee will meet again on Friday morning.",
    "\"I do not know,\" she said, \"but I will find out.\"",
    "Rain is expected in the north-east by 5 p.m.",
    "My brother's car was stolen last night.",
    "They have finished the work.",
};
const Texts kReference2 = {
    "The cat was sitting on the mat, looking at the dog.",
    "There's a house on the hill, right?",
    "In 2019 he bought 1,000 shares at $25.50 each.",
    "The committee will reconvene on Friday morning.",
    "\"I don't know,\" she said, \"but I'll find out.\"",
    "Rain is forecast in the northeast by 5 p.m.",
    "Last night my brother's car was stolen.",
    "They have completed the work.",
};
const Texts kBase = {
    "The cat sat on the mat and watched the dog.",
    "There's a house on the hill, is there not?",
    "He purchased 1,000 shares at $25.50 each in 2019.",
    "The committee meets again on Friday morning.",
    "\"I don't know,\" she said, \"but I will find out.\"",
    "Rain is expected by 5 p.m. in the north-east.",
    "Last night my brother's car was stolen.",
    "They finished work.",
};
const Texts kSystemA = {
    "A cat sat on a mat and looked at a dog.",
    "There is a house on the hill, isn't there?",
    "He bought 1000 shares for 25.50 dollars each in 2019.",
    "On Friday morning the committee will meet again.",
    "\"I do not know,\" said she, \"but will find out.\"",
    "Rain in the north-east is expected by 5 p.m.",
    "The car of my brother was stolen last night.",
    "They have finished the work.",
};
const Texts kSystemB = {
    "Cat on mat look dog.",
    "House hill there?",
    "1,000 shares, $25.50, 2019.",
    "The committee will again meet on the morning of Friday.",
    "\"I do not know,\" she said, \"but I will find it out.\"",
    "Rain is expected in the north by five.",
    "My brother had his car stolen last night.",
    "",
};
const Texts kGoldenSpecs = {"bleu", "chrf", "ter"};

/// sacreBLEU resamples chrF and TER in single precision.
double tolerance_of(std::size_t metric) {
  return metric == 0 ? 1e-9 : 1e-5;
}

Evaluation measure(const std::vector<Texts>& systems, const std::vector<Texts>& references,
                   const Texts& specs = kGoldenSpecs) {
  const TextCorpus corpus(systems, testing::by_segment(references));
  std::vector<MetricSpec> parsed;
  for (const std::string& spec : specs) parsed.push_back(MetricSpec::parse(spec));
  return assay::measure(corpus.files(), corpus.input(), parsed, {.keep_rows = true});
}

struct MeanAndHalfWidth {
  double mean = 0;
  double half_width = 0;
};

/// One for each of kGoldenSpecs.
using GoldenIntervals = std::vector<MeanAndHalfWidth>;

void expect_intervals(const SystemResult& system, const GoldenIntervals& expected) {
  for (std::size_t m = 0; m < expected.size(); ++m) {
    SCOPED_TRACE(kGoldenSpecs[m]);
    ASSERT_TRUE(system.scores[m].interval);
    const Interval& actual = *system.scores[m].interval;
    EXPECT_NEAR(actual.mean, expected[m].mean, tolerance_of(m));
    EXPECT_NEAR(actual.half_width, expected[m].half_width, tolerance_of(m));
    EXPECT_DOUBLE_EQ(actual.high - actual.low, 2 * actual.half_width);
  }
}

const GoldenIntervals kBaseIntervals = {{58.93109280456439, 10.95048631164579},
                                        {74.8080639701233, 7.3320621399371575},
                                        {29.11045364588499, 9.145815670490265}};

TEST(Intervals, EqualSacrebleu) {
  Evaluation actual = measure({kBase, kSystemA, kSystemB}, {kReference});
  add_intervals(actual, {});
  expect_intervals(actual.report.systems[0], kBaseIntervals);
  expect_intervals(actual.report.systems[1], {{58.4438412221, 16.9758991699},
                                              {79.8069822562, 8.7256084610},
                                              {26.0726281054, 12.5641025603}});
  expect_intervals(actual.report.systems[2], {{33.3194287393, 26.5356415970},
                                              {53.0267339576, 17.5250105312},
                                              {56.3829543084, 17.2338306904}});
  EXPECT_EQ(actual.report.intervals->samples, 1000);
  EXPECT_EQ(actual.report.intervals->seed, 12345);
  EXPECT_EQ(actual.report.intervals->level, 0.95);
}

TEST(Intervals, EqualSacrebleuWithAnotherSeed) {
  Evaluation actual = measure({kBase}, {kReference});
  add_intervals(actual, {.samples = 100, .seed = 42});
  expect_intervals(actual.report.systems[0], {{58.0179464750, 11.5778694545},
                                              {74.7835644422, 7.3171160585},
                                              {29.5988362879, 7.9774007201}});
}

TEST(Intervals, EqualSacrebleuWithTwoReferences) {
  Evaluation actual = measure({kBase}, {kReference, kReference2});
  add_intervals(actual, {});
  expect_intervals(actual.report.systems[0], {{75.0347157457, 14.2913397428},
                                              {77.9730929887, 8.7876074075},
                                              {22.6844225377, 6.9415986538}});
}

TEST(Intervals, WidenWithTheLevel) {
  double width = 0;
  for (const double level : {0.5, 0.8, 0.95, 0.99}) {
    Evaluation actual = measure({kBase}, {kReference}, {"chrf"});
    add_intervals(actual, {.level = level});
    const double own = actual.report.systems[0].scores[0].interval->half_width;
    EXPECT_GT(own, width);
    width = own;
  }
}

/// The p-values of the second system, the third, …: [pair][metric of kGoldenSpecs].
void expect_p(const Report& report, const std::vector<std::vector<double>>& expected) {
  ASSERT_EQ(report.comparisons.size(), expected.size() * kGoldenSpecs.size());
  for (const Comparison& actual : report.comparisons) {
    EXPECT_EQ(actual.baseline, 0);
    EXPECT_EQ(actual.p, expected.at(actual.system - 1).at(actual.metric))
        << actual.system << " " << kGoldenSpecs[actual.metric];
    EXPECT_EQ(actual.p_adjusted, actual.p);
    EXPECT_FALSE(actual.is_identical);
  }
}

TEST(PairedBootstrap, EqualsSacrebleu) {
  Evaluation actual = measure({kBase, kSystemA, kSystemB}, {kReference});
  add_comparisons(actual, {});
  expect_p(actual.report, {{0.36663336663336665, 0.16083916083916083, 0.23576423576423577},
                           {0.002997002997002997, 0.002997002997002997, 0.000999000999000999}});
  expect_intervals(actual.report.systems[0], kBaseIntervals);
  EXPECT_EQ(actual.report.testing->test, "paired-bs");
  EXPECT_EQ(actual.report.testing->trials, 1000);
  EXPECT_EQ(actual.report.testing->correction, "none");
}

TEST(PairedBootstrap, EqualsSacrebleuWithTwoReferences) {
  Evaluation actual = measure({kBase, kSystemA}, {kReference, kReference2});
  add_comparisons(actual, {.trials = 500, .seed = 42});
  expect_p(actual.report, {{0.03792415169660679, 0.3093812375249501, 0.23353293413173654}});
  expect_intervals(actual.report.systems[0], {{74.44624296127522, 14.249598190300716},
                                              {77.93334752719134, 8.379779675692092},
                                              {22.76987300813198, 6.754098832607269}});
  expect_intervals(actual.report.systems[1], {{59.34202341995316, 15.65958894371358},
                                              {80.13094964493186, 8.578927702204787},
                                              {26.95990755110979, 11.822950839996338}});
}

TEST(PairedRandomization, EqualsSacrebleu) {
  Evaluation actual = measure({kBase, kSystemA, kSystemB}, {kReference});
  add_comparisons(actual, {.test = PairedTest::kRandomization});
  expect_p(actual.report, {{0.945005499450055, 0.47415258474152583, 0.6278372162783722},
                           {0.031296870312968704, 0.007999200079992, 0.015498450154984501}});
  EXPECT_EQ(actual.report.testing->test, "paired-ar");
  EXPECT_EQ(actual.report.testing->trials, 10000);
  EXPECT_FALSE(actual.report.systems[0].scores[0].interval);
}

TEST(PairedRandomization, EqualsSacrebleuWithTwoReferences) {
  Evaluation actual = measure({kBase, kSystemA}, {kReference, kReference2});
  add_comparisons(actual, {.test = PairedTest::kRandomization, .trials = 500, .seed = 42});
  expect_p(actual.report, {{0.24550898203592814, 0.8043912175648703, 0.5688622754491018}});
}

// With three references TER's lengths are not exact in binary, and sacreBLEU's sums break ties by
// rounding: it says 0.5812, 0.5767, 0.5802.
TEST(PairedRandomization, BreaksNoTiesOfTer) {
  const std::vector<std::pair<std::uint64_t, double>> expected = {
      {12345, 0.5382}, {42, 0.5332}, {7, 0.5362}};
  for (const auto& [seed, p] : expected) {
    Evaluation actual = measure({kBase, kSystemA}, {kReference, kReference2, kSystemB}, {"ter"});
    add_comparisons(actual, {.test = PairedTest::kRandomization, .trials = 2000, .seed = seed});
    EXPECT_NEAR(actual.report.comparisons.at(0).p, p, 0.00005) << seed;
  }
}

TEST(Comparisons, GiveTheDifferenceOfTheScores) {
  Evaluation actual = measure({kBase, kSystemA}, {kReference});
  add_comparisons(actual, {});
  EXPECT_NEAR(actual.report.comparisons[0].difference, 58.6793469723 - 59.4180279924, 1e-9);
  EXPECT_NEAR(actual.report.comparisons[1].difference, 79.6827917901 - 74.7446777561, 1e-9);
  EXPECT_NEAR(actual.report.comparisons[2].difference, 26.0869565217 - 28.9855072464, 1e-9);
}

class CopyTest : public ::testing::TestWithParam<PairedTest> {};

TEST_P(CopyTest, IsIdenticalAndInTheSameCluster) {
  Evaluation actual = measure({kBase, kBase, kSystemB}, {kReference});
  add_comparisons(actual, {.test = GetParam(), .all_pairs = true});
  for (const Comparison& comparison : actual.report.comparisons) {
    const bool is_copy = comparison.system == 1;
    EXPECT_EQ(comparison.is_identical, is_copy);
    if (is_copy) {
      EXPECT_EQ(comparison.p, 1);
      EXPECT_EQ(comparison.p_adjusted, 1);
      EXPECT_EQ(comparison.difference, 0);
    }
  }
  const auto& systems = actual.report.systems;
  for (std::size_t m = 0; m < kGoldenSpecs.size(); ++m) {
    EXPECT_EQ(systems[0].scores[m].rank->rank, systems[1].scores[m].rank->rank);
    EXPECT_EQ(systems[0].scores[m].rank->cluster, systems[1].scores[m].rank->cluster);
  }
}

TEST_P(CopyTest, IsTestedIfAskedFor) {
  Evaluation actual = measure({kBase, kBase}, {kReference});
  add_comparisons(actual, {.test = GetParam(), .trials = 99, .tests_copies = true});
  for (const Comparison& comparison : actual.report.comparisons) {
    EXPECT_TRUE(comparison.is_identical);
    EXPECT_EQ(comparison.p, 1.0 / 100);
  }
}

TEST_P(CopyTest, OrAnythingElseDoesNotDependOnThreads) {
  const auto p_values = [](std::size_t threads) {
    Evaluation actual = measure({kBase, kSystemA, kSystemB, kBase}, {kReference});
    add_comparisons(actual, {.test = GetParam(), .all_pairs = true, .threads = threads});
    std::vector<double> all;
    for (const Comparison& comparison : actual.report.comparisons) {
      all.push_back(comparison.p);
      all.push_back(comparison.p_adjusted);
    }
    return all;
  };
  EXPECT_EQ(p_values(1), p_values(3));
}

INSTANTIATE_TEST_SUITE_P(Both, CopyTest,
                         ::testing::Values(PairedTest::kBootstrap, PairedTest::kRandomization),
                         [](const auto& info) {
                           return info.param == PairedTest::kBootstrap ? "bootstrap"
                                                                       : "randomization";
                         });

TEST(Comparisons, OfAllPairsAreCorrectedMetricByMetric) {
  Evaluation actual = measure({kBase, kSystemA, kSystemB}, {kReference});
  add_comparisons(actual, {.all_pairs = true});
  EXPECT_EQ(actual.report.testing->correction, "holm");
  ASSERT_EQ(actual.report.comparisons.size(), 9);
  for (std::size_t m = 0; m < 3; ++m) {
    std::vector<double> p;
    std::vector<double> adjusted;
    for (const Comparison& comparison : actual.report.comparisons) {
      if (comparison.metric != m) continue;
      p.push_back(comparison.p);
      adjusted.push_back(comparison.p_adjusted);
    }
    EXPECT_EQ(adjusted, holm(p));
  }
}

template <typename Function>
std::optional<Error> error_of(const Function& function) {
  try {
    function();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

std::optional<Error> comparison_error(std::size_t systems, std::size_t segments,
                                      const CompareOptions& options) {
  Evaluation evaluation = measure(std::vector<Texts>(systems, Texts(segments, "a b c d")),
                                  {Texts(segments, "a b c d")}, {"bleu"});
  return error_of([&] { add_comparisons(evaluation, options); });
}

TEST(Comparisons, NeedTwoSegmentsAndTwoSystems) {
  testing::expect_error(comparison_error(2, 1, {}), "E-ONE-SEGMENT", {"at least two segments"},
                        ExitCode::kUndecided);
  testing::expect_error(comparison_error(1, 2, {}), "E-ONE-SYSTEM", {"at least two systems"},
                        ExitCode::kUndecided);
  EXPECT_FALSE(comparison_error(2, 2, {}));
}

TEST(Intervals, NeedTwoSegments) {
  Evaluation evaluation = measure({{"a"}}, {{"a"}}, {"bleu"});
  testing::expect_error(error_of([&] { add_intervals(evaluation, {}); }), "E-ONE-SEGMENT",
                        {"1 segment"}, ExitCode::kUndecided);
}

/// With one trial less than `needed` there is an error that names the number, with `needed` none.
void expect_needed_trials(std::size_t systems, std::size_t needed, CompareOptions options) {
  SCOPED_TRACE(needed);
  options.trials = needed - 1;
  testing::expect_error(comparison_error(systems, 2, options), "E-TRIALS",
                        {std::to_string(needed - 1) + " trials cannot give",
                         "at least " + std::to_string(needed) + " trials"},
                        ExitCode::kUndecided);
  options.trials = needed;
  EXPECT_FALSE(comparison_error(systems, 2, options));
}

TEST(Comparisons, NeedTrialsEnoughForAlpha) {
  for (const PairedTest test : {PairedTest::kBootstrap, PairedTest::kRandomization}) {
    expect_needed_trials(2, 19, {.test = test});
    expect_needed_trials(5, 19, {.test = test});
    expect_needed_trials(2, 99, {.test = test, .alpha = 0.01});
    expect_needed_trials(3, 59, {.test = test, .all_pairs = true});
    expect_needed_trials(5, 199, {.test = test, .all_pairs = true});
    expect_needed_trials(4, 59, {.test = test, .alpha = 0.1, .all_pairs = true});
  }
}

TEST(EnoughTrials, AreTheUsualNumberOrTenPerPairAndAlpha) {
  EXPECT_EQ(enough_trials(PairedTest::kBootstrap, 1, 0.05), 1000);
  EXPECT_EQ(enough_trials(PairedTest::kBootstrap, 5, 0.05), 1000);
  EXPECT_EQ(enough_trials(PairedTest::kBootstrap, 6, 0.05), 1200);
  EXPECT_EQ(enough_trials(PairedTest::kBootstrap, 36, 0.05), 7200);
  EXPECT_EQ(enough_trials(PairedTest::kBootstrap, 1, 0.003), 3334);
  EXPECT_EQ(enough_trials(PairedTest::kRandomization, 1, 0.05), 10000);
  EXPECT_EQ(enough_trials(PairedTest::kRandomization, 36, 0.05), 10000);
  EXPECT_EQ(enough_trials(PairedTest::kRandomization, 66, 0.05), 13200);
  for (std::size_t pairs = 1; pairs <= 1000; ++pairs) {
    EXPECT_EQ(enough_trials(PairedTest::kBootstrap, pairs, 0.05),
              std::max<std::size_t>(1000, 200 * pairs));
    EXPECT_EQ(enough_trials(PairedTest::kBootstrap, pairs, 0.01), 1000 * pairs);
  }
}

/// Systems with scores, and pairs of which the first is significantly better.
std::vector<Rank> ranks_of(const std::vector<double>& scores,
                           const std::vector<std::pair<std::size_t, std::size_t>>& wins,
                           Better better = Better::kHigher) {
  Report report;
  report.metrics.push_back({.better = better});
  for (const double score : scores) {
    report.systems.push_back({.scores = {Score{.value = score}}});
  }
  std::vector<Comparison> comparisons;
  for (std::size_t a = 0; a < scores.size(); ++a) {
    for (std::size_t b = a + 1; b < scores.size(); ++b) {
      const bool is_win = std::ranges::any_of(
          wins, [&](const auto& win) { return win == std::pair(a, b) || win == std::pair(b, a); });
      // Without the correction all would be significant.
      comparisons.push_back({.baseline = a,
                             .system = b,
                             .difference = scores[b] - scores[a],
                             .p = 0.01,
                             .p_adjusted = is_win ? 0.05 : 0.06});
    }
  }
  rank_systems(report, 0, comparisons, 0.05);
  std::vector<Rank> ranks;
  for (const SystemResult& system : report.systems) ranks.push_back(system.scores[0].rank.value());
  return ranks;
}

/// Rank, low, high, cluster.
using RankRow = std::vector<std::size_t>;

void expect_ranks(const std::vector<Rank>& actual, const std::vector<RankRow>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t s = 0; s < actual.size(); ++s) {
    const Rank& rank = actual[s];
    EXPECT_EQ((RankRow{rank.rank, rank.low, rank.high, rank.cluster}), expected[s]) << s;
  }
}

TEST(Ranks, FollowScoresInEveryOrder) {
  expect_ranks(ranks_of({20, 30, 10}, {{1, 0}, {1, 2}, {0, 2}}),
               {{2, 2, 2, 2}, {1, 1, 1, 1}, {3, 3, 3, 3}});
}

TEST(Ranks, OfLowerIsBetterGoTheOtherWay) {
  expect_ranks(ranks_of({20, 30, 10}, {{2, 0}, {2, 1}, {0, 1}}, Better::kLower),
               {{2, 2, 2, 2}, {3, 3, 3, 3}, {1, 1, 1, 1}});
}

TEST(Ranks, ShareAClusterWithoutSignificance) {
  expect_ranks(ranks_of({30, 20, 10}, {}), {{1, 1, 3, 1}, {2, 1, 3, 1}, {3, 1, 3, 1}});
}

TEST(Ranks, HaveRangesInsideACluster) {
  // The first beats the third only, so that no border parts the three; all beat the last.
  expect_ranks(ranks_of({40, 30, 20, 10}, {{0, 2}, {0, 3}, {1, 3}, {2, 3}}),
               {{1, 1, 2, 1}, {2, 1, 3, 1}, {3, 2, 3, 1}, {4, 4, 4, 2}});
}

TEST(Ranks, OfEqualScoresAreShared) {
  expect_ranks(ranks_of({20, 20, 10, 20}, {{0, 2}, {1, 2}, {3, 2}, {0, 1}}),
               {{1, 1, 3, 1}, {1, 1, 3, 1}, {4, 4, 4, 2}, {1, 1, 3, 1}});
}

TEST(Ranks, OfASingleSystemAreOne) {
  expect_ranks(ranks_of({5}, {}), {{1, 1, 1, 1}});
}

}  // namespace
}  // namespace assay
