#include "assay/tokenizer.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "example_tokenizers.h"

#include <array>
#include <thread>

#include <gtest/gtest.h>

namespace assay {
namespace {

struct Case {
  std::string_view text;
  std::string_view tokens;  ///< Joined by a space.
};

std::string joined(const Tokens& tokens) {
  std::string text;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) text += ' ';
    text += tokens[i];
  }
  return text;
}

/// All cases share one Tokens, as callers do.
void expect_all(std::string_view spec, std::span<const Case> cases) {
  const TextPipeline pipeline(spec);
  Tokens tokens;
  for (const Case& expected : cases) {
    pipeline(expected.text, tokens);
    EXPECT_EQ(joined(tokens), expected.tokens) << escape(expected.text);
  }
}

TEST(TokenizerTest, NoneCutsAtWhiteSpace) {
  constexpr Case kCases[] = {
      {"abc", "abc"},
      {"a  b", "a b"},
      {"  lead trail  ", "lead trail"},
      {"a.b, c", "a.b, c"},
      {"a\u00A0b", "a b"},
      {"a\u200Bb", "a\u200Bb"},
      {"\ta\t", "a"},
      {"中文 ab", "中文 ab"},
      {"x\u0085y", "x y"},
      {"x\u2028y\u2029z", "x y z"},
      {"&quot;a&quot;", "&quot;a&quot;"},
      {"a\u001Cb", "a b"},
      {"", ""},
      {"a\u180Eb", "a\u180Eb"},
      {"a\uFEFFb", "a\uFEFFb"},
      {"A b", "A b"},
  };
  expect_all("none", kCases);
}

TEST(TokenizerTest, CharMakesEveryCodePointAToken) {
  constexpr Case kCases[] = {
      {"abc", "a b c"},
      {"a b", "a b"},
      {"  lead trail  ", "l e a d t r a i l"},
      {"中文 ab", "中 文 a b"},
      {"e\u0301", "e \u0301"},
      {"👍🏽", "👍 🏽"},
      {"\u200B\uFEFF", "\u200B \uFEFF"},
      {"a\u00A0b", "a b"},
      {"a.1,2", "a . 1 , 2"},
      {"\t x", "x"},
      {"&amp;", "& a m p ;"},
      {"한국", "한 국"},
      {"x\u2028y", "x y"},
      {"", ""},
      {"İ", "İ"},
      {"don't", "d o n ' t"},
  };
  expect_all("char", kCases);
}

TEST(TokenizerTest, Tokenizer13aFollowsMtevalV13a) {
  constexpr Case kCases[] = {
      {"Hello, world!", "Hello , world !"},
      {"It costs $1,000.50 (approx.), right?", "It costs $ 1,000.50 ( approx . ) , right ?"},
      {"a.b", "a . b"},
      {"1.5", "1.5"},
      {"1.a", "1 . a"},
      {"a.1", "a . 1"},
      {".5 is half", ". 5 is half"},
      {"ends with 5.", "ends with 5 ."},
      {"ends with 5,", "ends with 5 ,"},
      {"...", ". . ."},
      {"..1", ". .1"},
      {"1..2", "1 . . 2"},
      {"1.,5", "1 . , 5"},
      {"don't \"quote\" 'em", "don't \" quote \" 'em"},
      {"x-y 3-4 5--6 -7", "x-y 3 - 4 5 - -6 -7"},
      {"&quot;x&quot; &amp;lt; &lt;b&gt; &apos;", "\" x \" < < b > & apos ;"},
      {"&amp;quot;", "& quot ;"},
      {"a<skipped>b", "ab"},
      {"<skip<skipped>ped>", "< skipped >"},
      {"a-\nb", "ab"},
      {"a\nb", "a b"},
      {"tail -\n", "tail -"},
      {"http://ex.org/a_b?c=1&d=2", "http : / / ex . org / a _ b ? c = 1 & d = 2"},
      {"50% @me #1 a+b=c ~^`|\\{}[]", "50 % @ me # 1 a + b = c ~ ^ ` | \\ { } [ ]"},
      {"٣.٥ and ３.５", "٣ . ٥ and ３ . ５"},
      {"a\u00A0b\u3000c\u2028d\u200Be", "a b c d\u200Be"},
      {"x\u0085y\u001Cz", "x y z"},
      {"«Oui»—non… “q”", "«Oui»—non… “q”"},
      {"中文。测试,1.5", "中文。测试 , 1.5"},
      {"", ""},
  };
  expect_all("13a", kCases);
}

