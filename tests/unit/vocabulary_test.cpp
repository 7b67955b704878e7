#include "assay/vocabulary.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(VocabularyTest, NumbersTokensInOrderOfAppearance) {
  Vocabulary vocabulary;
  EXPECT_EQ(vocabulary.size(), 0);
  EXPECT_EQ(vocabulary.id("the"), 0);
  EXPECT_EQ(vocabulary.id("cat"), 1);
  EXPECT_EQ(vocabulary.id("the"), 0);
  EXPECT_EQ(vocabulary.id("internationalization"), 2);
  EXPECT_EQ(vocabulary.id("internationalization"), 2);
  EXPECT_EQ(vocabulary.size(), 3);
}

TEST(VocabularyTest, ClearForgetsEverything) {
  Vocabulary vocabulary;
  vocabulary.id("short");
  vocabulary.id("a token of more than eight bytes");
  vocabulary.clear();
  EXPECT_EQ(vocabulary.size(), 0);
  EXPECT_EQ(vocabulary.id("a token of more than eight bytes"), 0);
  EXPECT_EQ(vocabulary.id("other"), 1);
  EXPECT_EQ(vocabulary.id("short"), 2);
}

TEST(VocabularyTest, TellsLengthsApart) {
  Vocabulary vocabulary;
  std::string token;
  for (TokenId expected = 0; expected < 40; ++expected) {
    token += 'a';
    EXPECT_EQ(vocabulary.id(token), expected);
  }
}

/// "a", "aa" and "aaa" are the same but for their length, and so many of them meet in the table.
TEST(VocabularyTest, TellsLengthsApartInAFullTable) {
  Vocabulary vocabulary;
  TokenId expected = 0;
  for (int byte = 1; byte < 256; ++byte) {
    for (std::size_t length = 1; length <= 8; ++length, ++expected) {
      EXPECT_EQ(vocabulary.id(std::string(length, static_cast<char>(byte))), expected);
    }
  }
}

TEST(VocabularyTest, EveryByteCounts) {
  for (std::size_t length = 1; length <= 40; ++length) {
    Vocabulary vocabulary;
    const std::string token(length, 'a');
    vocabulary.id(token);
    for (std::size_t i = 0; i < length; ++i) {
      for (const char other : {'b', '\0', '\xff'}) {
        std::string changed = token;
        changed[i] = other;
        const std::size_t expected = vocabulary.size();
        EXPECT_EQ(vocabulary.id(changed), expected) << length << " bytes, byte " << i;
      }
    }
    EXPECT_EQ(vocabulary.size(), 1 + 3 * length);
    EXPECT_EQ(vocabulary.id(token), 0);
  }
}

TEST(VocabularyTest, IdsSurviveGrowth) {
  Vocabulary vocabulary;
  constexpr TokenId kTokens = 20000;
  const auto token = [](TokenId i) {
    return i % 2 == 0 ? std::to_string(i) : "a longer token " + std::to_string(i);
  };
  for (TokenId i = 0; i < kTokens; ++i) ASSERT_EQ(vocabulary.id(token(i)), i);
  for (TokenId i = 0; i < kTokens; ++i) ASSERT_EQ(vocabulary.id(token(i)), i);
  EXPECT_EQ(vocabulary.size(), kTokens);
  vocabulary.clear();
  for (TokenId i = kTokens; i > 0; --i) ASSERT_EQ(vocabulary.id(token(i - 1)), kTokens - i);
}

TEST(VocabularyTest, MayBeClearedAnyNumberOfTimes) {
  Vocabulary vocabulary;
  for (int round = 0; round < 100000; ++round) {
    vocabulary.clear();
    ASSERT_EQ(vocabulary.id(std::to_string(round)), 0);
  }
}

/// Letters of a small alphabet around a fixed prefix and suffix, so that many tokens are almost
/// the same; all bytes if `any_bytes`.
std::string random_token(std::mt19937_64& random, bool any_bytes) {
  const auto number = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  const auto length = static_cast<std::size_t>(number(1, 40));
  std::string token;
  for (std::size_t i = 0; i < length; ++i) {
    const bool is_fixed = number(0, 9) > 0;
    const int letter = any_bytes ? number(0, 255) : number('a', 'c');
    token += is_fixed ? static_cast<char>('k' + i % 3) : static_cast<char>(letter);
  }
  return token;
}

TEST(VocabularyTest, AgreesWithAMap) {
  std::mt19937_64 random(1);
  Vocabulary vocabulary;
  for (int round = 0; round < 200; ++round) {
    vocabulary.clear();
    std::map<std::string, TokenId> ids;
    const int tokens = round % 20 == 0 ? 5000 : 100;
    for (int i = 0; i < tokens; ++i) {
      const std::string token = random_token(random, round % 2 == 0);
      const auto [entry, is_new] = ids.try_emplace(token, static_cast<TokenId>(ids.size()));
      ASSERT_EQ(vocabulary.id(token), entry->second);
    }
    EXPECT_EQ(vocabulary.size(), ids.size());
  }
}

}  // namespace
}  // namespace assay
