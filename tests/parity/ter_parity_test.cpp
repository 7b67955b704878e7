#include "parity_data.h"

namespace assay {
namespace {

using testing::cell;
using testing::json;

constexpr double kTolerance = 1e-9;

/// sacreBLEU's keyword arguments as a spec.
std::string spec_of(const json& options) {
  std::string spec = "ter";
  for (const auto& [key, value] : options.items()) {
    spec += spec == "ter" ? ":" : ",";
    if (key == "case_sensitive") spec += "case=mixed";
    if (key == "normalized") spec += "norm=yes";
    if (key == "no_punct") spec += "punct=no";
    if (key == "asian_support") spec += "asian=yes";
  }
  return spec;
}

std::string without_version(const std::string& signature) {
  return signature.substr(0, signature.find("|version:"));
}

class TerParity : public testing::ParityTest {
 protected:
  static Report report(const std::string& hypothesis, const std::vector<std::string>& references,
                       const std::string& spec, const EvaluateOptions& options = {}) {
    CorpusFiles files;
    files.systems.push_back({path(hypothesis), hypothesis});
    for (const std::string& name : references) files.references.push_back({path(name), name});
    const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
    return evaluate(files, {}, specs, options);
  }
};

TEST_F(TerParity, CorpusScores) {
  for (const json& expected : read_json("expected/sacrebleu-corpus.json")) {
    if (expected["metric"] != "ter") continue;
    SCOPED_TRACE(expected["hyp"].dump() + " " + expected["signature"].dump());
    const Report actual = report(expected["hyp"], expected["refs"], spec_of(expected["options"]));
    expect_near(actual.systems[0].scores[0].value, expected["score"], kTolerance);
    EXPECT_EQ(without_version(actual.metrics[0].signature), without_version(expected["signature"]));
  }
  EXPECT_EQ(compared(), 11);
}

/// All of them have one reference, A, and default options.
TEST_F(TerParity, SegmentScores) {
  const json lists = read_json("expected/sacrebleu-segments.json");
  for (const auto& [key, scores] : lists.items()) {
    if (key.find("|A|ter|") == std::string::npos) continue;
    SCOPED_TRACE(key);
    const std::string hypothesis = key.substr(0, key.find('|'));
    const std::string reference = hypothesis.substr(0, hypothesis.find(".hyp.")) + ".ref.A" +
                                  hypothesis.substr(hypothesis.rfind('.'));
    const Report actual = report(hypothesis, {reference}, "ter", {.segment_scores = true});
    for (std::size_t i = 0; i < scores.size(); ++i) {
      expect_near(cell(actual, i, 0, 0), scores[i], kTolerance);
    }
  }
  EXPECT_EQ(compared(), 840);
}

}  // namespace
}  // namespace assay