TEST(TokenizerTest, LowerCaseComesBefore13a) {
  constexpr Case kCases[] = {
      {"HELLO World", "hello world"},
      {"İstanbul I", "i\u0307stanbul i"},
      {"ΟΔΥΣΣΕΥΣ ΣΑΣ. Σ", "οδυσσευς σας . σ"},
      {"ẞ ß ﬁ Ǆ", "ß ß ﬁ ǆ"},
      {"&QUOT;x&AMP;", "\" x &"},
      {"ΑΣ'Α ΑΣ1 ΑΣ", "ασ'α ας1 ας"},
      {"\u212A\u212B\u2126", "kåω"},
  };
  expect_all("lower+13a", kCases);
}

TEST(TokenizerTest, IntlGoesByUnicodeCategories) {
  constexpr Case kCases[] = {
      {"Hello, world!", "Hello , world !"},
      {"It costs $1,000.50 (approx.), right?", "It costs $ 1,000.50 ( approx . ) , right ?"},
      {"a.b", "a . b"},
      {"1.5", "1.5"},
      {"1.a", "1 . a"},
      {"a.1", "a . 1"},
      {".5 is half", ".5 is half"},
      {"ends with 5.", "ends with 5."},
      {"ends with 5,", "ends with 5,"},
      {"...", ". . ."},
      {"..1", ". . 1"},
      {"1..2", "1 . . 2"},
      {"1.,5", "1 . , 5"},
      {"don't \"quote\" 'em", "don ' t \" quote \" ' em"},
      {"x-y 3-4 5--6 -7", "x - y 3-4 5 - - 6 - 7"},
      {"\"Start 5.", "\" Start 5."},
      {"(1 a", "(1 a"},
      {"1)", "1)"},
      {"$5.00", "$ 5.00"},
      {"5€ a+b", "5 € a + b"},
      {"«Oui»—non… “q”", "« Oui » — non … “ q ”"},
      {"a..b", "a . . b"},
      {"...1", ". . .1"},
      {"3½.", "3½."},
      {"x²-y", "x² - y"},
      {"٣.٥", "٣.٥"},
      {"Ⅻ.a", "Ⅻ . a"},
      {"a'b'", "a ' b '"},
      {"👍🏽ok", "👍 🏽 ok"},
      {"中文。测试,1.5", "中文 。 测试 , 1.5"},
      {"no_under_score", "no _ under _ score"},
      {"&amp;", "& amp ;"},
      {"^`~|", "^ ` ~ |"},
      {"\u00AD-", "\u00AD -"},
      {"a\u00A0.b", "a . b"},
      {"", ""},
  };
  expect_all("intl", kCases);
}

TEST(TokenizerTest, ZhSetsChineseCharactersApart) {
  constexpr Case kCases[] = {
      {"我们2008年在北京.", "我 们 2008 年 在 北 京 ."},
      {"价格是1,000.50元。", "价 格 是 1,000.50 元 。"},
      {".5", ".5"},
      {"5.", "5."},
      {"你好,world.", "你 好 , world ."},
      {"“引号”和‘单’…—", "“ 引 号 ” 和 ‘ 单 ’ … —"},
      {"€5 ™ ½ → ∑ ①", "€ 5 ™ ½ → ∑ ①"},
      {"カタカナ ひらがな", "カタカナ ひらがな"},
      {"ﾊﾝｶｸ ＡＢＣ１２", "ﾊ ﾝ ｶ ｸ Ａ Ｂ Ｃ １ ２"},
      {"한국어 문장.", "한국어 문장 ."},
      {"𠀀𪛖字", "𠀀𪛖 字"},
      {"龦龻龼鿿", "龦 龻 龼鿿"},
      {"㐀䶵䶶䷀", "㐀 䶵 䶶䷀"},
      {"⼀⾁⾡⿕\u2FE0⿰", "⼀ ⾁ ⾡ ⿕ \u2FE0 ⿰"},
      {"a-b 3-4", "a-b 3 - 4"},
      {"&quot;x&quot;", "& quot ; x & quot ;"},
      {"a\nb", "a b"},
      {"\u2000x\u2001y\u200B|‐", "x y \u200B | ‐"},
      {"⩭⩮", "⩭ ⩮"},
      {"㆐㆟ㆠ", "㆐㆟ ㆠ"},
      {"\u3000 前后 \u3000", "前 后"},
      {"<skipped>中", "< skipped > 中"},
      {"don't-1-2 中1.5文", "don't-1 - 2 中 1.5 文"},
      {"", ""},
  };
  expect_all("zh", kCases);
}

