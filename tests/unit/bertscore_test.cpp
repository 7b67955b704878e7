#include "assay/compare.h"
#include "assay/embeddings.h"
#include "assay/error.h"

#include "embedded_texts.h"

#include <algorithm>
#include <sstream>

namespace assay {
namespace {

using testing::Array;
using testing::arrays_of;
using testing::BertScoreTest;
using testing::bytes_of;
using testing::cell;
using testing::kAxes;
using testing::kNan;
using testing::random_texts;
using testing::Rows;
using testing::Text;
using testing::text_of;
using Texts = testing::EmbeddedTexts;

/// BERTScore by its definition, in double precision.
class SlowBertScore {
 public:
  static std::vector<double> best(const Rows& ours, const Rows& theirs) {
    std::vector<double> best;
    for (const auto& row : ours) {
      double most = -2;
      for (const auto& other : theirs) {
        most = std::max(most, product(row, other) / std::sqrt(product(row, row)) /
                                  std::sqrt(product(other, other)));
      }
      best.push_back(most);
    }
    return best;
  }

  static double mean(const std::vector<double>& values, const std::vector<double>& weights) {
    double sum = 0;
    double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += values[i] * weights[i];
      total += weights[i];
    }
    return sum / total;
  }

  static std::vector<double> plain_weights(const Text& text) {
    std::vector<double> weights;
    for (const auto id : text.ids) weights.push_back(id > 2 ? 1 : 0);
    return weights;
  }

  /// ln((N + 1) / (c + 1)), by counting anew for each token.
  static std::vector<double> idf_weights(const Text& text, const Texts& references) {
    std::vector<double> weights;
    for (const auto id : text.ids) {
      double count = 0;
      for (const Text& reference : references)
        count += std::ranges::count(reference.ids, id) > 0 ? 1 : 0;
      weights.push_back(std::log((static_cast<double>(references.size()) + 1) / (count + 1)));
    }
    return weights;
  }

