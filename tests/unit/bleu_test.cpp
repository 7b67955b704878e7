#include "assay/metric.h"

#include "text_corpus.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using testing::detail;
using testing::TextCorpus;
using testing::Texts;

/// Texts and what sacreBLEU 2.6.0 says about them. Its API alone has the other numbers of the
/// series.
struct BleuCase {
  std::string name;
  std::string about;
  std::string spec;
  Texts hyps;
  std::vector<Texts> refs;  ///< [segment][reference]
  double score = 0;
  std::vector<double> counts;
  std::vector<double> totals;
  std::vector<double> precisions;
  double bp = 0;
  double sys_len = 0;
  double ref_len = 0;
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BleuCase, name, about, spec, hyps, refs, score, counts, totals,
                                   precisions, bp, sys_len, ref_len)

void PrintTo(const BleuCase& bleu_case, std::ostream* out) {
  *out << bleu_case.about;
}

std::vector<BleuCase> bleu_cases() {
  std::ifstream in(ASSAY_SOURCE_DIR "/tests/unit/bleu_cases.jsonl");
  std::vector<BleuCase> cases;
  for (std::string line; std::getline(in, line);) cases.push_back(nlohmann::json::parse(line));
  return cases;
}

class BleuTable : public ::testing::TestWithParam<BleuCase> {};

void expect_near(const std::vector<double>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i) EXPECT_NEAR(actual[i], expected[i], 1e-9) << i;
}

TEST_P(BleuTable, EqualsSacrebleu) {
  const BleuCase& expected = GetParam();
  const Score score = TextCorpus({expected.hyps}, expected.refs).score(expected.spec);
  EXPECT_NEAR(score.value, expected.score, 1e-9);
  EXPECT_EQ(detail(score, "counts"), expected.counts);
  EXPECT_EQ(detail(score, "totals"), expected.totals);
  expect_near(detail(score, "precisions"), expected.precisions);
  expect_near(detail(score, "bp"), {expected.bp});
  EXPECT_EQ(detail(score, "sys_len"), std::vector{expected.sys_len});
  EXPECT_EQ(detail(score, "ref_len"), std::vector{expected.ref_len});
  const double ratio = expected.ref_len > 0 ? expected.sys_len / expected.ref_len : 0;
  expect_near(detail(score, "ratio"), {ratio});
}

INSTANTIATE_TEST_SUITE_P(All, BleuTable, ::testing::ValuesIn(bleu_cases()),
                         [](const auto& info) { return info.param.name; });

/// A case of one segment scores the same as a segment, if it asks for effective order.
TEST(BleuTest, SegmentsHaveEffectiveOrder) {
  std::size_t compared = 0;
  for (const BleuCase& expected : bleu_cases()) {
    const bool is_effective = expected.spec.find("eff=yes") != std::string::npos;
    if (expected.hyps.size() != 1 || !is_effective) continue;
    std::string spec = expected.spec;
    spec.replace(spec.find("eff=yes"), 7, "eff=no");
    const Report report =
        TextCorpus({expected.hyps}, expected.refs).report({spec}, {.segment_scores = true});
    EXPECT_NEAR(testing::cell(report, 0, 0, 0), expected.score, 1e-9) << expected.name;
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

TEST(BleuTest, PerfectOutputIsABitAboveAHundred) {
  const TextCorpus corpus({{"a b c d e"}}, {{"a b c d e"}});
  EXPECT_EQ(corpus.score("bleu").value, 100.00000000000004);
}

TEST(BleuTest, SystemsAreScoredSideBySide) {
  const TextCorpus corpus({{"a b c d", "e f g h"}, {"a b x d", "e f g h"}},
                          {{"a b c d"}, {"e f g h", "x y"}});
  const Report report = corpus.report({"bleu", "bleu:order=1"});
  ASSERT_EQ(report.systems.size(), 2);
  EXPECT_NEAR(report.systems[0].scores[0].value, 100, 1e-9);
  EXPECT_NEAR(report.systems[1].scores[1].value, 87.5, 1e-9);
  EXPECT_EQ(report.metrics[0].signature, "nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp|version:" +
                                             std::string(version_signature()));
}

TEST(BleuTest, SaysWhoseNumbersItHas) {
  const TextCorpus corpus({{"a"}}, {{"a"}});
  const Report report = corpus.report({"bleu", "bleu:tok=icu", "bleu:tok=nfkc+13a"});
  EXPECT_EQ(report.metrics[0].equals, "sacrebleu 2.6.0");
  EXPECT_EQ(report.metrics[1].equals, "");
  EXPECT_EQ(report.metrics[2].equals, "");
}

}  // namespace
}  // namespace assay