/// The cases of zh in which the two differ, and their neighbours.
TEST(TokenizerTest, ZhFixedSetsTheCharactersApartThatTheTableMeans) {
  constexpr Case kCases[] = {
      {"我们2008年在北京.", "我 们 2008 年 在 北 京 ."},
      {"“引号”和‘单’…—", "“ 引 号 ” 和 ‘ 单 ’…—"},
      {"€5 ™ ½ → ∑ ①", "€5 ™ ½ → ∑ ①"},
      {"☀x✂y➿z⟀w◿v", "☀ x ✂ y ➿ z⟀w◿v"},
      {"𠀀𪛖字", "𠀀 𪛖 字"},
      {"x\U0001FFFFy\U00020000z", "x\U0001FFFFy \U00020000 z"},
      {"x\U0002A6D6y\U0002A6D7z", "x \U0002A6D6 y\U0002A6D7z"},
      {"x\U0002F7FFy\U0002F800z", "x\U0002F7FFy \U0002F800 z"},
      {"x\U0002FA1Dy\U0002FA1Ez", "x \U0002FA1D y\U0002FA1Ez"},
      {"\u2000x\u2001y\u200B|‐", "x y\u200B | ‐"},
      {"😀5.字", "😀5 . 字"},
      {"", ""},
  };
  expect_all("zh-fixed", kCases);
  EXPECT_FALSE(TextPipeline("zh-fixed").is_in_sacrebleu());
  EXPECT_TRUE(TextPipeline("zh").is_in_sacrebleu());
}

TEST(TokenizerTest, GoogleRougeKeepsAsciiLettersAndDigits) {
  constexpr Case kCases[] = {
      {"U.S.A. 3.14", "u s a 3 14"},
      {"café naïve don't", "caf na ve don t"},
      {"\u212A2 a\u212Ab", "k2 akb"},
      {"İstanbul", "i stanbul"},
      {"Kİ\u212A", "ki k"},
      {"snake_case x-y", "snake case x y"},
      {"ＡＢＣ ﬁ x² ٣", "x"},
      {"a\nb\u2028c\u0001d", "a b c d"},
      {"中文", ""},
      {"", ""},
      {"ＡbC1é2", "bc1 2"},
  };
  expect_all("google-rouge", kCases);
}

TEST(TokenizerTest, IcuKeepsAllButWhiteSpace) {
  constexpr Case kCases[] = {
      {"Hello, world!", "Hello , world !"},
      {"don't 3.14 a-b", "don't 3.14 a - b"},
      {"  lead\u00A0trail \n", "lead trail"},
      {" \u0301x", "\u0301 x"},
      {"中文分词", "中文 分词"},
      {"สวัสดีชาวโลก", "สวัสดี ชาว โลก"},
      {"", ""},
  };
  expect_all("icu", kCases);
}

TEST(TokenizerTest, IcuWordsKeepsWordsAndNumbers) {
  constexpr Case kCases[] = {
      {"Hello, World!", "hello world"},
      {"Don't pay $3.14 (now)", "don't pay 3.14 now"},
      {"ΑΣ", "ας"},
      {"中文分词", "中文 分词"},
      {"?!", ""},
  };
  expect_all("icu-words", kCases);
}

