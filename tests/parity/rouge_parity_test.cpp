#include "assay/aggregate.h"

#include "parity_data.h"

#include <algorithm>
#include <array>
#include <map>

namespace assay {
namespace {

using testing::cell;
using testing::detail;
using testing::json;

constexpr double kTolerance = 1e-12;
constexpr std::array<const char*, 3> kSets = {"large", "multiline", "tworefs"};

class RougeParity : public testing::ParityTest {
 protected:
  static Report report(const std::string& set, const std::vector<std::string>& types, bool stem) {
    CorpusFiles files;
    files.systems.push_back({path("rouge/" + set + ".jsonl"), set});
    std::vector<MetricSpec> specs;
    for (const std::string& type : types) {
      specs.push_back(MetricSpec::parse(type + (stem ? ":stem=yes" : ":stem=no")));
    }
    return evaluate(files, {}, specs, {.threads = 2, .segment_scores = true});
  }

  static Report aggregated(const std::string& set, bool stem) {
    CorpusFiles files;
    files.systems.push_back({path("rouge/" + set + ".jsonl"), set});
    std::vector<MetricSpec> specs;
    for (const std::string type : {"rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"}) {
      specs.push_back(MetricSpec::parse(type + (stem ? ":stem=yes" : ":stem=no")));
    }
    Evaluation evaluation = measure(files, {}, specs, {.threads = 2, .keep_rows = true});
    add_aggregates(evaluation, {});
    return evaluation.report;
  }

  /// Precision, recall and F stand behind the score of each type.
  void expect_segments(const std::string& set, bool stem) {
    const std::vector<std::string> types = {"rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum"};
    const Report actual = report(set, types, stem);
    const auto expected = read_jsonl("expected/rouge-" + set + (stem ? "-stem" : "") + ".jsonl");
    ASSERT_EQ(actual.segments, expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      for (std::size_t t = 0; t < types.size(); ++t) {
        for (std::size_t field = 0; field < 3; ++field) {
          SCOPED_TRACE(set + " " + std::to_string(i) + " " + types[t]);
          expect_near(cell(actual, i, 0, 4 * t + 1 + field), expected[i][types[t]][field],
                      kTolerance);
        }
      }
    }
  }
};

TEST_F(RougeParity, SegmentScores) {
  for (const std::string set : kSets) expect_segments(set, false);
  EXPECT_EQ(compared(), 2698 * 5 * 3);
}

TEST_F(RougeParity, SegmentScoresWithStemmer) {
  for (const std::string set : kSets) expect_segments(set, true);
  EXPECT_EQ(compared(), 2698 * 5 * 3);
}

/// rouge_score's aggregator draws for all types from one stream.
TEST_F(RougeParity, LowMedianHigh) {
  const std::array<const char*, 3> fields = {"precision", "recall", "f1"};
  const std::map<std::string, std::string> names = {
      {"low", "_low"}, {"mid", "_median"}, {"high", "_high"}};
  std::map<std::string, Report> reports;
  for (const json& expected : read_json("expected/rouge-summary.json")) {
    const std::string set = expected["set"];
    const bool stem = expected["stem"];
    const std::string key = set + (stem ? " stemmed" : "");
    if (!reports.contains(key)) reports.emplace(key, aggregated(set, stem));
    const Report& report = reports.at(key);
    const std::string type = expected["type"];
    SCOPED_TRACE(key + " " + type);
    const auto metric = std::ranges::find_if(
        report.metrics, [&](const MetricColumn& column) { return column.info->name == type; });
    const auto m = static_cast<std::size_t>(metric - report.metrics.begin());
    for (const auto& [name, suffix] : names) {
      for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto values = detail(report.systems[0].scores.at(m), fields[i] + suffix);
        expect_near(values.at(0), expected[name][i], kTolerance);
      }
    }
  }
  EXPECT_EQ(compared(), 30 * 9);
}

TEST_F(RougeParity, Means) {
  for (const json& expected : read_json("expected/rouge-summary.json")) {
    const std::string type = expected["type"];
    SCOPED_TRACE(expected["set"].dump() + " " + type);
    const Report actual = report(expected["set"], {type}, expected["stem"]);
    const Score& score = actual.systems[0].scores[0];
    const std::vector<double> values = {detail(score, "precision").at(0),
                                        detail(score, "recall").at(0), score.value};
    expect_near(values, expected["mean"], kTolerance);
  }
  EXPECT_EQ(compared(), 30 * 3);
}

}  // namespace
}  // namespace assay
