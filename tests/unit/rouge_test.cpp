#include "assay/metric.h"

#include "text_corpus.h"

#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using testing::detail;
using testing::TextCorpus;
using testing::Texts;

constexpr double kTolerance = 1e-12;

/// Precision, recall and F.
using Prf = std::array<double, 3>;

Prf prf_of(const Score& score) {
  return {detail(score, "precision").at(0), detail(score, "recall").at(0), score.value};
}

Prf prf(const std::string& spec, const Texts& references, const std::string& prediction) {
  return prf_of(TextCorpus({{prediction}}, {references}).score(spec));
}

void expect_near(const Prf& actual, const Prf& expected, const std::string& about) {
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(actual[i], expected[i], kTolerance) << about;
}

/// The table of rouge.md 1.7: of several references the best F counts, type by type.
struct MultiCase {
  Texts references;
  std::string prediction;
  std::map<std::string, Prf> expected;
};

TEST(RougeTest, TheBestReferenceCounts) {
  constexpr Prf kAll = {1, 1, 1};
  constexpr Prf kNone = {0, 0, 0};
  constexpr Prf kTwoOfFour = {0.5, 1, 2.0 / 3};
  constexpr Prf kTwoOfThree = {1, 2.0 / 3, 0.8};
  constexpr Prf kHalf = {1, 0.5, 2.0 / 3};
  const std::vector<MultiCase> cases = {
      {{"testing one two", "testing"},
       "testing",
       {{"rouge1", kAll}, {"rouge2", kNone}, {"rougeL", kAll}, {"rougeLsum", kAll}}},
      {{"a b c", "c b a", "a c b"},
       "a b c",
       {{"rouge1", kAll}, {"rouge2", kAll}, {"rougeL", kAll}, {"rougeLsum", kAll}}},
      {{"x y", "y x"},
       "y x",
       {{"rouge1", kAll}, {"rouge2", kAll}, {"rougeL", kAll}, {"rougeLsum", kAll}}},
      {{"a b c d", "a b"},
       "a b x y",
       {{"rouge1", kTwoOfFour},
        {"rouge2", {1.0 / 3, 1, 0.5}},
        {"rougeL", kTwoOfFour},
        {"rougeLsum", kTwoOfFour}}},
      {{"a b q", "a b z w"},
       "a b",
       {{"rouge1", kTwoOfThree},
        {"rouge2", kHalf},
        {"rougeL", kTwoOfThree},
        {"rougeLsum", kTwoOfThree}}},
      {{"", "one"},
       "one two",
       {{"rouge1", kTwoOfFour},
        {"rouge2", kNone},
        {"rougeL", kTwoOfFour},
        {"rougeLsum", kTwoOfFour}}},
      {{"one two three four", "four three"},
       "one three",
       {{"rouge1", kHalf}, {"rouge2", kNone}, {"rougeL", kHalf}, {"rougeLsum", kHalf}}},
  };
  for (const auto& [references, prediction, expected] : cases) {
    for (const auto& [spec, values] : expected) {
      expect_near(prf(spec, references, prediction), values, spec + " " + prediction);
    }
  }
}

TEST(RougeTest, OfEquallyGoodReferencesTheFirstCounts) {
  expect_near(prf("rouge1", {"a x", "a b x y z w"}, "a b"), {0.5, 0.5, 0.5}, "short first");
  expect_near(prf("rouge1", {"a b x y z w", "a x"}, "a b"), {1, 1.0 / 3, 0.5}, "long first");
}

/// The table of rouge.md 1.6: other walks through the table of lengths hit other tokens.
struct LsumCase {
  std::string reference;
  std::string prediction;
  double hits;
  double reference_tokens;
  double prediction_tokens;
};

