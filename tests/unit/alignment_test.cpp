#include "assay/alignment.h"

#include "random_tokens.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace assay {
namespace {

using Ids = std::vector<TokenId>;
using Marks = std::vector<std::uint8_t>;

std::size_t length_of(const Ids& a, const Ids& b) {
  return LcsMatcher().length(a, b, 100);
}

Marks marks_of(LcsMatcher& matcher, const Ids& reference, const Ids& hypothesis) {
  Marks marks(reference.size());
  matcher.mark(reference, hypothesis, 100, marks);
  return marks;
}

Marks marks_of(const Ids& reference, const Ids& hypothesis) {
  LcsMatcher matcher;
  return marks_of(matcher, reference, hypothesis);
}

TEST(LcsMatcherTest, LengthOfShortTexts) {
  EXPECT_EQ(length_of({}, {}), 0);
  EXPECT_EQ(length_of({1}, {}), 0);
  EXPECT_EQ(length_of({}, {1}), 0);
  EXPECT_EQ(length_of({1, 2, 3}, {1, 2, 3}), 3);
  EXPECT_EQ(length_of({1, 2, 3}, {3, 2, 1}), 1);
  EXPECT_EQ(length_of({1, 2, 3, 4, 1}, {3, 4, 1, 2, 1, 3}), 3);
}

/// The trap of rouge.md 1.5: a token that the reference lacks still bends the walk.
TEST(LcsMatcherTest, TokensOutsideTheReferenceBendTheWalk) {
  constexpr TokenId kA = 1;
  constexpr TokenId kB = 2;
  constexpr TokenId kX = 3;
  EXPECT_EQ(marks_of({kA, kB, kA}, {kA, kX}), (Marks{1, 0, 0}));
  EXPECT_EQ(marks_of({kA, kB, kA}, {kA}), (Marks{0, 0, 1}));
}

TEST(LcsMatcherTest, MarksAddToThoseThatAreThere) {
  LcsMatcher matcher;
  Marks marks = {1, 0, 0};
  matcher.mark(Ids{1, 2, 3}, Ids{3}, 4, marks);
  EXPECT_EQ(marks, (Marks{1, 0, 1}));
  matcher.mark(Ids{1, 2, 3}, Ids{}, 4, marks);
  EXPECT_EQ(marks, (Marks{1, 0, 1}));
}

/// The classic table: [i][j] is the length for the first i and j tokens.
std::vector<std::vector<std::size_t>> table_of(const Ids& a, const Ids& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
                                         : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table;
}

/// rouge_score's walk, word for word.
Marks mark_plainly(const Ids& reference, const Ids& hypothesis) {
  const auto table = table_of(reference, hypothesis);
  Marks marks(reference.size());
  std::size_t i = reference.size();
  std::size_t j = hypothesis.size();
  while (i > 0 && j > 0) {
    if (reference[i - 1] == hypothesis[j - 1]) {
      marks[i - 1] = 1;
      --i;
      --j;
    } else if (table[i][j - 1] > table[i - 1][j]) {
      --j;
    } else {
      --i;
    }
  }
  return marks;
}

void expect_plain(LcsMatcher& matcher, const Ids& reference, const Ids& hypothesis) {
  const std::size_t length = table_of(reference, hypothesis).back().back();
  EXPECT_EQ(matcher.length(reference, hypothesis, 100), length)
      << reference.size() << " and " << hypothesis.size() << " tokens";
  const Marks marks = marks_of(matcher, reference, hypothesis);
  EXPECT_EQ(marks, mark_plainly(reference, hypothesis))
      << reference.size() << " and " << hypothesis.size() << " tokens";
  EXPECT_EQ(std::ranges::count(marks, 1), static_cast<std::ptrdiff_t>(length));
}

/// One matcher for all calls: scratch memory of earlier texts must not show.
TEST(LcsMatcherTest, AgreesWithTheTable) {
  RandomTokens random(1);
  LcsMatcher matcher;
  for (int round = 0; round < 3000; ++round) {
    const std::size_t most_length = round % 100 == 0 ? 300 : 20;
    const std::size_t vocabulary_size = random.number(1, 8);
    const Ids reference = random.text(random.number(0, most_length), vocabulary_size);
    const std::size_t length = random.number(0, most_length);
    expect_plain(matcher, reference, random.text(length, vocabulary_size));
    expect_plain(matcher, reference, random.like(reference, length, vocabulary_size));
  }
}

TEST(LcsMatcherTest, AgreesWithTheTableAtTheEdgesOfStrips) {
  constexpr std::array<std::size_t, 10> kLengths = {0, 1, 62, 63, 64, 65, 127, 128, 129, 300};
  RandomTokens random(2);
  LcsMatcher matcher;
  for (const std::size_t length : kLengths) {
    for (const std::size_t other : kLengths) {
      const Ids reference = random.text(length, 4);
      expect_plain(matcher, reference, random.text(other, 4));
      expect_plain(matcher, reference, random.like(reference, other, 4));
    }
  }
}

/// A strip that lacks a token hands on what it got from the strip above.
TEST(LcsMatcherTest, AgreesWithTheTableWhereStripsShareFewTokens) {
  RandomTokens random(3);
  LcsMatcher matcher;
  for (int round = 0; round < 60; ++round) {
    const std::size_t vocabulary_size = random.number(20, 100);
    const Ids reference = random.text(random.number(129, 300), vocabulary_size);
    const std::size_t length = random.number(1, 300);
    expect_plain(matcher, reference, random.text(length, vocabulary_size));
    expect_plain(matcher, reference, random.like(reference, length, vocabulary_size));
  }
}

TEST(LcsMatcherTest, AgreesWithTheTableOnAllShortTexts) {
  LcsMatcher matcher;
  constexpr std::size_t kTexts = 3 * 3 * 3 * 3 * 3;
  const auto text_of = [](std::size_t number) {
    Ids text;
    for (int i = 0; i < 5; ++i, number /= 3) text.push_back(static_cast<TokenId>(number % 3));
    return text;
  };
  for (std::size_t a = 0; a < kTexts; a += 2) {
    for (std::size_t b = 0; b < kTexts; b += 3) expect_plain(matcher, text_of(a), text_of(b));
  }
}

}  // namespace
}  // namespace assay
