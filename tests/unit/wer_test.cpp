#include "assay/edit_distance.h"
#include "assay/metric.h"
#include "assay/tokenizer.h"

#include "random_tokens.h"
#include "text_corpus.h"

#include <array>

#include <gtest/gtest.h>

namespace assay {
namespace {

using Ids = std::vector<TokenId>;
using testing::TextCorpus;
using testing::Texts;

/// What jiwer 4.0.0 says about one pair.
struct WerCase {
  std::string reference;
  std::string hypothesis;
  double wer = 0;
  double cer = 0;
  double mer = 0;
  double wil = 0;
  double wip = 0;
  std::vector<double> counts;  ///< Hits, substitutions, deletions, insertions.
};

const std::vector<WerCase> kWerCases = {
    {"", "", 0, 0, 0, 0, 1, {0, 0, 0, 0}},
    {"", "a b", 2, 3, 1, 1, 0, {0, 0, 0, 2}},
    {"a b", "", 1.0, 1.0, 1.0, 1, 0, {0, 0, 2, 0}},
    {"a b c d",
     "a x c",
     0.5,
     0.42857142857142855,
     0.5,
     0.6666666666666667,
     0.3333333333333333,
     {2, 1, 1, 0}},
    {"a b", "b a", 1.0, 0.6666666666666666, 0.6666666666666666, 0.75, 0.25, {1, 0, 1, 1}},
    {"a b c",
     "b c d",
     0.6666666666666666,
     0.6,
     0.5,
     0.5555555555555556,
     0.4444444444444444,
     {2, 0, 1, 1}},
    {"hello world", "hello duck", 0.5, 0.45454545454545453, 0.5, 0.75, 0.25, {1, 1, 0, 0}},
    {"a\tb c",
     "a b c",
     1.0,
     0.2,
     0.6666666666666666,
     0.8333333333333334,
     0.16666666666666666,
     {1, 1, 0, 1}},
    {"a  \tb", "a b", 0.0, 0.4, 0.0, 0.0, 1.0, {2, 0, 0, 0}},
    {"a\u00a0b", "a b", 2.0, 0.3333333333333333, 1.0, 1.0, 0.0, {0, 1, 0, 1}},
    {"x a b c",
     "a b c y z",
     0.75,
     0.8571428571428571,
     0.5,
     0.55,
     0.44999999999999996,
     {3, 0, 1, 2}},
    {"  lead trail  ", "lead trail", 0.0, 0.0, 0.0, 0.0, 1.0, {2, 0, 0, 0}},
    {"the cat sat on the mat",
     "the the cat on mat sat",
     0.6666666666666666,
     0.36363636363636365,
     0.5714285714285714,
     0.75,
     0.25,
     {3, 2, 1, 1}},
    {"a a b",
     "b a a",
     0.6666666666666666,
     0.4,
     0.5,
     0.5555555555555556,
     0.4444444444444444,
     {2, 0, 1, 1}},
    {"你好 世界", "你好世界", 1.0, 0.2, 1.0, 1.0, 0.0, {0, 1, 1, 0}},
};

std::vector<double> details_of(const Score& score) {
  std::vector<double> values;
  for (const Detail& detail : score.details) values.push_back(detail.values.front());
  return values;
}

TEST(WerTest, EqualsJiwer) {
  for (const WerCase& expected : kWerCases) {
    const TextCorpus corpus({{expected.hypothesis}}, {{expected.reference}});
    const auto scores = corpus.report({"wer", "cer", "mer", "wil", "wip"}).systems[0].scores;
    const std::array values = {expected.wer, expected.cer, expected.mer, expected.wil,
                               expected.wip};
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(scores[i].value, values[i], 1e-12) << i << ": " << expected.reference;
    }
    EXPECT_EQ(details_of(scores[2]), expected.counts) << expected.reference;
  }
}

/// Whole numbers of edits and words are added up, not rates.
TEST(WerTest, CorpusIsScoredFromSums) {
  const TextCorpus corpus({{"a x", "b c d e"}}, {{"a b"}, {"b c d e"}});
  const auto scores = corpus.report({"wer", "mer", "wip"}).systems[0].scores;
  EXPECT_DOUBLE_EQ(scores[0].value, 1.0 / 6);
  EXPECT_DOUBLE_EQ(scores[1].value, 1.0 / 6);
  EXPECT_DOUBLE_EQ(scores[2].value, 25.0 / 36);
}

TEST(WerTest, TheReferenceWithTheBestScoreOfTheSegmentCounts) {
  const TextCorpus corpus({{"a b c"}}, {{"a b x y", "a b c d", "a b c"}});
  EXPECT_EQ(details_of(corpus.score("wer")), (std::vector<double>{0, 3}));
  const TextCorpus rates({{"a b x"}}, {{"a c", "a b c d e f"}});
  // Two edits of two words against four of six.
  EXPECT_EQ(details_of(rates.score("wer")), (std::vector<double>{4, 6}));
  EXPECT_EQ(details_of(rates.score("wip")), (std::vector<double>{2, 1, 3, 0}));
}

TEST(WerTest, OfEquallyGoodReferencesTheFirstCounts) {
  const TextCorpus corpus({{"a b"}}, {{"a x", "a b c y"}});
  EXPECT_EQ(details_of(corpus.score("wer")), (std::vector<double>{1, 2}));
  const TextCorpus swapped({{"a b"}}, {{"a b c y", "a x"}});
  EXPECT_EQ(details_of(swapped.score("wer")), (std::vector<double>{2, 4}));
}

TEST(WerTest, OptionsChangeTheTokens) {
  const TextCorpus corpus({{"Hello, world"}}, {{"hello, World"}});
  EXPECT_EQ(corpus.score("wer").value, 1);
  EXPECT_EQ(corpus.score("wer:case=lc").value, 0);
  EXPECT_DOUBLE_EQ(corpus.score("wer:tok=13a").value, 2.0 / 3);
  EXPECT_DOUBLE_EQ(corpus.score("cer").value, 1.0 / 6);
  EXPECT_EQ(corpus.score("cer:case=lc").value, 0);
}

TEST(WerTest, LowerIsBetterForAllButWip) {
  for (const std::string name : {"wer", "cer", "mer", "wil"}) {
    EXPECT_EQ(MetricSpec::parse(name).info->better, Better::kLower) << name;
  }
  EXPECT_EQ(MetricSpec::parse("wip").info->better, Better::kHigher);
}

TEST(WerTest, SaysWhoseNumbersItHas) {
  const auto metrics = TextCorpus({{"a"}}, {{"a"}}).report({"wer", "cer", "wil:tok=icu"}).metrics;
  EXPECT_EQ(metrics[0].equals, "jiwer 4.0.0");
  EXPECT_EQ(metrics[1].equals, "jiwer 4.0.0");
  EXPECT_EQ(metrics[2].equals, "");
}

TEST(WerTest, JiwerSplitsAtSpacesAndAtRunsOfWhiteSpace) {
  const TextPipeline pipeline("jiwer");
  const auto words = [&pipeline](std::string_view text) {
    Tokens tokens;
    pipeline(text, tokens);
    Texts words;
    for (std::size_t i = 0; i < tokens.size(); ++i) words.emplace_back(tokens[i]);
    return words;
  };
  EXPECT_EQ(words(""), Texts());
  EXPECT_EQ(words(" \t\n"), Texts());
  EXPECT_EQ(words("a b  c"), (Texts{"a", "b", "c"}));
  EXPECT_EQ(words("\ta\tb\u3000c\n"), (Texts{"a\tb\u3000c"}));
  EXPECT_EQ(words("a\t\tb \u00a0c"), (Texts{"a", "b", "c"}));
  EXPECT_EQ(words("a\tb c\u00a0d e"), (Texts{"a\tb", "c\u00a0d", "e"}));
}

/// The classic table: [i][j] is the distance of the first i and j tokens.
std::vector<std::vector<std::size_t>> table_of(const Ids& a, const Ids& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      table[i][j] = std::max(i, j);
      if (i == 0 || j == 0) continue;
      const std::size_t step = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({step, table[i - 1][j] + 1, table[i][j - 1] + 1});
    }
  }
  return table;
}

