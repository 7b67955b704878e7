#include "assay/aggregate.h"

#include "text_corpus.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::detail;
using testing::expect_error;
using testing::TextCorpus;

class AggregateTest : public ::testing::Test {
 protected:
  static Evaluation evaluate(const std::vector<std::string>& specs) {
    static const TextCorpus corpus({{"a b", "a", "x y z", "b"}, {"a", "b", "c", "d"}},
                                   {{"a b"}, {"b a"}, {"x"}, {"b"}});
    std::vector<MetricSpec> parsed;
    for (const std::string& spec : specs) parsed.push_back(MetricSpec::parse(spec));
    return measure(corpus.files(), corpus.input(), parsed, {.keep_rows = true});
  }

  static Evaluation aggregated(const std::vector<std::string>& specs,
                               const AggregateOptions& options) {
    Evaluation evaluation = evaluate(specs);
    add_aggregates(evaluation, options);
    return evaluation;
  }

  static std::optional<Error> error_of(const std::vector<std::string>& specs,
                                       const AggregateOptions& options) {
    try {
      aggregated(specs, options);
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }
};

TEST_F(AggregateTest, TheScoreStaysTheMean) {
  const Evaluation evaluation = aggregated({"rouge1"}, {});
  const Score& score = evaluation.report.systems[0].scores[0];
  EXPECT_EQ(score.value, evaluate({"rouge1"}).report.systems[0].scores[0].value);
  const double low = detail(score, "f1_low").at(0);
  const double high = detail(score, "f1_high").at(0);
  EXPECT_LT(low, score.value);
  EXPECT_LT(low, detail(score, "f1_median").at(0));
  EXPECT_GT(high, detail(score, "f1_median").at(0));
  EXPECT_LE(high, 1);
  EXPECT_EQ(evaluation.report.aggregation->method, "rouge_score");
}

/// Metrics draw from one stream, in their order; others than ROUGE do not.
TEST_F(AggregateTest, OtherMetricsDrawNothing) {
  const Evaluation alone = aggregated({"rouge1", "rougeL"}, {});
  const Evaluation between = aggregated({"rouge1", "bleu", "rougeL"}, {});
  for (std::size_t s = 0; s < 2; ++s) {
    EXPECT_EQ(detail(alone.report.systems[s].scores[1], "f1_low"),
              detail(between.report.systems[s].scores[2], "f1_low"));
  }
  EXPECT_TRUE(detail(between.report.systems[0].scores[1], "f1_low").empty());
}

TEST_F(AggregateTest, EverySystemStartsAnew) {
  const Evaluation evaluation = aggregated({"rouge1"}, {.seed = 7});
  static const TextCorpus second({{"a", "b", "c", "d"}}, {{"a b"}, {"b a"}, {"x"}, {"b"}});
  const std::vector<MetricSpec> specs = {MetricSpec::parse("rouge1")};
  Evaluation alone = measure(second.files(), second.input(), specs, {.keep_rows = true});
  add_aggregates(alone, {.seed = 7});
  EXPECT_EQ(detail(alone.report.systems[0].scores[0], "f1_low"),
            detail(evaluation.report.systems[1].scores[0], "f1_low"));
}

TEST_F(AggregateTest, EvaluateHasOneNumber) {
  const Evaluation evaluation =
      aggregated({"rouge1"}, {.method = AggregateMethod::kEvaluate, .seed = 3});
  const Score& score = evaluation.report.systems[0].scores[0];
  EXPECT_EQ(detail(score, "f1_median"),
            detail(aggregated({"rouge1"}, {.seed = 3}).report.systems[0].scores[0], "f1_median"));
  EXPECT_TRUE(detail(score, "f1_low").empty());
  EXPECT_TRUE(detail(score, "precision_median").empty());
}

TEST_F(AggregateTest, Rouge155HasNoSeed) {
  const AggregateOptions options{.method = AggregateMethod::kRouge155};
  AggregateOptions seeded = options;
  seeded.seed = std::uint64_t{1} << 40U;
  const std::vector<std::string> specs = {"rouge1:alg=1.5.5"};
  EXPECT_EQ(detail(aggregated(specs, options).report.systems[0].scores[0], "f1_average"),
            detail(aggregated(specs, seeded).report.systems[0].scores[0], "f1_average"));
}

TEST_F(AggregateTest, Faults) {
  expect_error(error_of({"bleu"}, {}), "E-AGGREGATE", {"no ROUGE"}, ExitCode::kUsage);
  expect_error(error_of({"rouge1"}, {.seed = std::uint64_t{1} << 32U}), "E-AGGREGATE",
               {"4294967296"}, ExitCode::kUsage);
}

}  // namespace
}  // namespace assay
