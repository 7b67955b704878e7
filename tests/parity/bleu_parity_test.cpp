#include "parity_data.h"

#include <map>

namespace assay {
namespace {

using testing::cell;
using testing::detail;
using testing::json;

constexpr double kTolerance = 1e-9;

std::string without_version(const std::string& signature) {
  return signature.substr(0, signature.find("|version:"));
}

/// sacreBLEU's keyword arguments as a spec.
std::string spec_of(const json& options) {
  std::string spec = "bleu";
  for (const auto& [key, value] : options.items()) {
    spec += spec == "bleu" ? ":" : ",";
    if (key == "lowercase") spec += "case=lc";
    if (key == "tokenize") spec += "tok=" + value.get<std::string>();
    if (key == "max_ngram_order") spec += "order=" + value.dump();
    if (key == "smooth_method") {
      const bool has_value = options.contains("smooth_value");
      const std::string bracket = has_value ? "[" + options["smooth_value"].dump() + "]" : "";
      spec += "smooth=" + value.get<std::string>() + bracket;
    }
    if (key == "smooth_value") spec.pop_back();
  }
  return spec;
}

class BleuParity : public testing::ParityTest {
 protected:
  static Report report(const std::string& hypothesis, const std::vector<std::string>& references,
                       const std::string& spec, const EvaluateOptions& options = {}) {
    CorpusFiles files;
    files.systems.push_back({path(hypothesis), hypothesis});
    for (const std::string& name : references) files.references.push_back({path(name), name});
    const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
    return evaluate(files, {}, specs, options);
  }

  void expect_corpus_score(const json& expected) {
    const std::string spec = spec_of(expected["options"]);
    const Report actual = report(expected["hyp"], expected["refs"], spec);
    const Score& score = actual.systems[0].scores[0];
    expect_near(score.value, expected["score"], kTolerance);
    expect_near(detail(score, "counts"), expected["counts"], 0);
    expect_near(detail(score, "totals"), expected["totals"], 0);
    expect_near(detail(score, "precisions"), expected["precisions"], kTolerance);
    expect_near(detail(score, "bp"), {expected["bp"].get<double>()}, kTolerance);
    expect_near(detail(score, "sys_len"), {expected["sys_len"].get<double>()}, 0);
    expect_near(detail(score, "ref_len"), {expected["ref_len"].get<double>()}, 0);
    std::string signature = without_version(actual.metrics[0].signature);
    // sacreBLEU leaves the order out.
    if (expected["options"].contains("max_ngram_order")) {
      signature.resize(signature.find("|order:"));
    }
    EXPECT_EQ(signature, without_version(expected["signature"]));
  }
};

TEST_F(BleuParity, CorpusScores) {
  std::size_t cases = 0;
  for (const json& expected : read_json("expected/sacrebleu-corpus.json")) {
    if (expected["metric"] != "bleu") continue;
    SCOPED_TRACE(expected["hyp"].dump() + " " + expected["signature"].dump());
    expect_corpus_score(expected);
    ++cases;
  }
  EXPECT_EQ(cases, 146);
}

/// What stands between the `index`-th and the next '|'.
std::string part(const std::string& key, std::size_t index) {
  std::size_t begin = 0;
  for (; index > 0; --index) begin = key.find('|', begin) + 1;
  return key.substr(begin, key.find('|', begin) - begin);
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

TEST_F(BleuParity, SegmentScores) {
  const json lists = read_json("expected/sacrebleu-segments.json");
  for (const auto& [key, scores] : lists.items()) {
    if (part(key, 2) != "bleu") continue;
    SCOPED_TRACE(key);
    const std::string tokenizer = key.find("|tok:zh|") != std::string::npos ? "zh" : "13a";
    const std::string hypothesis = part(key, 0);
    const Report actual = report(hypothesis, references_of(hypothesis, part(key, 1)),
                                 "bleu:tok=" + tokenizer, {.segment_scores = true});
    for (std::size_t i = 0; i < scores.size(); ++i) {
      expect_near(cell(actual, i, 0, 0), scores[i], kTolerance);
    }
    const std::string signature = key.substr(key.find("|nrefs:") + 1);
    EXPECT_EQ(without_version(actual.metrics[0].segment_signature), without_version(signature));
  }
  EXPECT_EQ(compared(), 2520);
}

/// The references of each language pair.
const std::map<std::string, std::string> kAllReferences = {
    {"cs-en", "B+C"}, {"en-de", "A+B"}, {"en-ja", "A"}, {"en-zh", "A+B"},
    {"liv-en", "A"},  {"ru-sah", "A"},  {"uk-cs", "A"},
};

TEST_F(BleuParity, PublishedScores) {
  const std::map<std::string, std::string> tokenizers = {{"ja", "char"}, {"zh", "zh"}};
  for (const json& published : read_json("expected/wmt22-published.json")) {
    if (published["metric"] != "bleu") continue;
    SCOPED_TRACE(published.dump());
    const std::string pair = published["pair"];
    const std::string language = pair.substr(pair.find('-') + 1);
    const std::string hypothesis =
        "wmt22/" + pair + ".hyp." + published["system"].get<std::string>() + "." + language;
    std::string letters = published["refs"];
    if (letters == "all") letters = kAllReferences.at(pair);
    const auto tokenizer = tokenizers.find(language);
    const std::string spec =
        "bleu:tok=" + (tokenizer == tokenizers.end() ? "13a" : tokenizer->second);
    const Report actual = report(hypothesis, references_of(hypothesis, letters), spec);
    expect_near(actual.systems[0].scores[0].value, published["score"], kTolerance);
  }
  EXPECT_EQ(compared(), 35);
}

}  // namespace
}  // namespace assay