/// RapidFuzz's walk through the table of what is left when both texts lose what they begin and end
/// with: a deletion if that is as short, else an insertion, else a hit or a substitution.
EditCounts align_plainly(Ids reference, Ids hypothesis) {
  EditCounts counts;
  // The front first: a token that both ends could have goes there.
  for (const bool is_back : {false, true}) {
    while (!reference.empty() && !hypothesis.empty() &&
           (is_back ? reference.back() == hypothesis.back()
                    : reference.front() == hypothesis.front())) {
      reference.erase(is_back ? reference.end() - 1 : reference.begin());
      hypothesis.erase(is_back ? hypothesis.end() - 1 : hypothesis.begin());
      ++counts.hits;
    }
  }
  const auto table = table_of(reference, hypothesis);
  std::size_t i = reference.size();
  std::size_t j = hypothesis.size();
  while (i > 0 && j > 0) {
    if (table[i][j] == table[i - 1][j] + 1) {
      ++counts.deletions;
      --i;
    } else if (table[i][j - 1] + 1 == table[i - 1][j - 1]) {
      ++counts.insertions;
      --j;
    } else {
      ++(reference[--i] == hypothesis[--j] ? counts.hits : counts.substitutions);
    }
  }
  counts.deletions += i;
  counts.insertions += j;
  return counts;
}

