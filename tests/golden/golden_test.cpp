#include "text_corpus.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// Scores of the examples equal those of the reference implementations; see make_golden.py.
namespace assay {
namespace {

using nlohmann::json;
using testing::cell;
using testing::detail;

constexpr double kBleuTolerance = 1e-9;
constexpr double kRougeTolerance = 1e-12;

std::string example(const std::string& name) {
  return ASSAY_SOURCE_DIR "/data/examples/" + name;
}

std::vector<json> cases_of(const std::string& name) {
  std::ifstream in(ASSAY_SOURCE_DIR "/tests/golden/" + name);
  std::vector<json> cases;
  for (std::string line; std::getline(in, line);) cases.push_back(json::parse(line));
  return cases;
}

Report report_of(const json& expected) {
  CorpusFiles files;
  const std::string system = expected["hyp"];
  files.systems.push_back({example(system), system});
  for (const std::string name : expected.value("refs", json::array())) {
    files.references.push_back({example(name), name});
  }
  const std::vector<MetricSpec> specs = {MetricSpec::parse(expected["spec"].get<std::string>())};
  return evaluate(files, {}, specs, {.segment_scores = true});
}

void expect_near(const std::vector<double>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i)
    EXPECT_NEAR(actual[i], expected[i], kBleuTolerance);
}

void expect_bleu(const json& expected) {
  const Report report = report_of(expected);
  const Score& score = report.systems[0].scores[0];
  EXPECT_NEAR(score.value, expected["score"], kBleuTolerance);
  EXPECT_EQ(detail(score, "counts"), expected["counts"].get<std::vector<double>>());
  EXPECT_EQ(detail(score, "totals"), expected["totals"].get<std::vector<double>>());
  expect_near(detail(score, "precisions"), expected["precisions"]);
  expect_near(detail(score, "bp"), {expected["bp"].get<double>()});
  EXPECT_EQ(detail(score, "sys_len").at(0), expected["sys_len"]);
  EXPECT_EQ(detail(score, "ref_len").at(0), expected["ref_len"]);
  std::string signature = report.metrics[0].signature;
  signature.resize(signature.find("|version:"));
  // sacreBLEU leaves the order out of its signature.
  if (const auto order = signature.find("|order:"); order != std::string::npos) {
    signature.resize(order);
  }
  EXPECT_EQ(signature, expected["signature"]);
  const json segments = expected.value("segments", json::array());
  for (std::size_t i = 0; i < segments.size(); ++i) {
    EXPECT_NEAR(cell(report, i, 0, 0), segments[i], kBleuTolerance) << "segment " << i;
  }
}

TEST(GoldenTest, BleuEqualsSacrebleu) {
  const std::vector<json> cases = cases_of("bleu.jsonl");
  EXPECT_EQ(cases.size(), 255);
  for (const json& expected : cases) {
    SCOPED_TRACE(expected["spec"].dump() + " " + expected["hyp"].dump());
    expect_bleu(expected);
  }
}

/// Fields of a segment: score, precision, recall, f1.
TEST(GoldenTest, RougeEqualsRougeScore) {
  const std::vector<json> cases = cases_of("rouge.jsonl");
  EXPECT_EQ(cases.size(), 20);
  for (const json& expected : cases) {
    SCOPED_TRACE(expected["spec"].dump() + " " + expected["hyp"].dump());
    const Report report = report_of(expected);
    const json& segments = expected["segments"];
    ASSERT_EQ(segments.size(), report.segments);
    for (std::size_t i = 0; i < segments.size(); ++i) {
      for (std::size_t field = 0; field < 3; ++field) {
        EXPECT_NEAR(cell(report, i, 0, field + 1), segments[i][field], kRougeTolerance)
            << "segment " << i;
      }
      EXPECT_EQ(cell(report, i, 0, 0), cell(report, i, 0, 3));
    }
  }
}

}  // namespace
}  // namespace assay