TEST(RougeTest, LsumBreaksTiesAsRougeScoreDoes) {
  const std::vector<LsumCase> cases = {
      {"d b a c a", "d a d c\na d a b b\nb d", 4, 5, 11},
      {"b d b a", "c d a b b\na c d c", 3, 4, 9},
      {"b c c d\na a b c c", "c a d c\nb a a c\na b a d d", 7, 9, 13},
      {"c d\nb b a d", "d b", 2, 6, 2},
      {"d b\nb c", "a d\nd a c b", 2, 4, 6},
      {"d b\na d\na d b c", "b b c d", 3, 8, 4},
      {"a b d a a\nd a c\nc d", "d d a b d\na b c c\na a", 10, 10, 11},
      {"a b a c b", "c a c\na d", 3, 5, 5},
      {"b a d\nd b d b", "a a b d", 2, 7, 4},
      {"a a a a\nc c\nd b a d", "b c d d\na b c d c", 6, 10, 9},
      {"b a d a\nc c a\na a d d d", "d a a c\nc c", 4, 12, 6},
      {"c a c a", "b d c\na d a c a\nb a", 3, 4, 10},
      // rouge.md 1.5: what the reference lacks must not be dropped before.
      {"a b a a\nx x", "a q q\nq q a", 2, 6, 6},
  };
  for (const auto& [reference, prediction, hits, m, n] : cases) {
    const Prf expected = {hits / n, hits / m, 2 * hits / (m + n)};
    expect_near(prf("rougeLsum", {reference}, prediction), expected, reference);
  }
}

TEST(RougeTest, SingleLinesMakeLsumTheSameAsL) {
  const std::string reference = "the quick brown fox jumps over the lazy dog";
  const std::string prediction = "the lazy dog jumps over the fox the quick";
  EXPECT_EQ(prf("rougeLsum", {reference}, prediction), prf("rougeL", {reference}, prediction));
  EXPECT_EQ(prf("rougeLsum", {reference + "\n"}, "\n" + prediction),
            prf("rougeL", {reference}, prediction));
}

TEST(RougeTest, TheQuickBrownFox) {
  const Texts references = {"The quick brown fox jumps over the lazy dog"};
  const std::string prediction = "The quick brown dog jumps on the log.";
  expect_near(prf("rouge1", references, prediction), {0.75, 6.0 / 9, 12.0 / 17}, "rouge1");
  expect_near(prf("rouge2", references, prediction), {2.0 / 7, 0.25, 4.0 / 15}, "rouge2");
  expect_near(prf("rougeL", references, prediction), {0.625, 5.0 / 9, 10.0 / 17}, "rougeL");
}

TEST(RougeTest, StemsWordsOfFourLettersAndMore) {
  EXPECT_EQ(prf("rouge1:stem=yes", {"running"}, "runs"), (Prf{1, 1, 1}));
  EXPECT_EQ(prf("rouge1", {"running"}, "runs"), (Prf{0, 0, 0}));
  EXPECT_EQ(prf("rouge1:stem=yes", {"ads"}, "ad"), (Prf{0, 0, 0}));
}

TEST(RougeTest, NothingToCompareScoresZero) {
  for (const std::string spec : {"rouge1", "rouge9", "rougeL", "rougeLsum"}) {
    EXPECT_EQ(prf(spec, {""}, ""), (Prf{0, 0, 0})) << spec;
    EXPECT_EQ(prf(spec, {"a"}, ""), (Prf{0, 0, 0})) << spec;
    EXPECT_EQ(prf(spec, {"\n \n"}, "a\nb"), (Prf{0, 0, 0})) << spec;
  }
  EXPECT_EQ(prf("rouge3", {"a b"}, "a b"), (Prf{0, 0, 0}));
}

TEST(RougeTest, TheCorpusScoreIsTheMeanOverSegments) {
  const TextCorpus corpus({{"a b", "x"}}, {{"a b"}, {"y"}});
  EXPECT_EQ(prf_of(corpus.score("rouge1")), (Prf{0.5, 0.5, 0.5}));
}

TEST(RougeTest, WarnsWhenTheTokenizerDropsMostTexts) {
  const TextCorpus chinese({{"你好", "世界"}}, {{"你好"}, {"世界"}});
  const Report report = chinese.report({"rouge1", "rouge1:tok=icu"});
  ASSERT_EQ(report.warnings.size(), 1);
  EXPECT_EQ(report.warnings[0].code, "W-TOKENS");
  EXPECT_EQ(report.systems[0].scores[0].value, 0);
  EXPECT_EQ(report.systems[0].scores[1].value, 1);
  EXPECT_EQ(report.metrics[0].equals, "rouge_score 0.1.2");
  EXPECT_EQ(report.metrics[1].equals, "");
}

}  // namespace
}  // namespace assay
