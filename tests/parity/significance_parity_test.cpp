#include "assay/compare.h"

#include "parity_data.h"

namespace assay {
namespace {

using testing::json;

/// By BLEU and chrF. sacreBLEU resamples chrF in single precision: in doubles its own statistics of
/// JDExploreAcademy give a half-width of 0.6380214367384802, not 0.6380203505083948.
constexpr double kMeanTolerances[] = {1e-9, 1e-6};
constexpr double kHalfWidthTolerances[] = {1e-9, 2e-6};
constexpr const char* kNames[] = {"BLEU", "chrF2"};

class SignificanceParity : public testing::ParityTest {
 protected:
  static Evaluation measure(const std::vector<std::string>& systems, const std::string& reference) {
    CorpusFiles files;
    for (const std::string& name : systems) files.systems.push_back({path(name), name});
    files.references.push_back({path(reference), reference});
    const std::vector<MetricSpec> specs = parse_metric_list("bleu,chrf");
    return assay::measure(files, {}, specs, {.threads = 2, .keep_rows = true});
  }

  /// The three systems of the paired tests.
  static Evaluation tested(PairedTest test) {
    Evaluation evaluation =
        measure({"wmt22/en-de.hyp.Online-W.de", "wmt22/en-de.hyp.JDExploreAcademy.de",
                 "wmt22/en-de.hyp.OpenNMT.de"},
                "wmt22/en-de.ref.A.de");
    add_comparisons(evaluation, {.test = test, .threads = 2});
    return evaluation;
  }

  /// sacreBLEU's table: a line for each system, the baseline first.
  void expect_tests(const Report& actual, const json& expected) {
    ASSERT_EQ(actual.systems.size(), expected.size());
    for (std::size_t s = 0; s < expected.size(); ++s) {
      for (std::size_t m = 0; m < std::size(kNames); ++m) {
        SCOPED_TRACE(expected[s]["system"].dump() + " " + kNames[m]);
        const json& own = expected[s][kNames[m]];
        const Score& score = actual.systems[s].scores[m];
        expect_near(score.value, own["score"], 1e-9);
        EXPECT_EQ(score.interval.has_value(), !own["mean"].is_null());
        if (score.interval) {
          expect_near(score.interval->mean, own["mean"], kMeanTolerances[m]);
          expect_near(score.interval->half_width, own["ci"], kHalfWidthTolerances[m]);
        }
      }
    }
    for (const Comparison& comparison : actual.comparisons) {
      const json& own = expected[comparison.system][kNames[comparison.metric]];
      expect_near(comparison.p, own["p_value"], 0);
    }
  }

  /// sacreBLEU was asked for six decimals.
  void expect_interval(std::size_t metric, const json& expected) {
    Evaluation evaluation =
        measure({"wmt22/cs-en.hyp.CUNI-DocTransformer.en"}, "wmt22/cs-en.ref.B.en");
    add_intervals(evaluation, {.threads = 2});
    const Score& score = evaluation.report.systems[0].scores[metric];
    expect_near(score.value, expected["score"], 0.5e-6 + 1e-9);
    expect_near(score.interval->mean, expected["confidence_mean"],
                0.5e-6 + kMeanTolerances[metric]);
    expect_near(score.interval->half_width, expected["confidence_var"],
                0.5e-6 + kHalfWidthTolerances[metric]);
  }
};

TEST_F(SignificanceParity, PairedBootstrap) {
  expect_tests(tested(PairedTest::kBootstrap).report, read_json("expected/paired-bs.json"));
  EXPECT_EQ(compared(), 22);
}

TEST_F(SignificanceParity, PairedRandomization) {
  expect_tests(tested(PairedTest::kRandomization).report, read_json("expected/paired-ar.json"));
  EXPECT_EQ(compared(), 10);
}

TEST_F(SignificanceParity, BleuInterval) {
  expect_interval(0, read_json("expected/confidence-bleu.json"));
  EXPECT_EQ(compared(), 3);
}

TEST_F(SignificanceParity, ChrfInterval) {
  expect_interval(1, read_json("expected/confidence-chrf.json"));
  EXPECT_EQ(compared(), 3);
}

}  // namespace
}  // namespace assay
