#include "assay/compare.h"
#include "assay/error.h"
#include "assay/metric.h"

#include "text_corpus.h"

#include <optional>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::TempFolder;
using testing::Texts;

class ColumnTest : public ::testing::Test {
 protected:
  /// Measures systems of `segments` lines by a file of scores.
  Evaluation measure(const std::string& scores, std::size_t segments, std::size_t systems,
                     const std::string& more = "") const {
    const std::string spec = "column:file=" + folder_.write("scores.tsv", scores) + more;
    const testing::TextCorpus corpus(std::vector<Texts>(systems, Texts(segments, "a")),
                                     std::vector<Texts>(segments, {"a"}));
    const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
    return assay::measure(corpus.files(), corpus.input(), specs,
                          {.segment_scores = true, .keep_rows = true});
  }

  std::optional<Error> error_of(const std::string& scores, std::size_t segments,
                                std::size_t systems = 1, const std::string& more = "") const {
    try {
      measure(scores, segments, systems, more);
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }

  TempFolder folder_;
};

double score(const Evaluation& evaluation, std::size_t system) {
  return evaluation.report.systems[system].scores[0].value;
}

TEST_F(ColumnTest, IsTheMeanOfASingleColumn) {
  const Evaluation actual = measure("1\n-2.5\n1e1\n", 3, 1);
  EXPECT_DOUBLE_EQ(score(actual, 0), 8.5 / 3);
  EXPECT_EQ(testing::cell(actual.report, 0, 0, 0), 1);
  EXPECT_EQ(testing::cell(actual.report, 1, 0, 0), -2.5);
  EXPECT_EQ(testing::cell(actual.report, 2, 0, 0), 10);
}

TEST_F(ColumnTest, TakesCarriageReturnsAndALastLineWithoutEnd) {
  EXPECT_EQ(score(measure("1\r\n2\r\n6", 3, 1), 0), 3);
}

TEST_F(ColumnTest, FindsSystemsByTheHeader) {
  const Evaluation actual = measure("system1\tother\tsystem0\n1\t50\t2\n3\t60\t5\n", 2, 2);
  EXPECT_EQ(score(actual, 0), 3.5);
  EXPECT_EQ(score(actual, 1), 2);
  EXPECT_EQ(score(measure("system0\n4\n5\n", 2, 1), 0), 4.5);
}

TEST_F(ColumnTest, HasOneScoreInEachBlockOfACorpus) {
  std::string scores;
  for (int i = 0; i < 5000; ++i) scores += std::to_string(i) + "\n";
  EXPECT_EQ(score(measure(scores, 5000, 1), 0), 2499.5);
}

TEST_F(ColumnTest, RefusesNoFileAndAMissingOne) {
  const auto parse_and_measure = [&](const std::string& spec) -> std::optional<Error> {
    try {
      testing::TextCorpus({{"a"}}, {{"a"}}).report({spec});
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  };
  testing::expect_error(parse_and_measure("column"), "E-VALUE", {"file=SCORES.tsv"},
                        ExitCode::kUsage);
  testing::expect_error(parse_and_measure("column:file=/no/such\tfile"), "E-NOENT",
                        {"/no/such\\tfile"});
  testing::expect_error(parse_and_measure("column:file=x,better=up"), "E-VALUE", {"higher"},
                        ExitCode::kUsage);
}

TEST_F(ColumnTest, RefusesWhatIsNoNumber) {
  for (const std::string bad :
       {"", "x", "nan", "inf", "-inf", "1e999", "0x10", " 1", "2e100", "1,5"}) {
    testing::expect_error(error_of("1\n" + bad + "\n", 2), "E-NUMBER",
                          {"scores.tsv:2: '" + bad + "' is not a score"});
  }
}

TEST_F(ColumnTest, RefusesAnotherNumberOfColumns) {
  testing::expect_error(error_of("system0\tsystem1\n1\t2\n3\n", 2, 2), "E-COLUMNS",
                        {"scores.tsv:3: 1 columns instead of 2"});
  testing::expect_error(error_of("1\n2\t3\n", 2), "E-COLUMNS",
                        {"scores.tsv:2: 2 columns instead of 1"});
}

TEST_F(ColumnTest, RefusesAnotherNumberOfSegments) {
  testing::expect_error(error_of("1\n2\n", 3), "E-COUNT", {"2 scores for 3 segments"});
  testing::expect_error(error_of("1\n2\n3\n4\n", 3), "E-COUNT", {"4 scores for 3 segments"});
  testing::expect_error(error_of("system0\n", 1), "E-COUNT", {"0 scores"});
}

TEST_F(ColumnTest, RefusesSystemsThatTheHeaderDoesNotName) {
  testing::expect_error(error_of("1\n2\n", 2, 2), "E-HEADER", {"no column 'system0'"});
  testing::expect_error(error_of("system0\tb\n1\t2\n", 1, 2), "E-HEADER", {"no column 'system1'"});
  testing::expect_error(error_of("b\n2\n", 1, 1), "E-HEADER", {"no column 'system0'"});
}

/// The baseline is worth 0 to 9 in turn, the second system one more, the third much more.
std::string three_systems(std::size_t segments) {
  std::string scores = "system0\tsystem1\tsystem2\n";
  for (std::size_t i = 0; i < segments; ++i) {
    const std::size_t value = i % 10;
    scores += std::to_string(value) + "\t" + std::to_string(value + 1) + "\t" +
              std::to_string(value * 100 + 50) + "\n";
  }
  return scores;
}

std::vector<std::size_t> ranks(const std::string& better) {
  const TempFolder folder;
  const std::string spec =
      "column:file=" + folder.write("scores.tsv", three_systems(60)) + ",better=" + better;
  const testing::TextCorpus corpus(std::vector<Texts>(3, Texts(60, "a")),
                                   std::vector<Texts>(60, {"a"}));
  const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
  Evaluation evaluation =
      assay::measure(corpus.files(), corpus.input(), specs, {.keep_rows = true});
  add_comparisons(evaluation, {.test = PairedTest::kRandomization, .all_pairs = true});
  std::vector<std::size_t> ranks;
  for (const SystemResult& system : evaluation.report.systems) {
    ranks.push_back(system.scores[0].rank->rank);
  }
  return ranks;
}

TEST_F(ColumnTest, RanksByWhatIsBetter) {
  EXPECT_EQ(ranks("higher"), (std::vector<std::size_t>{3, 2, 1}));
  EXPECT_EQ(ranks("lower"), (std::vector<std::size_t>{1, 2, 3}));
}

}  // namespace
}  // namespace assay
