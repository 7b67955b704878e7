#include "assay/evaluate.h"

#include "assay/error.h"

#include "text_corpus.h"

#include <array>
#include <bit>
#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::cell;
using testing::TextCorpus;
using testing::Texts;

/// Words of a small language in up to four lines; sometimes nothing.
std::string random_text(std::mt19937_64& random) {
  constexpr std::array<std::string_view, 8> kWords = {"the",   "running", "cat",    "Cats",
                                                      "don't", "3.14",    "Zürich", "\n"};
  std::string text;
  const std::size_t words = random() % 40;
  for (std::size_t i = 0; i < words; ++i) {
    text += kWords[random() % kWords.size()];
    text += ' ';
  }
  return text;
}

TextCorpus random_corpus(std::size_t segments) {
  std::mt19937_64 random(1);
  std::vector<Texts> systems(3);
  std::vector<Texts> references(segments);
  for (std::size_t i = 0; i < segments; ++i) {
    for (Texts& system : systems) system.push_back(random_text(random));
    const std::size_t count = 1 + random() % 3;
    for (std::size_t r = 0; r < count; ++r) references[i].push_back(random_text(random));
  }
  return {systems, references};
}

const std::vector<std::string>& specs() {
  static const std::vector<std::string> kSpecs = {"bleu",   "bleu:case=lc,tok=intl,smooth=add-k",
                                                  "rouge1", "rouge2:stem=yes",
                                                  "rougeL", "rougeLsum"};
  return kSpecs;
}

/// Every double of a report, as bits.
std::vector<std::uint64_t> bits_of(const Report& report) {
  std::vector<std::uint64_t> bits;
  const auto add = [&](double value) { bits.push_back(std::bit_cast<std::uint64_t>(value)); };
  for (const SystemResult& system : report.systems) {
    for (const Score& score : system.scores) {
      add(score.value);
      for (const Detail& detail : score.details) std::ranges::for_each(detail.values, add);
    }
  }
  std::ranges::for_each(report.segment_scores.cells, add);
  return bits;
}

TEST(EvaluateTest, NeitherThreadsNorBlocksChangeABit) {
  const TextCorpus corpus = random_corpus(300);
  const auto expected = bits_of(corpus.report(specs(), {.segment_scores = true}));
  for (const std::size_t block : {1, 7, 64, 1024}) {
    for (const std::size_t threads : {1, 2, 5}) {
      const Report report = corpus.report(
          specs(), {.threads = threads, .block_segments = block, .segment_scores = true});
      EXPECT_EQ(bits_of(report), expected) << threads << " threads, blocks of " << block;
      EXPECT_EQ(report.segments, 300);
    }
  }
}

TEST(EvaluateTest, SegmentScoresDoNotChangeTheCorpusScores) {
  const TextCorpus corpus = random_corpus(50);
  const Report with = corpus.report(specs(), {.segment_scores = true});
  Report without = corpus.report(specs());
  EXPECT_TRUE(without.segment_scores.cells.empty());
  without.segment_scores = with.segment_scores;
  EXPECT_EQ(bits_of(without), bits_of(with));
}

TEST(EvaluateTest, MetricsDoNotDependOnEachOther) {
  const TextCorpus corpus = random_corpus(50);
  const Report all = corpus.report(specs());
  for (std::size_t m = 0; m < specs().size(); ++m) {
    const Report one = corpus.report({specs()[m]});
    for (std::size_t s = 0; s < 3; ++s) {
      EXPECT_EQ(one.systems[s].scores[0].value, all.systems[s].scores[m].value) << specs()[m];
    }
  }
}

/// Cells are in the order that the header promises: segment, system, metric, field.
TEST(EvaluateTest, SegmentScoresAreThoseOfTheSegmentAlone) {
  const std::vector<Texts> systems = {{"a b", "c d e"}, {"a x", "c d"}};
  const std::vector<Texts> references = {{"a b"}, {"c d e", "x"}};
  const Report report =
      TextCorpus(systems, references).report({"bleu", "rouge1"}, {.segment_scores = true});
  ASSERT_EQ(report.metrics[1].segment_fields,
            (std::vector<std::string>{"score", "precision", "recall", "f1"}));
  const std::size_t first_rouge = report.metrics[0].segment_fields.size();
  ASSERT_EQ(report.segment_scores.cells.size(), 2 * 2 * (first_rouge + 4));
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t s = 0; s < 2; ++s) {
      const TextCorpus alone({{systems[s][i]}}, {references[i]});
      EXPECT_EQ(cell(report, i, s, 0), alone.score("bleu:eff=yes").value);
      EXPECT_EQ(cell(report, i, s, first_rouge), alone.score("rouge1").value);
    }
  }
}

TEST(EvaluateTest, ReportsWhatItRead) {
  const TextCorpus corpus({{"a", " ", "c"}, {"", "", "c"}}, {{"a"}, {"", "b"}, {"c"}});
  const Report report = corpus.report({"bleu"});
  EXPECT_EQ(report.segments, 3);
  EXPECT_EQ(report.empty_references, 1);
  EXPECT_EQ(report.systems[0].empty, 1);
  EXPECT_EQ(report.systems[1].empty, 2);
  EXPECT_EQ(report.systems[1].name, "system1");
  EXPECT_EQ(report.metrics[0].key, "bleu");
}

TEST(EvaluateTest, NoSegmentsHaveNoScore) {
  const testing::TempFolder folder;
  const std::string path = folder.write("empty.jsonl", "");
  CorpusFiles files;
  files.systems.push_back({path, "empty"});
  const std::vector<MetricSpec> parsed = {MetricSpec::parse("bleu"), MetricSpec::parse("rougeL")};
  EXPECT_THROW(evaluate(files, {}, parsed, {}), Error);
  const Report report = evaluate(files, {.allow_empty = true}, parsed, {.segment_scores = true});
  ASSERT_EQ(report.systems.size(), 1);
  for (const Score& score : report.systems[0].scores)
    EXPECT_EQ(score.missing_reason, "no segments");
  EXPECT_TRUE(report.segment_scores.cells.empty());
}

TEST(EvaluateTest, TellsItsProgress) {
  const TextCorpus corpus = random_corpus(100);
  std::vector<std::uint64_t> segments;
  corpus.report({"bleu"}, {.block_segments = 10, .on_progress = [&](const Progress& progress) {
                             segments.push_back(progress.segments);
                           }});
  ASSERT_FALSE(segments.empty());
  EXPECT_TRUE(std::ranges::is_sorted(segments));
  EXPECT_EQ(segments.back(), 100);
}

}  // namespace
}  // namespace assay
