#include "assay/metric.h"
#include "assay/tokenizer.h"

#include "text_corpus.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::TextCorpus;
using testing::Texts;

double score(const std::string& spec, const std::string& hypothesis, const Texts& references) {
  return TextCorpus({{hypothesis}}, {references}).score(spec).value;
}

std::string normalized(std::string_view text) {
  const TextPipeline pipeline("lower+squad");
  Tokens tokens;
  pipeline(text, tokens);
  std::string words;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) words += ' ';
    words += tokens[i];
  }
  return words;
}

TEST(SquadTokenizerTest, DeletesPunctuationAndArticles) {
  EXPECT_EQ(normalized("The Cat, an 'A.', and THE dog!"), "cat and dog");
  EXPECT_EQ(normalized("U.S.A."), "usa");
  EXPECT_EQ(normalized("other than a theme"), "other than theme");
  EXPECT_EQ(normalized("a"), "");
  EXPECT_EQ(normalized(" _the_\u00a0an "), "");
  EXPECT_EQ(normalized(""), "");
}

/// Punctuation goes first, so that an article may come out of it or be lost in it.
TEST(SquadTokenizerTest, ArticlesAreFoundWithoutPunctuation) {
  EXPECT_EQ(normalized("t.h.e cat"), "cat");
  EXPECT_EQ(normalized("the-cat"), "thecat");
}

/// Where a Python regular expression has a word boundary.
TEST(SquadTokenizerTest, AnArticleEndsWhereNoLetterOrDigitFollows) {
  EXPECT_EQ(normalized("cat—the—dog"), "cat— —dog");
  EXPECT_EQ(normalized("a\u0301"), "\u0301");
  EXPECT_EQ(normalized("thé aé a² the東"), "thé aé a² the東");
}

TEST(SquadTest, ExactMatchIsOfNormalizedText) {
  EXPECT_EQ(score("em", "The cat!", {"cat"}), 100);
  EXPECT_EQ(score("em", "cats", {"cat"}), 0);
  EXPECT_EQ(score("em:normalize=none", "The cat!", {"cat"}), 0);
  EXPECT_EQ(score("em:normalize=none", "The cat!", {"The cat!"}), 100);
  EXPECT_EQ(score("em:normalize=none", "The  cat!", {"The cat!"}), 0);
}

TEST(SquadTest, F1CountsATokenAsOftenAsBothHaveIt) {
  EXPECT_EQ(score("f1", "the black cat", {"A black dog"}), 50);
  EXPECT_NEAR(score("f1", "cat cat cat", {"cat cat"}), 80, 1e-9);
  EXPECT_EQ(score("f1", "dog", {"cat"}), 0);
  EXPECT_EQ(score("f1", "sat cat", {"cat sat"}), 100);
  EXPECT_EQ(score("f1:normalize=none", "The cat", {"the cat"}), 50);
}

TEST(SquadTest, TheBestReferenceCounts) {
  EXPECT_EQ(score("em", "cat", {"dog", "the cat"}), 100);
  EXPECT_EQ(score("f1", "black cat", {"dog", "black", "black cat", "cat"}), 100);
}

TEST(SquadTest, TwoEmptySidesMatchAndOneDoesNot) {
  for (const std::string spec : {"em", "f1", "em:normalize=none", "f1:normalize=none"}) {
    EXPECT_EQ(score(spec, "", {""}), 100) << spec;
    EXPECT_EQ(score(spec, "cat", {""}), 0) << spec;
    EXPECT_EQ(score(spec, "", {"cat"}), 0) << spec;
  }
  EXPECT_EQ(score("f1", "the", {"!"}), 100);
}

TEST(SquadTest, CorpusScoreIsTheMeanInPercent) {
  const TextCorpus corpus({{"cat", "black dog", "x"}}, {{"cat"}, {"dog"}, {"y"}});
  const auto scores = corpus.report({"em", "f1"}).systems[0].scores;
  EXPECT_NEAR(scores[0].value, 100.0 / 3, 1e-9);
  EXPECT_NEAR(scores[1].value, 500.0 / 9, 1e-9);
}

}  // namespace
}  // namespace assay
