#include "assay/error.h"
#include "assay/metric.h"
#include "assay/options.h"
#include "assay/registry.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include "example_tokenizers.h"
#include "temp_files.h"

#include <array>
#include <thread>

#include <gtest/gtest.h>

namespace assay {
namespace {

constexpr std::string_view kIpadic = "ja-mecab-0.996-IPA";
constexpr std::string_view kDebianIpadic = "ja-mecab-0.996-IPA-392127";

std::string tokens_of(const TextPipeline& pipeline, std::string_view text) {
  Tokens tokens;
  pipeline(text, tokens);
  std::string joined;
  for (std::size_t i = 0; i < tokens.size(); ++i) joined.append(i > 0 ? " " : "").append(tokens[i]);
  return joined;
}

std::optional<Error> error_of_spec(std::string_view spec) {
  try {
    const TextPipeline pipeline(spec);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

class MecabTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto missing = testing::missing_for(*find_named(tokenizers(), "ja-mecab"));
    if (missing) GTEST_SKIP() << *missing;
  }
};

/// With one of the two IPADICs, which are known word by word.
class IpadicTest : public MecabTest {
 protected:
  void SetUp() override {
    MecabTest::SetUp();
    if (IsSkipped()) return;
    signature_ = TextPipeline("ja-mecab").signature();
    if (signature_ != kIpadic && signature_ != kDebianIpadic) {
      GTEST_SKIP() << "the dictionary is another one: " << signature_;
    }
  }