TEST(TokenizerTest, TokensPointIntoTheTextThatNeedsNoRewriting) {
  const std::string text = "plain & simple, 1 < 2";
  for (const char* name : {"13a", "intl", "zh", "char", "none", "icu"}) {
    Tokens tokens;
    TextPipeline{name}(text, tokens);
    ASSERT_GT(tokens.size(), 0U) << name;
    EXPECT_EQ(tokens[0].data(), text.data()) << name;
  }
}

void expect_sound(const Tokens& tokens, std::string_view name) {
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    EXPECT_LE(end, tokens.spans[i].begin) << name;
    EXPECT_LT(tokens.spans[i].begin, tokens.spans[i].end) << name;
    EXPECT_EQ(strip(tokens[i]), tokens[i]) << name;
    end = tokens.spans[i].end;
  }
}

TEST(TokenizerTest, SpansAreInOrderAndHoldNoWhiteSpaceAtTheirEnds) {
  for (const TokenizerInfo* info : tokenizers()) {
    if (testing::missing_for(*info)) continue;
    const TextPipeline pipeline(testing::example_spec(*info));
    Tokens tokens;
    pipeline(" a\u00A0.5 &amp; \u3000中1,2 x\u202Fy <skipped>-\n \u0301z\u2028", tokens);
    EXPECT_GT(tokens.size(), 4U) << info->name;
    expect_sound(tokens, info->name);
  }
}

TEST(TokenizerTest, WarmTokensAreNotAllocatedAgain) {
  const std::string text = "One &lt; two, three - 4.5 and SIX";
  for (const char* name : {"13a", "intl", "zh", "char", "none", "google-rouge"}) {
    const TextPipeline pipeline(name);
    Tokens tokens;
    pipeline(text, tokens);
    const TextSpan* spans = tokens.spans.data();
    const char* storage = tokens.storage.data();
    pipeline(text, tokens);
    EXPECT_EQ(tokens.spans.data(), spans) << name;
    EXPECT_EQ(tokens.storage.data(), storage) << name;
  }
}

void expect_repeatable(const TextPipeline& pipeline, std::string_view text,
                       const std::string& expected) {
  Tokens tokens;
  for (int i = 0; i < 200; ++i) pipeline(text, tokens);
  EXPECT_EQ(joined(tokens), expected) << pipeline.signature();
}

TEST(TokenizerTest, ThreadsMayShareATokenizer) {
  constexpr std::string_view kText = "The &amp; threads' 中文 text, 1.5 long.";
  for (const TokenizerInfo* info : tokenizers()) {
    if (testing::missing_for(*info)) continue;
    const TextPipeline pipeline(testing::example_spec(*info));
    Tokens tokens;
    pipeline(kText, tokens);
    const std::string expected = joined(tokens);
    std::array<std::jthread, 4> threads;
    for (std::jthread& thread : threads) {
      thread = std::jthread([&] { expect_repeatable(pipeline, kText, expected); });
    }
  }
}

TEST(TokenizerTest, TheTableSaysAllThatListingsNeed) {
  for (const TokenizerInfo* info : tokenizers()) {
    EXPECT_EQ(find_named(tokenizers(), info->name), info);
    EXPECT_FALSE(info->summary.empty()) << info->name;
    EXPECT_EQ(info->load != nullptr, !info->path_kind.empty()) << info->name;
    EXPECT_EQ(info->load == nullptr, info->make != nullptr) << info->name;
    if (testing::missing_for(*info)) continue;
    EXPECT_FALSE(testing::load_example(*info).signature.empty()) << info->name;
  }
}

TEST(TokenizerTest, TheTableKnowsThoseOfSacrebleu) {
  for (const char* name : {"13a", "intl", "zh", "char", "none"}) {
    const TokenizerInfo* info = find_named(tokenizers(), name);
    ASSERT_NE(info, nullptr) << name;
    EXPECT_TRUE(info->in_sacrebleu) << name;
    EXPECT_EQ(info->signature(), name);
  }
}

