#include "assay/ngram.h"

#include "ngram_counts.h"
#include "random_tokens.h"

#include <algorithm>
#include <array>
#include <map>

#include <gtest/gtest.h>

namespace assay {
namespace {

using Ids = std::vector<TokenId>;

OrderCounts matches(NgramMatcher& matcher, const Ids& hypothesis,
                    const std::vector<Ids>& references, std::size_t most_order,
                    std::size_t vocabulary_size) {
  const std::vector<std::span<const TokenId>> views(references.begin(), references.end());
  return matcher.matches(hypothesis, views, most_order, vocabulary_size);
}

OrderCounts matches(const Ids& hypothesis, const std::vector<Ids>& references,
                    std::size_t most_order) {
  NgramMatcher matcher;
  return matches(matcher, hypothesis, references, most_order, 100);
}

TEST(NgramTotalsTest, TextShorterThanTheOrderHasNone) {
  EXPECT_EQ(ngram_totals(3, 4), (OrderCounts{3, 2, 1, 0}));
  EXPECT_EQ(ngram_totals(0, 9), OrderCounts{});
  EXPECT_EQ(ngram_totals(5, 2), (OrderCounts{5, 4}));
  EXPECT_EQ(ngram_totals(9, 9), (OrderCounts{9, 8, 7, 6, 5, 4, 3, 2, 1}));
}

TEST(NgramMatcherTest, ClipsAtTheCountInTheReference) {
  EXPECT_EQ(matches({1, 1, 1, 1, 1, 1, 1}, {{1, 2, 3, 4, 1, 5}}, 2), (OrderCounts{2, 0}));
  EXPECT_EQ(matches({1, 2, 1, 2}, {{1, 2, 3, 1, 2}}, 3), (OrderCounts{4, 2, 0}));
}

TEST(NgramMatcherTest, ClipsAtTheHighestCountOfTheReferences) {
  EXPECT_EQ(matches({1, 1, 1}, {{1}, {1, 1}}, 2), (OrderCounts{2, 1}));
  EXPECT_EQ(matches({1, 2, 3}, {{1}, {2, 3}, {}}, 3), (OrderCounts{3, 1, 0}));
}

TEST(NgramMatcherTest, NothingMatchesWithoutTokens) {
  EXPECT_EQ(matches({}, {{1, 2}}, 4), OrderCounts{});
  EXPECT_EQ(matches({1, 2}, {{}}, 4), OrderCounts{});
  EXPECT_EQ(matches({}, {{}, {}}, 4), OrderCounts{});
}

TEST(NgramMatcherTest, OverlappingOccurrencesAllCount) {
  EXPECT_EQ(matches({1, 1, 1, 1}, {{1, 1, 1}}, 4), (OrderCounts{3, 2, 1, 0}));
}

/// The obvious way to count, which NgramMatcher must agree with.
std::map<Ids, std::uint32_t> count_plainly(const Ids& tokens, std::size_t order) {
  std::map<Ids, std::uint32_t> counts;
  for (std::size_t first = 0; first + order <= tokens.size(); ++first) {
    const auto ngram = std::span(tokens).subspan(first, order);
    ++counts[{ngram.begin(), ngram.end()}];
  }
  return counts;
}

OrderCounts match_plainly(const Ids& hypothesis, const std::vector<Ids>& references,
                          std::size_t most_order) {
  OrderCounts matched{};
  for (std::size_t n = 1; n <= most_order; ++n) {
    std::map<Ids, std::uint32_t> clips;
    for (const Ids& reference : references) {
      for (const auto& [ngram, count] : count_plainly(reference, n)) {
        clips[ngram] = std::max(clips[ngram], count);
      }
    }
    for (const auto& [ngram, count] : count_plainly(hypothesis, n)) {
      matched[n - 1] += std::min(count, clips[ngram]);
    }
  }
  return matched;
}

/// A hypothesis and references that have something in common with it.
struct Texts {
  Ids hypothesis;
  std::vector<Ids> references;
};

Texts random_texts(RandomTokens& random, std::size_t most_length, std::size_t vocabulary_size) {
  Texts texts{random.text(random.number(0, most_length), vocabulary_size), {}};
  const std::size_t references = random.number(1, 4);
  for (std::size_t r = 0; r < references; ++r) {
    const std::size_t length = random.number(0, most_length);
    texts.references.push_back(random.like(texts.hypothesis, length, vocabulary_size));
  }
  return texts;
}

void expect_plain_matches(NgramMatcher& matcher, NgramCounter& counter, const Texts& texts,
                          std::size_t most_order, std::size_t vocabulary_size) {
  const auto& [hypothesis, references] = texts;
  const OrderCounts expected = match_plainly(hypothesis, references, most_order);
  EXPECT_EQ(matches(matcher, hypothesis, references, most_order, vocabulary_size), expected)
      << hypothesis.size() << " tokens, " << references.size() << " references, order "
      << most_order << ", " << vocabulary_size << " words";
  const std::vector<std::span<const TokenId>> views(references.begin(), references.end());
  EXPECT_EQ(counter.matches(hypothesis, views, most_order, vocabulary_size), expected);
}

/// One matcher for all calls, whose texts grow and shrink: ids are reused with other meanings.
TEST(NgramMatcherTest, AgreesWithCountingInMaps) {
  // Rows of one word, of a few, and texts too long for rows.
  constexpr std::array<std::size_t, 5> kMostLengths = {8, 64, 130, 512, 700};
  RandomTokens random(1);
  NgramMatcher matcher;
  NgramCounter counter;
  for (int round = 0; round < 400; ++round) {
    const std::size_t most_length = kMostLengths[random.number(0, kMostLengths.size() - 1)];
    const std::size_t vocabulary_size = random.number(2, 50);
    const Texts texts = random_texts(random, most_length, vocabulary_size);
    expect_plain_matches(matcher, counter, texts, random.number(1, kMostOrders), vocabulary_size);
  }
}

/// Where a row gets another word, and where rows give way to counting.
TEST(NgramMatcherTest, AgreesAtTheEdgesOfWords) {
  RandomTokens random(2);
  NgramMatcher matcher;
  NgramCounter counter;
  for (const std::size_t length : {1, 63, 64, 65, 127, 128, 129, 511, 512, 513}) {
    for (const std::size_t other : {1, 63, 64, 65, 512, 513}) {
      const Ids hypothesis = random.text(length, 3);
      const Ids reference = random.like(hypothesis, other, 3);
      expect_plain_matches(matcher, counter, {hypothesis, {reference}}, kMostOrders, 3);
      expect_plain_matches(matcher, counter, {hypothesis, {reference, {1, 2}}}, kMostOrders, 3);
    }
  }
}

TEST(NgramMatcherTest, ATextMatchesItselfWholly) {
  RandomTokens random(3);
  for (const std::size_t length : {1, 5, 64, 65, 500, 600}) {
    const Ids text = random.text(length, 7);
    EXPECT_EQ(matches(text, {text}, kMostOrders), ngram_totals(length, kMostOrders)) << length;
  }
}

}  // namespace
}  // namespace assay
