#include "assay/explain.h"

#include "assay/error.h"

#include "text_corpus.h"

#include <charconv>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::cell;
using testing::TextCorpus;
using testing::Texts;

std::string explained(const std::string& spec, const Texts& references,
                      const std::string& hypothesis) {
  const std::vector<std::string_view> views(references.begin(), references.end());
  std::ostringstream out;
  explain(MetricSpec::parse(spec), views, hypothesis, out);
  return out.str();
}

/// The number of the last line, which is "score: NUMBER".
double score_of(const std::string& text) {
  const std::string label = "\nscore: ";
  const std::size_t at = text.rfind(label);
  EXPECT_NE(at, std::string::npos) << text;
  double score = -1;
  std::from_chars(text.data() + at + label.size(), text.data() + text.size(), score);
  return score;
}

std::vector<std::string> explainable_specs() {
  std::vector<std::string> specs = {
      "bleu:smooth=none",
      "bleu:smooth=floor",
      "bleu:smooth=add-k,case=lc",
      "bleu:order=2",
      "rouge1:stem=yes",
      "rougeLsum:tok=icu",
      "chrf:space=yes,case=lc",
      "chrf:eff=no",
      "chrf:nc=0,nw=2",
      "ter:norm=yes",
      "ter:punct=no,asian=yes",
      "wer:case=lc",
      "ter:case=mixed",
      "cer:case=lc",
      "chrf++:eff=no",
  };
  for (const MetricInfo* info : metrics()) {
    if (info->explain != nullptr) specs.emplace_back(info->name);
  }
  return specs;
}

/// Compares the explanation of every segment with what `score --segments` says.
void expect_same_scores(const CorpusFiles& files, const InputOptions& input) {
  std::vector<MetricSpec> specs;
  for (const std::string& text : explainable_specs()) specs.push_back(MetricSpec::parse(text));
  const Report report = evaluate(files, input, specs, {.segment_scores = true});
  CorpusReader reader(files, input);
  Block block;
  while (reader.next(block, 1000)) {
    for (std::size_t i = 0; i < block.segments; ++i) {
      const std::uint32_t first = block.reference_begin[i];
      const std::span references =
          std::span(block.references).subspan(first, block.reference_begin[i + 1] - first);
      std::size_t field = 0;
      for (std::size_t m = 0; m < specs.size(); ++m) {
        std::ostringstream out;
        ASSERT_NO_THROW(explain(specs[m], references, block.hypotheses[i * block.systems], out))
            << specs[m].key << " of segment " << i;
        EXPECT_EQ(score_of(out.str()), cell(report, block.first_segment + i, 0, field))
            << out.str();
        field += report.metrics[m].segment_fields.size();
      }
    }
  }
}

InputFile example(const std::string& name) {
  return {std::string(ASSAY_SOURCE_DIR "/data/examples/") + name, name};
}

TEST(ExplainTest, ScoresAreThoseOfTheExamplesSegments) {
  const std::vector<CorpusFiles> corpora = {
      {{example("mt.en.sysB.txt")}, {example("mt.en.ref1.txt"), example("mt.en.ref2.txt")}},
      {{example("mt.de.sysB.txt")}, {example("mt.de.ref.txt")}},
      {{example("mt.zh.sysA.txt")}, {example("mt.zh.ref.txt")}},
      {{example("mt.hi.sysA.txt")}, {example("mt.hi.ref.txt")}},
      {{example("summaries.jsonl")}, {}},
      {{example("summaries.two-refs.jsonl")}, {}},
  };
  for (const CorpusFiles& files : corpora) expect_same_scores(files, {});
}

/// Few words in any order: many shifts, repeated n-grams, empty lines and sides.
std::string random_text(std::mt19937_64& random) {
  constexpr std::string_view kWords[] = {"the", "cat", "Cats", "don't", "running", "\n", "a", "।"};
  std::string text;
  const std::size_t words = random() % 16;
  for (std::size_t i = 0; i < words; ++i) {
    text += kWords[random() % std::size(kWords)];
    text += ' ';
  }
  return text;
}

TEST(ExplainTest, ScoresAreThoseOfRandomSegments) {
  std::mt19937_64 random(7);
  std::vector<Texts> systems(1);
  std::vector<Texts> references(300);
  for (Texts& texts : references) {
    systems[0].push_back(random_text(random));
    const std::size_t count = 1 + random() % 3;
    for (std::size_t r = 0; r < count; ++r) texts.push_back(random_text(random));
  }
  const TextCorpus corpus(systems, references);
  expect_same_scores(corpus.files(), corpus.input());
}

struct ReasonCase {
  std::string spec;
  std::string reference;
  std::string hypothesis;
  std::string reason;
};

TEST(ExplainTest, SaysWhyAScoreIsZero) {
  const std::vector<ReasonCase> cases = {
      {"bleu", "a b", "", "the hypothesis is empty"},
      {"bleu", "a b", "c d", "no token of the hypothesis is in a reference"},
      {"bleu:smooth=none", "a b c", "a c b", "no 2-gram matches, and smooth=none"},
      {"bleu", "", "a", "the reference has no tokens"},
      {"rouge1", "我", "我", "the tokenizer leaves nothing of the hypothesis"},
      {"rouge2", "a b", "a", "the hypothesis has no 2-gram"},
      {"rouge2", "a", "a b", "the reference has no 2-gram"},
      {"rouge2", "a b", "b a", "no 2-gram of the hypothesis is in the reference"},
      {"rougeL", "a b", "c", "no token of the hypothesis is in the reference"},
      {"chrf", "a b", "", "the hypothesis is empty"},
      {"chrf", "ab", "cd", "nothing of the hypothesis is in the reference"},
      {"ter", "a b", "a b", "no edit is needed"},
      {"wer", "a b", "a b", "the texts do not differ"},
      {"wip", "a b", "", "the hypothesis is empty"},
      {"wip", "a b", "c", "no word of the hypothesis is right"},
  };
  for (const ReasonCase& test : cases) {
    const std::string text = explained(test.spec, {test.reference}, test.hypothesis);
    EXPECT_EQ(score_of(text), 0) << text;
    EXPECT_NE(text.find("The score is 0: " + test.reason), std::string::npos) << text;
  }
}

TEST(ExplainTest, ShowsTheClippedCount) {
  const std::string text = explained("bleu", {"the cat", "the the dog"}, "the the the");
  EXPECT_NE(text.find("     3        2     2  the\n"), std::string::npos) << text;
  EXPECT_NE(text.find("1-grams: 2 of 3 match"), std::string::npos) << text;
}

TEST(ExplainTest, ShowsTheShiftsOfTer) {
  const std::string text = explained("ter", {"a b c d e f"}, "e f a b c d");
  EXPECT_NE(text.find("shifts: 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("  now: a b c d e f\n"), std::string::npos) << text;
}

TEST(ExplainTest, NamesTheMetricsThatHaveOne) {
  try {
    explained("em", {"a"}, "a");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.problem().code, "E-EXPLAIN");
    EXPECT_NE(error.problem().hint.find("bleu, chrf,"), std::string::npos) << error.problem().hint;
  }
}

TEST(ExplainTest, EscapesWhatATerminalWouldActOn) {
  const std::string text = explained("wer", {"a \x1b[31m"}, "a\tb");
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("a\\tb"), std::string::npos) << text;
}

}  // namespace
}  // namespace assay
