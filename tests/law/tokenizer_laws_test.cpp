#include "assay/text.h"
#include "assay/tokenizer.h"

#include "example_tokenizers.h"
#include "law/test_name.h"

#include <algorithm>
#include <array>
#include <ostream>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

/// What holds for every tokenizer, normalizer and stemmer in the tables.
namespace assay {

void PrintTo(const TokenizerInfo* info, std::ostream* out) {
  *out << info->name;
}
void PrintTo(const NormalizerInfo* info, std::ostream* out) {
  *out << info->name;
}

namespace {

/// Any code point, but mostly those that tokenizers treat in some special way.
char32_t random_code_point(std::mt19937_64& random) {
  static constexpr std::u32string_view kSpecial =
      U"aZ09 "
      U".,-'\"&;<>$!?()\t\n\r\u00A0\u2028\u3000\u0085\u001C\u200B\uFEFF\u0301\u00E9\u0130\u03A3"
      U"\u212A\u4E2D\u3042\u30AB\uAC00\u0E01\u0939\u094D\u0627\u20AC\u2019\u00B2\uFF0C\uFF21"
      U"\U0001F600\U00020000";
  if (random() % 4 > 0) return kSpecial[random() % kSpecial.size()];
  const auto value = static_cast<char32_t>(random() % 0x110000);
  return value >= 0xD800 && value < 0xE000 ? U'x' : value;
}

std::vector<std::string> random_texts(std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<std::string> texts = {"",
                                    " ",
                                    "\n\n",
                                    "a",
                                    "&quot;&amp;&lt;&gt;",
                                    "<skipped>",
                                    "1,000.5-6",
                                    "-\na",
                                    std::string(3, '\0')};
  while (texts.size() < count) {
    std::string text;
    const std::size_t length = random() % 60;
    for (std::size_t i = 0; i < length; ++i) append_code_point(text, random_code_point(random));
    texts.push_back(text);
  }
  return texts;
}

std::vector<std::string> tokens_of(const Tokenizer& tokenizer, std::string_view text) {
  Tokens tokens;
  tokenizer(text, tokens);
  std::vector<std::string> strings;
  for (std::size_t i = 0; i < tokens.size(); ++i) strings.emplace_back(tokens[i]);
  return strings;
}

class TokenizerLaws : public ::testing::TestWithParam<const TokenizerInfo*> {
 protected:
  void SetUp() override {
    if (const auto missing = testing::missing_for(*GetParam())) GTEST_SKIP() << *missing;
  }
};

TEST_P(TokenizerLaws, TokensAreTextWithoutWhiteSpaceAtItsEnds) {
  const auto tokenizer = testing::load_example(*GetParam()).tokenizer;
  for (const std::string& text : random_texts(2000)) {
    for (const std::string& token : tokens_of(*tokenizer, text)) {
      EXPECT_FALSE(token.empty()) << escape(text);
      EXPECT_EQ(find_invalid_utf8(token), kNoOffset) << escape(text);
      EXPECT_EQ(strip(token), token) << escape(text);
    }
  }
}

TEST_P(TokenizerLaws, SpansAreInOrder) {
  const auto tokenizer = testing::load_example(*GetParam()).tokenizer;
  Tokens tokens;
  for (const std::string& text : random_texts(2000)) {
    (*tokenizer)(text, tokens);
    std::uint32_t end = 0;
    for (const TextSpan& span : tokens.spans) {
      EXPECT_LE(end, span.begin) << escape(text);
      EXPECT_LT(span.begin, span.end) << escape(text);
      end = span.end;
    }
    EXPECT_LE(end, tokens.text.size()) << escape(text);
  }
}

TEST_P(TokenizerLaws, EarlierTextsLeaveNoTrace) {
  const auto tokenizer = testing::load_example(*GetParam()).tokenizer;
  Tokens reused;
  for (const std::string& text : random_texts(500)) {
    (*tokenizer)(text, reused);
    const auto expected = tokens_of(*tokenizer, text);
    ASSERT_EQ(reused.size(), expected.size()) << escape(text);
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(reused[i], expected[i]);
  }
}

TEST_P(TokenizerLaws, WhiteSpaceAroundTheTextDoesNotMatter) {
  const auto tokenizer = testing::load_example(*GetParam()).tokenizer;
  // sacreBLEU's expressions for `intl` part punctuation from a character in front, if only a space.
  const std::string before = GetParam()->name == "intl" ? "" : " ";
  for (const std::string& text : random_texts(500)) {
    EXPECT_EQ(tokens_of(*tokenizer, before + text + "  "), tokens_of(*tokenizer, text))
        << escape(text);
  }
}

TEST_P(TokenizerLaws, ThePipelineOfItsNameIsTheSame) {
  const auto tokenizer = testing::load_example(*GetParam()).tokenizer;
  const TextPipeline pipeline(testing::example_spec(*GetParam()));
  EXPECT_EQ(&pipeline.tokenizer(), GetParam());
  EXPECT_EQ(pipeline.signature(), testing::load_example(*GetParam()).signature);
  Tokens tokens;
  for (const std::string& text : random_texts(300)) {
    pipeline(text, tokens);
    const auto expected = tokens_of(*tokenizer, text);
    ASSERT_EQ(tokens.size(), expected.size()) << escape(text);
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(tokens[i], expected[i]);
  }
}

/// Cutting what was cut changes nothing where no expression looks at neighbours.
TEST_P(TokenizerLaws, TokenizingTwiceEqualsOnce) {
  constexpr std::array<std::string_view, 3> kOnce = {"none", "char", "google-rouge"};
  if (std::ranges::find(kOnce, GetParam()->name) == kOnce.end()) {
    GTEST_SKIP() << "this tokenizer makes no such promise";
  }
  const auto tokenizer = testing::load_example(*GetParam()).tokenizer;
  for (const std::string& text : random_texts(1000)) {
    std::string joined;
    const auto once = tokens_of(*tokenizer, text);
    for (const std::string& token : once) joined += token + " ";
    EXPECT_EQ(tokens_of(*tokenizer, joined), once) << escape(text);
  }
}

INSTANTIATE_TEST_SUITE_P(All, TokenizerLaws,
                         ::testing::ValuesIn(tokenizers().begin(), tokenizers().end()),
                         testing::test_name<TokenizerInfo>);

class NormalizerLaws : public ::testing::TestWithParam<const NormalizerInfo*> {};

TEST_P(NormalizerLaws, ReplacesTheOutputByValidText) {
  std::string out = "left over";
  for (const std::string& text : random_texts(2000)) {
    GetParam()->apply(text, out);
    EXPECT_EQ(find_invalid_utf8(out), kNoOffset) << escape(text);
    std::string fresh;
    GetParam()->apply(text, fresh);
    EXPECT_EQ(out, fresh) << escape(text);
  }
}

TEST_P(NormalizerLaws, NormalizingTwiceEqualsOnce) {
  constexpr std::array<std::string_view, 3> kOnce = {"nfc", "nfkc", "lower"};
  if (std::ranges::find(kOnce, GetParam()->name) == kOnce.end()) {
    GTEST_SKIP() << "this normalizer makes no such promise";
  }
  for (const std::string& text : random_texts(2000)) {
    std::string once;
    std::string twice;
    GetParam()->apply(text, once);
    GetParam()->apply(once, twice);
    EXPECT_EQ(twice, once) << escape(text);
  }
}

TEST_P(NormalizerLaws, MayStandBeforeAnyTokenizer) {
  for (const TokenizerInfo* tokenizer : tokenizers()) {
    if (testing::missing_for(*tokenizer)) continue;
    const std::string spec =
        std::string(GetParam()->name) + "+" + testing::example_spec(*tokenizer);
    const TextPipeline pipeline(spec);
    Tokens tokens;
    pipeline("Some Text", tokens);
    EXPECT_GT(tokens.size(), 0) << spec;
    EXPECT_TRUE(pipeline.has_normalizers());
  }
}

INSTANTIATE_TEST_SUITE_P(All, NormalizerLaws,
                         ::testing::ValuesIn(normalizers().begin(), normalizers().end()),
                         testing::test_name<NormalizerInfo>);

TEST(StemmerLaws, TokensNeverBecomeEmpty) {
  std::mt19937_64 random(1);
  constexpr std::string_view kLetters = "aeiouysltedgnrz19";
  for (const StemmerInfo* stemmer : stemmers()) {
    for (int round = 0; round < 20000; ++round) {
      std::string token;
      for (std::size_t i = 4 + random() % 10; i > 0; --i)
        token += kLetters[random() % kLetters.size()];
      const std::string word = token;
      stemmer->apply(token);
      EXPECT_FALSE(token.empty()) << stemmer->name << " " << word;
    }
  }
}

TEST(TokenizerTableLaws, NamesAndSignaturesAreUnique) {
  std::set<std::string> names;
  std::set<std::string> signatures;
  for (const TokenizerInfo* info : tokenizers()) {
    EXPECT_TRUE(names.insert(std::string(info->name)).second) << info->name;
    EXPECT_FALSE(info->summary.empty()) << info->name;
    if (testing::missing_for(*info)) continue;
    const std::string signature = testing::load_example(*info).signature;
    EXPECT_TRUE(signatures.insert(signature).second) << signature;
  }
}

}  // namespace
}  // namespace assay