 private:
  static double product(const std::vector<float>& a, const std::vector<float>& b) {
    double sum = 0;
    for (std::size_t k = 0; k < a.size(); ++k) sum += double{a[k]} * double{b[k]};
    return sum;
  }
};

TEST_F(BertScoreTest, EqualsItsDefinitionOnRandomTexts) {
  std::mt19937 random(1);
  for (const std::size_t width : {1U, 5U, 16U, 33U, 96U, 100U}) {
    const Texts hypotheses = random_texts(random, 40, width);
    const Texts references = random_texts(random, 40, width);
    const EmbeddingPaths paths = {{write(hypotheses)}, {write(references)}};
    const Report plain = report(paths);
    const Report idf = report(paths, "bertscore:idf=yes");
    for (std::size_t i = 0; i < hypotheses.size(); ++i) {
      const auto p = SlowBertScore::best(hypotheses[i].rows, references[i].rows);
      const auto r = SlowBertScore::best(references[i].rows, hypotheses[i].rows);
      const auto expect = [&](const Report& actual, const auto& weights) {
        const double precision = SlowBertScore::mean(p, weights(hypotheses[i]));
        const double recall = SlowBertScore::mean(r, weights(references[i]));
        expect_values(actual, i, {precision, recall, 2 * precision * recall / (precision + recall)},
                      1e-6);
      };
      expect(plain, [](const Text& text) { return SlowBertScore::plain_weights(text); });
      expect(idf, [&](const Text& text) { return SlowBertScore::idf_weights(text, references); });
    }
  }
}

TEST_F(BertScoreTest, SpecialTokensAreTargetsButDoNotCount) {
  // The word of the hypothesis is only like [CLS] of the reference.
  const EmbeddingPaths paths = {
      {write({text_of({1, 7, 2}, {kAxes[1], kAxes[0], kAxes[2]})})},
      {write({text_of({1, 8, 9, 2}, {kAxes[0], {0, 1, 1}, {0, 1, 1}, {0, 1, 1}})})}};
  const double half = std::sqrt(0.5);
  expect_values(report(paths), 0, {1, half, 2 * half / (1 + half)});
  expect_values(report(paths, "bertscore:special=ignore"), 0, {0, 0, 0});
}

TEST_F(BertScoreTest, SpecialTokensAreFoundByIdWhereverTheyStand) {
  const Text hypothesis = text_of({1, 2, 7, 2}, {kAxes[0], kAxes[1], kAxes[2], kAxes[0]});
  const Text reference = text_of({1, 7, 8, 2}, {kAxes[0], kAxes[2], kAxes[2], kAxes[0]});
  const EmbeddingPaths paths = {{write({hypothesis})}, {write({reference})}};
  expect_values(report(paths), 0, {1, 1, 1});
  EXPECT_NEAR(cell(report(paths, "bertscore:cls=none,sep=none"), 0, 0, 1), 0.75, 1e-7);
}

TEST_F(BertScoreTest, MarksOrWeightsInTheFileComeFirst) {
  std::vector<Array> arrays = arrays_of({text_of({5, 6, 7}, kAxes)});
  const std::string reference = write({text_of({5, 6, 1}, {kAxes[0], {1, 1, 0}, {1, 1, 0}})});
  arrays.push_back({"special", "U8", {3}, std::string("\1\0\1", 3)});
  const double half = std::sqrt(0.5);
  EXPECT_NEAR(cell(report({{write(arrays, {})}, {reference}}), 0, 0, 1), half, 1e-7);
  arrays.push_back({"weights", "F32", {3}, bytes_of<float>({3, 1, 0})});
  EXPECT_NEAR(cell(report({{write(arrays, {})}, {reference}}), 0, 0, 1), (3 + half) / 4, 1e-7);
}

TEST_F(BertScoreTest, ATextOfTwoTokensIsEmpty) {
  const Text empty = text_of({1, 2}, {kAxes[0], kAxes[1]});
  const Text full = text_of({1, 7, 2}, kAxes);
  const EmbeddingPaths paths = {{write({empty, full, empty, full})},
                                {write({full, empty, empty, full})}};
  const Report actual = report(paths);
  for (const std::size_t i : {0U, 1U, 2U}) expect_values(actual, i, {0, 0, 0});
  expect_values(actual, 3, {1, 1, 1});
  EXPECT_EQ(actual.systems[0].scores[0].value, 0.25);
  EXPECT_EQ(actual.systems[0].empty, 2);
  EXPECT_EQ(actual.empty_references, 2);
  EXPECT_TRUE(actual.warnings.empty());
}

TEST_F(BertScoreTest, TwoTokensThatCountKeepTheirF) {
  const Text two = text_of({7, 2}, {kAxes[0], kAxes[1]});
  const EmbeddingPaths paths = {{write({two})}, {write({two})}};
  expect_values(report(paths), 0, {0, 0, 1});
}

TEST_F(BertScoreTest, WithoutWeightsThereIsNoPrecisionAndFIsZero) {
  const Text only_special = text_of({1, 2, 2}, kAxes);
  const Text full = text_of({1, 7, 2}, kAxes);
  const EmbeddingPaths paths = {{write({only_special, full})}, {write({full, full})}};
  const Report actual = report(paths);
  expect_values(actual, 0, {kNan, 1, 0});
  const Score& score = actual.systems[0].scores[0];
  EXPECT_EQ(score.value, 0.5);
  EXPECT_EQ(testing::detail(score, "precision").at(0), 1);
  ASSERT_EQ(actual.warnings.size(), 1);
  EXPECT_EQ(actual.warnings[0].code, "W-WEIGHTS");
  const Report compat = report(paths, "bertscore:nan=compat");
  EXPECT_TRUE(std::isnan(testing::detail(compat.systems[0].scores[0], "precision").at(0)));
}

TEST_F(BertScoreTest, ATextWithoutRowsHasNoScore) {
  const Text full = text_of({1, 7, 2}, kAxes);
  const EmbeddingPaths paths = {{write({Text{}, full})}, {write({full, full})}};
  expect_values(report(paths), 0, {kNan, kNan, 0});
}

TEST_F(BertScoreTest, ARowWithoutDirectionIsAnErrorOrNoNumber) {
  const Text full = text_of({1, 7, 2}, kAxes);
  for (const float number : {0.0F, kNan, std::numeric_limits<float>::infinity(), 1e30F, 1e-30F}) {
    SCOPED_TRACE(number);
    const Text bad = text_of({1, 7, 2}, {kAxes[0], {number, 0, 0}, kAxes[1]});
    for (const bool is_reference : {false, true}) {
      const std::string good_file = write({full, full});
      const std::string bad_file = write({full, bad});
      const EmbeddingPaths paths = {{is_reference ? good_file : bad_file},
                                    {is_reference ? bad_file : good_file}};
      testing::expect_error(error_of(paths), "E-NAN", {"emb", "segment 1", "row 4", bad_file});
      const Report compat = report(paths, "bertscore:nan=compat");
      expect_values(compat, 0, {1, 1, 1});
      // In bert_score a row of very large numbers becomes one of zeros.
      if (number == 1e30F) continue;
      expect_values(compat, 1, {kNan, kNan, 0});
    }
  }
}

TEST_F(BertScoreTest, LargeAndSmallRowsAreAsGoodAsOthers) {
  std::mt19937 random(2);
  Texts hypotheses = random_texts(random, 4, 32);
  const std::string references = write(random_texts(random, 4, 32));
  const Report expected = report({{write(hypotheses)}, {references}});
  for (const float factor : {1e-17F, 1e-9F, 1e9F, 1e16F}) {
    Texts scaled = hypotheses;
    for (auto& row : scaled[1].rows) {
      for (float& number : row) number *= factor;
    }
    const Report actual = report({{write(scaled)}, {references}});
    expect_values(actual, 1, values(expected, 1), 1e-6);
    EXPECT_EQ(actual.warnings.size(), 1);
    EXPECT_EQ(actual.warnings[0].code, "W-NORMS");
  }
}

TEST_F(BertScoreTest, EachOfPrecisionRecallAndFIsTheBestOfAllReferences) {
  std::mt19937 random(3);
  const std::string hypotheses = write(random_texts(random, 30, 8));
  const Texts first = random_texts(random, 30, 8);
  const Texts second = random_texts(random, 30, 8);
  const Report both = report({{hypotheses}, {write(first), write(second)}});
  const Report one = report({{hypotheses}, {write(first)}});
  const Report two = report({{hypotheses}, {write(second)}});
  Texts grouped;
  for (std::size_t i = 0; i < first.size(); ++i) {
    grouped.push_back(first[i]);
    grouped.push_back(second[i]);
  }
  std::vector<Array> arrays = arrays_of(grouped);
  std::vector<std::int64_t> groups;
  for (std::int64_t i = 0; i <= 30; ++i) groups.push_back(2 * i);
  arrays.push_back({"groups", "I64", {groups.size()}, bytes_of(groups)});
  const Report in_groups = report({{hypotheses}, {write(arrays)}});
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t v = 0; v < 3; ++v) {
      EXPECT_EQ(values(both, i)[v], std::max(values(one, i)[v], values(two, i)[v]));
    }
    EXPECT_EQ(values(in_groups, i), values(both, i));
  }
  EXPECT_EQ(in_groups.metrics[0].signature, both.metrics[0].signature);
  EXPECT_TRUE(both.metrics[0].signature.starts_with("nrefs:2|idf:no|"));
}