  std::string signature_;
};

struct Case {
  std::string_view text;
  std::string_view tokens;
};

constexpr std::array<Case, 19> kCases = {{
    {"すもももももももものうち", "すもも も もも も もも の うち"},
    {"  東京都に住む。 ", "東京 都 に 住む 。"},
    {"Hello world.", "Hello world ."},
    {"", ""},
    {"12,345円", "12 , 345 円"},
    {"東京 大阪", "東京 大阪"},
    {"\u3000全角\u3000空白", "全角 空白"},
    {"これはペンです。\r", "これ は ペン です 。"},
    {"１２３ＡＢＣ", "１ ２ ３ ＡＢＣ"},
    {"😀です", "😀 です"},
    {"ﾊﾝｶｸ", "ﾊﾝｶｸ"},
    {"a\u00A0b", "a b"},
    {"犬が\t猫", "犬 が 猫"},
    {"a\u2028b", "a b"},
    {"外国人参政権", "外国 人参 政権"},
    {"コンピュータ", "コンピュータ"},
    {"it's 3.14%", "it ' s 3 . 14 %"},
    {"a\nb", "a b"},
    {std::string_view("x\0y", 3), "x"},
}};

TEST_F(IpadicTest, FindsJapaneseWords) {
  const TextPipeline pipeline("ja-mecab");
  for (const Case& expected : kCases) {
    EXPECT_EQ(tokens_of(pipeline, expected.text), expected.tokens) << escape(expected.text);
  }
}

TEST_F(IpadicTest, OnlyDebiansKnowsTheEra) {
  const TextPipeline pipeline("ja-mecab");
  EXPECT_EQ(tokens_of(pipeline, "令和元年"),
            signature_ == kDebianIpadic ? "令和 元年" : "令 和 元年");
}

TEST_F(IpadicTest, EqualsSacrebleuWithItsDictionaryOnly) {
  const bool is_original = signature_ == kIpadic;
  EXPECT_EQ(TextPipeline("ja-mecab").is_in_sacrebleu(), is_original);
  EXPECT_FALSE(TextPipeline("nfc+ja-mecab").is_in_sacrebleu());
  EXPECT_EQ(MetricSpec::parse("bleu:tok=ja-mecab").equals("1"),
            is_original ? "sacrebleu 2.6.0" : "");
}

TEST_F(MecabTest, TheSignatureReadsBack) {
  const std::string signature = TextPipeline("ja-mecab").signature();
  EXPECT_TRUE(signature.starts_with("ja-mecab-0.996")) << signature;
  EXPECT_EQ(canonical_tokenizer(signature), "ja-mecab");
  EXPECT_EQ(canonical_tokenizer("nfkc+" + signature), "nfkc+ja-mecab");
  EXPECT_EQ(error_of_spec("ja-mecab-0.996-1")->problem().code, "E-TOKENIZER");
}

TEST_F(MecabTest, TokensPointIntoTheText) {
  const std::string text = "東京都に住む。";
  Tokens tokens;
  TextPipeline{"ja-mecab"}(text, tokens);
  ASSERT_GT(tokens.size(), 0U);
  EXPECT_EQ(tokens[0].data(), text.data());
}

TEST_F(MecabTest, ThreadsShareADictionary) {
  const TextPipeline one("ja-mecab");
  const TextPipeline other("ja-mecab");
  const std::string expected = tokens_of(one, "東京都に住む。");
  std::array<std::jthread, 4> threads;
  for (std::jthread& thread : threads) {
    thread = std::jthread([&] {
      for (int i = 0; i < 100; ++i)
        EXPECT_EQ(tokens_of(i % 2 ? one : other, "東京都に住む。"), expected);
    });
  }
}

TEST_F(MecabTest, LongTextsAndLongWordsAreCut) {
  const TextPipeline pipeline("ja-mecab");
  EXPECT_FALSE(tokens_of(pipeline, std::string(10000, 'a')).empty());
  EXPECT_EQ(tokens_of(pipeline, "a" + std::string(1000, ' ') + "b"), "a b");
}

TEST_F(MecabTest, AMissingDictionaryIsNamed) {
  testing::expect_error(error_of_spec("ja-mecab=/no/such/folder"), "E-DICTIONARY",
                        {"cannot read the dictionary in '/no/such/folder'",
                         "apt-get install mecab-ipadic-utf8", "ja-mecab=DIR"});
  testing::expect_error(error_of_spec("ja-mecab="), "E-TOKENIZER", {"ja-mecab=DIR"},
                        ExitCode::kUsage);
}

TEST_F(MecabTest, ABrokenDictionaryIsAnError) {
  const testing::TempFolder folder;
  for (const char* name : {"dicrc", "sys.dic", "matrix.bin", "char.bin", "unk.dic"}) {
    folder.write(name, "not what MeCab writes");
  }
  testing::expect_error(error_of_spec("ja-mecab=" + folder.path("")), "E-DICTIONARY", {});
}

TEST_F(MecabTest, KoreanNeedsADictionary) {
  testing::expect_error(error_of_spec("ko-mecab"), "E-DICTIONARY",
                        {"ko-mecab=DIR", "mecab-ko-dic"});
}

TEST_F(MecabTest, KoreanClaimsNoEquality) {
  const TokenizerInfo& info = *find_named(tokenizers(), "ko-mecab");
  if (const auto missing = testing::missing_for(info)) GTEST_SKIP() << *missing;
  const TextPipeline pipeline(testing::example_spec(info));
  EXPECT_TRUE(pipeline.signature().starts_with("ko-mecab-stock-0.996-")) << pipeline.signature();
  EXPECT_FALSE(pipeline.is_in_sacrebleu());
}

TEST(MecabOptionTest, WithoutMecabThereIsAHint) {
  const auto error = error_of_spec("ja-mecab");
  if (!error || error->problem().code != "E-UNAVAILABLE") {
    GTEST_SKIP() << "this assay was built with MeCab";
  }
  testing::expect_error(error, "E-UNAVAILABLE",
                        {"this assay is without MeCab", "install libmecab-dev"}, ExitCode::kUsage);
  EXPECT_EQ(error_of_spec("ko-mecab")->problem().code, "E-UNAVAILABLE");
}

}  // namespace
}  // namespace assay
