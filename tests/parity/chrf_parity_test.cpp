#include "parity_data.h"

#include <map>

namespace assay {
namespace {

using testing::cell;
using testing::json;

constexpr double kTolerance = 1e-9;

/// sacreBLEU's keyword arguments as a spec.
std::string spec_of(const json& options) {
  std::string spec = "chrf";
  for (const auto& [key, value] : options.items()) {
    spec += spec == "chrf" ? ":" : ",";
    if (key == "word_order") spec += "nw=" + value.dump();
    if (key == "char_order") spec += "nc=" + value.dump();
    if (key == "beta") spec += "beta=" + value.dump();
    if (key == "lowercase") spec += "case=lc";
    if (key == "whitespace") spec += "space=yes";
  }
  return spec;
}

std::string without_version(const std::string& signature) {
  return signature.substr(0, signature.find("|version:"));
}

/// "wmt22/cs-en.hyp.X.en" and "B+C" are scored against wmt22/cs-en.ref.B.en and …C.en.
std::vector<std::string> references_of(const std::string& hypothesis, const std::string& letters) {
  const std::string pair = hypothesis.substr(0, hypothesis.find(".hyp."));
  const std::string language = hypothesis.substr(hypothesis.rfind('.'));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < letters.size(); i += 2) {
    names.push_back(pair + ".ref." + letters[i] + language);
  }
  return names;
}

class ChrfParity : public testing::ParityTest {
 protected:
  static Report report(const std::string& hypothesis, const std::vector<std::string>& references,
                       const std::string& spec, const EvaluateOptions& options = {}) {
    CorpusFiles files;
    files.systems.push_back({path(hypothesis), hypothesis});
    for (const std::string& name : references) files.references.push_back({path(name), name});
    const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
    return evaluate(files, {}, specs, options);
  }

  /// A list of `metric`, whose key is "hypothesis|references|metric|signature".
  void expect_segment_scores(const std::string& metric, const std::string& key,
                             const json& scores) {
    SCOPED_TRACE(key);
    const std::size_t bar = key.find('|');
    const std::string hypothesis = key.substr(0, bar);
    const std::string letters = key.substr(bar + 1, key.find('|', bar + 1) - bar - 1);
    const Report actual =
        report(hypothesis, references_of(hypothesis, letters), metric, {.segment_scores = true});
    for (std::size_t i = 0; i < scores.size(); ++i) {
      expect_near(cell(actual, i, 0, 0), scores[i], kTolerance);
    }
    const std::string signature = key.substr(key.find("|nrefs:") + 1);
    EXPECT_EQ(without_version(actual.metrics[0].segment_signature), without_version(signature));
  }

  void expect_all_segment_scores(const std::string& metric) {
    const json lists = read_json("expected/sacrebleu-segments.json");
    for (const auto& [key, scores] : lists.items()) {
      if (key.find("|" + metric + "|") != std::string::npos) {
        expect_segment_scores(metric, key, scores);
      }
    }
  }
};

TEST_F(ChrfParity, CorpusScores) {
  for (const json& expected : read_json("expected/sacrebleu-corpus.json")) {
    if (expected["metric"] != "chrf") continue;
    SCOPED_TRACE(expected["hyp"].dump() + " " + expected["signature"].dump());
    const Report actual = report(expected["hyp"], expected["refs"], spec_of(expected["options"]));
    expect_near(actual.systems[0].scores[0].value, expected["score"], kTolerance);
    std::string signature = without_version(actual.metrics[0].signature);
    // sacreBLEU leaves beta out.
    if (expected["options"].contains("beta")) signature.resize(signature.find("|beta:"));
    EXPECT_EQ(signature, without_version(expected["signature"]));
  }
  EXPECT_EQ(compared(), 84);
}

TEST_F(ChrfParity, SegmentScores) {
  expect_all_segment_scores("chrf");
  EXPECT_EQ(compared(), 2520);
}

TEST_F(ChrfParity, SegmentScoresWithWords) {
  expect_all_segment_scores("chrf++");
  EXPECT_EQ(compared(), 2520);
}

/// The references of each language pair.
const std::map<std::string, std::string> kAllReferences = {
    {"cs-en", "B+C"}, {"en-de", "A+B"}, {"en-ja", "A"}, {"en-zh", "A+B"},
    {"liv-en", "A"},  {"ru-sah", "A"},  {"uk-cs", "A"},
};

TEST_F(ChrfParity, PublishedScores) {
  for (const json& published : read_json("expected/wmt22-published.json")) {
    if (published["metric"] != "chrf") continue;
    SCOPED_TRACE(published.dump());
    const std::string pair = published["pair"];
    const std::string language = pair.substr(pair.find('-') + 1);
    const std::string hypothesis =
        "wmt22/" + pair + ".hyp." + published["system"].get<std::string>() + "." + language;
    std::string letters = published["refs"];
    if (letters == "all") letters = kAllReferences.at(pair);
    const Report actual = report(hypothesis, references_of(hypothesis, letters), "chrf");
    expect_near(actual.systems[0].scores[0].value, published["score"], kTolerance);
  }
  EXPECT_EQ(compared(), 32);
}

}  // namespace
}  // namespace assay