TEST(TextPipelineTest, AppliesNormalizersInOrder) {
  constexpr Case kCases[] = {{"Ｈｅｌｌｏ， Ｗorld", "hello , world"}, {"ﬁ ²", "fi 2"}};
  expect_all("nfkc+lower+13a", kCases);
  constexpr Case kComposed[] = {{"e\u0301", "é"}};
  expect_all("nfc+char", kComposed);
  constexpr Case kRewritten[] = {{"&QUOT;X&LT;", "\" x <"}};
  expect_all("lower+nfc+lower+13a", kRewritten);
}

TEST(TextPipelineTest, SignatureShowsTheDataVersion) {
  EXPECT_EQ(TextPipeline("nfkc+lower+13a").signature(), "nfkc+lower+13a");
  const std::string icu = TextPipeline("nfc+icu-words").signature();
  EXPECT_TRUE(icu.starts_with("nfc+icu-")) << icu;
  EXPECT_TRUE(TextPipeline("nfc+icu").signature().starts_with("nfc+icu-"));
  EXPECT_NE(icu, TextPipeline("nfc+icu").signature());
}

TEST(TextPipelineTest, KnowsItsParts) {
  const TextPipeline plain("zh");
  EXPECT_EQ(plain.tokenizer().name, "zh");
  EXPECT_FALSE(plain.has_normalizers());
  EXPECT_TRUE(TextPipeline("lower+zh").has_normalizers());
}

Problem problem_of(std::string_view spec) {
  try {
    const TextPipeline pipeline(spec);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kUsage);
    return error.problem();
  }
  ADD_FAILURE() << spec << " is accepted";
  return {};
}

TEST(TextPipelineTest, NamesTheNearestOfAnUnknownPart) {
  const Problem tokenizer = problem_of("lower+13b");
  EXPECT_EQ(tokenizer.code, "E-TOKENIZER");
  EXPECT_EQ(tokenizer.what, "unknown tokenizer '13b'");
  EXPECT_TRUE(tokenizer.hint.starts_with("did you mean '13a'? the tokenizers are 13a, "))
      << tokenizer.hint;
  const Problem normalizer = problem_of("lowr+13a");
  EXPECT_EQ(normalizer.what, "unknown normalizer 'lowr' in 'lowr+13a'");
  EXPECT_TRUE(normalizer.hint.starts_with("did you mean 'lower'? the normalizers are lower, "))
      << normalizer.hint;
}

TEST(TextPipelineTest, WantsOneTokenizerAtTheEnd) {
  EXPECT_EQ(problem_of("nfkc+lower").what, "no tokenizer in 'nfkc+lower'");
  EXPECT_EQ(problem_of("13a+lower").what, "'13a' is a tokenizer with more after it in '13a+lower'");
  EXPECT_EQ(problem_of("").what, "unknown tokenizer ''");
  EXPECT_EQ(problem_of("lower+").what, "unknown tokenizer ''");
  EXPECT_EQ(problem_of("+13a").what, "unknown normalizer '' in '+13a'");
}

/// What the tables of bytes say of whole rows of code points without looking at each.
TEST(IntlTokenizerTest, RowsThatAreNotDecodedHoldLettersAlone) {
  const auto is_letter = [](char32_t value) {
    return category(value) == Category::kOther && !is_space(value);
  };
  for (char32_t value = 0x100; value < 0x2C0; ++value) EXPECT_TRUE(is_letter(value));
  for (char32_t value = 0x400; value < 0x480; ++value) EXPECT_TRUE(is_letter(value));
}

TEST(ZhTokenizerTest, IdeographsThatAreNotDecodedAreAlone) {
  for (const char* name : {"zh", "zh-fixed"}) {
    const auto tokenizer = find_named(tokenizers(), name)->make();
    std::string text;
    for (char32_t value = 0x4F00; value < 0x9100; ++value) append_code_point(text, value);
    Tokens tokens;
    (*tokenizer)(text, tokens);
    EXPECT_EQ(tokens.size(), 0x9100 - 0x4F00);
  }
}

}  // namespace
}  // namespace assay
