#include "stem_cache.h"

#include "assay/registry.h"

#include "random_tokens.h"

#include <string>

#include <gtest/gtest.h>

namespace assay {
namespace {

/// Tokens of words with a space between them.
Tokens tokens_of(const std::vector<std::string>& words) {
  Tokens tokens;
  for (const std::string& word : words) {
    const auto begin = static_cast<std::uint32_t>(tokens.storage.size());
    tokens.storage += word;
    tokens.spans.push_back({begin, static_cast<std::uint32_t>(tokens.storage.size())});
    tokens.storage += ' ';
  }
  return tokens;
}

TEST(StemCacheTest, GivesTheStemsOfTheStemmerAgainAndAgain) {
  const StemmerInfo& porter = *find_named(stemmers(), "porter");
  StemCache cache(porter);
  RandomTokens random(5);
  const std::vector<std::string> endings = {"", "s", "ing", "ed", "ational", "ies", "fulness"};
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> words(random.number(0, 30));
    for (std::string& word : words) {
      word = std::string(random.number(1, 6), 'b');
      for (char& letter : word) letter = "abeot"[random.number(0, 4)];
      word += endings[random.number(0, endings.size() - 1)];
    }
    Tokens tokens = tokens_of(words);
    tokens.text = tokens.storage;
    cache.stem(tokens);
    ASSERT_EQ(tokens.size(), words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::string expected = words[i];
      if (expected.size() > kLongestUnstemmed) porter.apply(expected);
      ASSERT_EQ(tokens[i], expected) << words[i];
    }
  }
}

/// Around the length up to which words and stems are kept in another way.
TEST(StemCacheTest, LengthsOfWordsAndStemsDoNotMatter) {
  constexpr StemmerInfo kDoubled = {
      .name = "", .summary = "", .apply = [](std::string& token) { token += token; }};
  StemCache cache(kDoubled);
  std::vector<std::string> words;
  for (std::size_t size = 1; size < 40; ++size) words.emplace_back(size, 'x');
  for (int round = 0; round < 3; ++round) {
    Tokens tokens = tokens_of(words);
    tokens.text = tokens.storage;
    cache.stem(tokens);
    ASSERT_EQ(tokens.size(), words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(tokens[i], words[i].size() > kLongestUnstemmed ? words[i] + words[i] : words[i]);
    }
  }
}

/// More words than the cache keeps.
TEST(StemCacheTest, ForgetsWithoutHarm) {
  constexpr StemmerInfo kFirstTwo = {
      .name = "", .summary = "", .apply = [](std::string& token) { token.resize(2); }};
  StemCache cache(kFirstTwo);
  for (int i = 0; i < 200000; ++i) {
    Tokens tokens = tokens_of({std::to_string(i % 90000 + 10000), "abcdef"});
    tokens.text = tokens.storage;
    cache.stem(tokens);
    ASSERT_EQ(tokens[0], std::to_string(i % 90000 + 10000).substr(0, 2));
    ASSERT_EQ(tokens[1], "ab");
  }
}

}  // namespace
}  // namespace assay