std::array<std::size_t, 4> numbers_of(const EditCounts& counts) {
  return {counts.hits, counts.substitutions, counts.deletions, counts.insertions};
}

void expect_plain(EditMatcher& matcher, const Ids& reference, const Ids& hypothesis) {
  const EditCounts counts = matcher.align(reference, hypothesis, 100);
  EXPECT_EQ(numbers_of(counts), numbers_of(align_plainly(reference, hypothesis)))
      << reference.size() << " and " << hypothesis.size() << " tokens";
  const std::size_t distance = table_of(reference, hypothesis).back().back();
  EXPECT_EQ(matcher.distance(reference, hypothesis, 100), distance);
  EXPECT_EQ(matcher.distance(hypothesis, reference, 100), distance);
}

/// One matcher for all calls: scratch memory of earlier texts must not show.
TEST(EditMatcherTest, AgreesWithTheTable) {
  RandomTokens random(1);
  EditMatcher matcher;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t most_length = round % 50 == 0 ? 300 : 20;
    const std::size_t vocabulary_size = random.number(1, 8);
    const Ids reference = random.text(random.number(0, most_length), vocabulary_size);
    const std::size_t length = random.number(0, most_length);
    expect_plain(matcher, reference, random.text(length, vocabulary_size));
    expect_plain(matcher, reference, random.like(reference, length, vocabulary_size));
  }
}

TEST(EditMatcherTest, AgreesWithTheTableAtTheEdgesOfStrips) {
  constexpr std::array<std::size_t, 10> kLengths = {0, 1, 62, 63, 64, 65, 127, 128, 129, 300};
  RandomTokens random(2);
  EditMatcher matcher;
  for (const std::size_t length : kLengths) {
    for (const std::size_t other : kLengths) {
      const Ids reference = random.text(length, 4);
      expect_plain(matcher, reference, random.text(other, 4));
      expect_plain(matcher, reference, random.like(reference, other, 4));
    }
  }
}

/// Texts whose table is cut in parts.
TEST(EditMatcherTest, LongTextsHaveAsFewEditsAndAllTheirTokens) {
  RandomTokens random(3);
  EditMatcher matcher;
  for (const std::size_t vocabulary_size : {2, 50}) {
    const Ids reference = random.text(2500, vocabulary_size);
    for (const Ids& hypothesis :
         {random.text(3000, vocabulary_size), random.like(reference, 2700, vocabulary_size)}) {
      const EditCounts counts = matcher.align(reference, hypothesis, vocabulary_size);
      const std::size_t matched = counts.hits + counts.substitutions;
      EXPECT_EQ(matched + counts.deletions, reference.size());
      EXPECT_EQ(matched + counts.insertions, hypothesis.size());
      EXPECT_EQ(counts.substitutions + counts.deletions + counts.insertions,
                matcher.distance(reference, hypothesis, vocabulary_size));
    }
  }
}

}  // namespace
}  // namespace assay