TEST_F(BertScoreTest, NumbersOfReferencesMayVary) {
  std::mt19937 random(4);
  const Texts texts = random_texts(random, 3, 8);
  std::vector<Array> arrays = arrays_of(texts);
  arrays.push_back({"groups", "I64", {3}, bytes_of<std::int64_t>({0, 1, 3})});
  const Report actual = report({{write({texts[0], texts[2]})}, {write(arrays)}});
  expect_values(actual, 0, {1, 1, 1});
  expect_values(actual, 1, {1, 1, 1});
  EXPECT_TRUE(actual.metrics[0].signature.starts_with("nrefs:var|"));
}

TEST_F(BertScoreTest, PaddingRaisesNegativeSimilaritiesToZero) {
  const Text one = text_of({7, 8, 9}, {{1, 0}, {1, 0}, {1, 0}});
  const Text opposite = text_of({7, 8, 9}, {{-1, 0}, {-1, 0}, {-1, 0}});
  const Text longer = text_of({7, 8, 9, 7}, {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
  const EmbeddingPaths paths = {{write({one, one, one})}, {write({opposite, longer, opposite})}};
  expect_values(report(paths), 0, {-1, -1, -1});
  // Pairs 0 and 1 are a batch; only the references are of different lengths in it.
  const Report padded = report(paths, "bertscore:pad=2");
  expect_values(padded, 0, {0, -1, 0});
  expect_values(padded, 2, {-1, -1, -1});
}

TEST_F(BertScoreTest, AllReferencesAlikeLeaveNoWeights) {
  const Text full = text_of({1, 7, 2}, kAxes);
  const Report actual =
      report({{write({text_of({1, 9, 2}, kAxes)})}, {write({full})}}, "bertscore:idf=yes");
  expect_values(actual, 0, {1, kNan, 0});
}

TEST_F(BertScoreTest, IsTheSameForAnyNumberOfThreadsAndSystems) {
  std::mt19937 random(5);
  const Texts hypotheses = random_texts(random, 700, 96);
  const std::string a = write(hypotheses);
  const std::string b = write(random_texts(random, 700, 96));
  const std::string reference = write(random_texts(random, 700, 96));
  const Evaluation one = measure({{a, b}, {reference}}, "bertscore:idf=yes");
  for (const std::size_t threads : {2U, 3U, 7U}) {
    const Evaluation more = measure({{a, b}, {reference}}, "bertscore:idf=yes", threads);
    EXPECT_EQ(more.report.segment_scores.cells, one.report.segment_scores.cells);
    EXPECT_TRUE(more.tables == one.tables);
    EXPECT_EQ(more.report.systems[0].scores[0].value, one.report.systems[0].scores[0].value);
  }
  const Report alone = report({{b}, {reference}}, "bertscore:idf=yes");
  for (const std::size_t i : {0U, 1U, 333U, 699U}) {
    EXPECT_EQ(values(alone, i, 0), values(one.report, i, 1));
  }
}

TEST_F(BertScoreTest, HasIntervalsAndTests) {
  std::mt19937 random(6);
  const Texts texts = random_texts(random, 30, 8);
  const std::string other = write(random_texts(random, 30, 8));
  Evaluation evaluation = measure({{write(texts), other, other}, {write(texts)}}, "bertscore");
  add_comparisons(evaluation, {});
  const Report& report = evaluation.report;
  EXPECT_NEAR(report.systems[0].scores[0].value, 1, 1e-6);
  EXPECT_LT(report.comparisons[0].p, 0.01);
  EXPECT_FALSE(report.comparisons[0].is_identical);
  ASSERT_TRUE(report.systems[1].scores[0].interval);
  EXPECT_GT(report.systems[1].scores[0].interval->half_width, 0);
}

TEST_F(BertScoreTest, TheExplanationEndsInTheScoreOfTheSegment) {
  std::mt19937 random(9);
  const EmbeddingPaths paths = {
      {write(random_texts(random, 6, 8))},
      {write(random_texts(random, 6, 8)), write(random_texts(random, 6, 8))}};
  const std::string table = folder_.write("b.tsv", "LAYER,P,R,F\n0,.1,.2,.3\n");
  const EmbeddingCorpus corpus(paths);
  for (const std::string& options :
       {std::string(), std::string(":idf=yes"), std::string(":special=ignore,pad=4"),
        ":layer=0,baseline=" + table}) {
    const MetricSpec spec = MetricSpec::parse("bertscore" + options);
    const Report actual = report(paths, spec.key);
    for (std::uint64_t segment = 0; segment < 6; ++segment) {
      std::ostringstream out;
      spec.info->explain_embedded(spec, corpus, segment, out);
      const std::string text = out.str();
      const std::string last = text.substr(text.rfind("score: ") + 7);
      EXPECT_EQ(std::stod(last), cell(actual, segment, 0, 0)) << options << " " << segment;
      EXPECT_EQ(text.substr(0, text.find('\n')), actual.metrics[0].signature);
    }
  }
}

TEST_F(BertScoreTest, TheExplanationLacksWhatTheScoreLacks) {
  const Text full = text_of({1, 7, 2}, kAxes);
  const std::string good = write({full});
  const std::string no_weights = write({text_of({1, 2, 2}, kAxes)});
  for (const bool is_first : {false, true}) {
    const EmbeddingPaths paths = {{good},
                                  {is_first ? no_weights : good, is_first ? good : no_weights}};
    expect_values(report(paths), 0, {1, kNan, 1});
    const MetricSpec spec = MetricSpec::parse("bertscore");
    std::ostringstream out;
    spec.info->explain_embedded(spec, EmbeddingCorpus(paths), 0, out);
    EXPECT_NE(out.str().find("best of all references: P 1.0000, R nan, F 1.0000"),
              std::string::npos)
        << out.str();
  }
}

TEST_F(BertScoreTest, HalfPrecisionIsAsGoodAsItsNumbers) {
  std::mt19937 random(7);
  Texts texts = random_texts(random, 20, 40);
  Texts references = random_texts(random, 20, 40);
  // Numbers that half precision holds exactly: multiples of 1/64 in [1, 2), and their negatives.
  const auto round = [](Texts& all, std::uint16_t (*narrow)(float)) {
    std::vector<std::uint16_t> halves;
    for (Text& text : all) {
      for (auto& row : text.rows) {
        for (float& number : row) {
          number =
              std::copysign(1 + std::fmod(std::floor(std::abs(number) * 64), 64.0F) / 64, number);
          halves.push_back(narrow(number));
        }
      }
    }
    return halves;
  };
  const auto f16 = [](float number) {
    return static_cast<std::uint16_t>((number < 0 ? 0x8000 : 0) | 0x3C00 |
                                      static_cast<int>((std::abs(number) - 1) * 1024));
  };
  const auto bf16 = [](float number) {
    return static_cast<std::uint16_t>((number < 0 ? 0x8000 : 0) | 0x3F80 |
                                      static_cast<int>((std::abs(number) - 1) * 128));
  };
  const auto with_halves = [&](Texts& all, const std::string& dtype) {
    const auto halves = round(all, dtype == "F16" ? +f16 : +bf16);
    std::vector<Array> arrays = arrays_of(all);
    arrays[0].dtype = dtype;
    arrays[0].bytes = bytes_of(halves);
    return write(arrays);
  };
  for (const std::string dtype : {"F16", "BF16"}) {
    SCOPED_TRACE(dtype);
    const std::string half_hypotheses = with_halves(texts, dtype);
    const std::string half_references = with_halves(references, dtype);
    const std::string hypotheses = write(texts);
    const Report expected = report({{hypotheses}, {write(references)}});
    const Report half = report({{half_hypotheses}, {half_references}});
    const Report mixed = report({{hypotheses}, {half_references}});
    for (std::size_t i = 0; i < texts.size(); ++i) {
      EXPECT_EQ(values(half, i), values(expected, i));
      EXPECT_EQ(values(mixed, i), values(expected, i));
    }
  }
}

}  // namespace
}  // namespace assay
