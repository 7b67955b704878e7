#include "assay/text.h"

#include <array>

#include <gtest/gtest.h>

namespace assay {
namespace {

using namespace std::string_view_literals;

struct Case {
  std::string_view text;
  std::string_view expected;
};

std::string utf8(char32_t value) {
  std::string text;
  append_code_point(text, value);
  return text;
}

template <typename Visit>
void for_all_code_points(Visit visit) {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value < 0xD800 || value > 0xDFFF) visit(value);
  }
}

std::size_t count(bool (*holds)(char32_t)) {
  std::size_t found = 0;
  for_all_code_points([&](char32_t value) { found += holds(value) ? 1U : 0U; });
  return found;
}

TEST(ByteFactsTest, FindNulsAndCarriageReturnsAtEveryPlace) {
  for (std::size_t size = 0; size <= 300; size += 3) {
    EXPECT_EQ(byte_facts(std::string(size, 'a')), ByteFacts{});
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      text[at] = '\0';
      EXPECT_EQ(byte_facts(text), ByteFacts{.has_nul = true}) << at << " of " << size;
      text[at] = '\r';
      EXPECT_EQ(byte_facts(text), ByteFacts{.has_carriage_return = true}) << at << " of " << size;
      text[at] = '\xFF';
      EXPECT_EQ(byte_facts(text), ByteFacts{.is_utf8 = false}) << at << " of " << size;
    }
  }
}

/// All runs of four bytes that rules tell apart, at every place of a vector and its end.
TEST(Utf8Test, VectorsFindWhatTheDefinitionRefuses) {
  const std::string bytes =
      "a\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5"
      "\xF8"
      "\xFF";
  const std::size_t count = bytes.size();
  std::size_t well_formed = 0;
  for (std::size_t i = 0; i < count * count * count * count; ++i) {
    std::string text(i % 67, 'x');
    for (std::size_t rest = i, k = 0; k < 4; ++k, rest /= count) text += bytes[rest % count];
    text.append(i % 5 * 9, 'y');
    const bool is_right = replace_invalid_utf8(text) == text;
    well_formed += is_right ? 1U : 0U;
    ASSERT_EQ(is_utf8(text), is_right) << escape(text, 400);
    ASSERT_EQ(find_invalid_utf8(text) == kNoOffset, is_right) << escape(text, 400);
  }
  EXPECT_GT(well_formed, 100U);
}

TEST(Utf8Test, AsciiIsEveryByteBelow0x80) {
  for (std::size_t size = 0; size < 70; ++size) {
    std::string text(size, '\x7F');
    EXPECT_TRUE(is_ascii(text)) << size;
    for (char& byte : text) {
      byte = '\x80';
      EXPECT_FALSE(is_ascii(text)) << size;
      byte = '\0';
    }
  }
}

TEST(Utf8Test, EveryCodePointComesBack) {
  for_all_code_points([](char32_t value) {
    const std::string text = "a" + utf8(value) + "b";
    ASSERT_EQ(find_invalid_utf8(text), kNoOffset) << static_cast<std::uint32_t>(value);
    ASSERT_EQ(code_point_at(text, 1).value, value);
    ASSERT_EQ(code_point_at(text, 1).size, text.size() - 2);
    ASSERT_EQ(code_point_before(text, text.size() - 1).value, value);
  });
}

/// The ranges of table 3-7, row by row: lead bytes, second bytes, and how many bytes in all.
struct Row {
  int first_lead, last_lead, first_second, last_second;
  std::size_t size;
};

constexpr std::array<Row, 8> kTable{{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                     {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                     {0xE1, 0xEC, 0x80, 0xBF, 3},
                                     {0xED, 0xED, 0x80, 0x9F, 3},
                                     {0xEE, 0xEF, 0x80, 0xBF, 3},
                                     {0xF0, 0xF0, 0x90, 0xBF, 4},
                                     {0xF1, 0xF3, 0x80, 0xBF, 4},
                                     {0xF4, 0xF4, 0x80, 0x8F, 4}}};

/// How many bytes a code point takes that starts with these two, or 0.
std::size_t size_by_table(int lead, int second) {
  for (const Row& row : kTable) {
    if (lead >= row.first_lead && lead <= row.last_lead) {
      return second >= row.first_second && second <= row.last_second ? row.size : 0;
    }
  }
  return 0;
}

void expect_judged_by_table(int lead, int second) {
  const std::size_t size = size_by_table(lead, second);
  std::string text = {static_cast<char>(lead), static_cast<char>(second)};
  if (size > 2) text.append(size - 2, '\xBF');
  EXPECT_EQ(find_invalid_utf8(text), size != 0 ? kNoOffset : 0U) << lead << ' ' << second;
  if (size < 3) return;
  text.back() = '\xC0';
  EXPECT_EQ(find_invalid_utf8(text), 0U) << lead << ' ' << second;
  text.pop_back();
  EXPECT_EQ(find_invalid_utf8(text), 0U) << lead << ' ' << second;
}

TEST(Utf8Test, EveryPairOfBytesIsJudgedByTheTable) {
  for (int lead = 0x80; lead < 0x100; ++lead) {
    for (int second = 0; second < 0x100; ++second) expect_judged_by_table(lead, second);
  }
}

/// What find_invalid_utf8 says of `bad` with `before` in front and up to 20 letters after.
void expect_bad_after(const std::string& before, std::string_view bad) {
  std::string text = before;
  text += bad;
  for (std::size_t after = 0; after < 20; ++after, text += 'b') {
    EXPECT_EQ(find_invalid_utf8(text), before.size()) << after;
  }
}

TEST(Utf8Test, TheFirstBadByteIsFoundAtEveryOffset) {
  std::string narrow;
  std::string wide;
  for (int i = 0; i < 100; ++i, narrow += 'a', wide += "é") {
    expect_bad_after(narrow, "\xFF");
    expect_bad_after(wide, "\xC3");
  }
  EXPECT_EQ(find_invalid_utf8(""), kNoOffset);
  EXPECT_EQ(find_invalid_utf8("a\0b"sv), kNoOffset);
}

TEST(Utf8Test, EachMaximalSubpartIsReplacedOnce) {
  constexpr Case kCases[] = {
      {"plain é 中 👍", "plain é 中 👍"},
      {"a\xFF", "a\uFFFD"},
      {"\x80\xBF", "\uFFFD\uFFFD"},
      {"\xC0\xAF", "\uFFFD\uFFFD"},
      {"\xC3(", "\uFFFD("},
      {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},
      {"\xE4\xB8", "\uFFFD"},
      {"\xE4\xB8\xE4\xB8\xAD", "\uFFFD中"},
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"\xF0\x9F\x91", "\uFFFD"},
      {"\xF0\x9F\x91x", "\uFFFDx"},
      {"\xF0\x80\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"\xF5\x80", "\uFFFD\uFFFD"},
      // The example of the Unicode standard's table 3-11.
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
       "A",
       "\uFFFD\uFFFD\uFFFD\uFFFD"
       "A"},
  };
  for (const Case& c : kCases) EXPECT_EQ(replace_invalid_utf8(c.text), c.expected);
}

TEST(TextTest, WhiteSpaceIsTwentyNineCodePoints) {
  EXPECT_EQ(count(is_space), 29U);
  for (const char32_t value :
       U"\x09\x0A\x0B\x0C\x0D\x1C\x1D\x1E\x1F\x20\x85\xA0\u1680\u2000\u200A\u2028\u2029\u202F"
       U"\u205F\u3000"sv) {
    EXPECT_TRUE(is_space(value)) << static_cast<std::uint32_t>(value);
  }
  for (const char32_t value : U"\x08\x0E\x1B\x7F\u180E\u200B\u200C\u200D\u2060\uFEFF"sv) {
    EXPECT_FALSE(is_space(value)) << static_cast<std::uint32_t>(value);
  }
}

TEST(TextTest, StripsWhiteSpaceOfAllKinds) {
  EXPECT_EQ(right_strip(" a \t\u3000\u0085\n"), " a");
  EXPECT_EQ(strip("\u2003\x1C a b\u00A0\r\n"), "a b");
  EXPECT_EQ(strip("\uFEFFa\u200B"), "\uFEFFa\u200B");
  EXPECT_EQ(strip(" \u2028 "), "");
  EXPECT_EQ(right_strip(""), "");
}

TEST(LowercaseTest, FollowsPython) {
  constexpr Case kCases[] = {
      {"HELLO World 123", "hello world 123"},
      {"İstanbul I", "i\u0307stanbul i"},
      {"ΟΔΥΣΣΕΥΣ ΣΑΣ. Σ", "οδυσσευς σας. σ"},
      {"ΑΣ'Α ΑΣ1 ΑΣ", "ασ'α ας1 ας"},
      {"Α\u0301Σ\u0301 Α\u00ADΣ\u00ADΑ", "α\u0301ς\u0301 α\u00ADσ\u00ADα"},
      {"ẞ ß ﬁ Ǆ", "ß ß ﬁ ǆ"},
      {"\u212A\u212B\u2126", "kåω"},
      {"\U00010400\U0001E921", "\U00010428\U0001E943"},
      {"ȺȾ", "ⱥⱦ"},
      {"A\0B"sv, "a\0b"sv},
      {"", ""},
  };
  std::string out = "what was there before";
  for (const Case& c : kCases) {
    lowercase(c.text, out);
    EXPECT_EQ(out, c.expected) << c.text;
  }
}

TEST(LowercaseTest, ChangesAsManyCodePointsAsUnicode14Does) {
  std::size_t changed = 0;
  std::string lower;
  for_all_code_points([&](char32_t value) {
    const std::string text = utf8(value);
    lowercase(text, lower);
    changed += lower != text ? 1U : 0U;
  });
  EXPECT_EQ(changed, 1433U);
}

TEST(NormalizeTest, ComposesAndFolds) {
  std::string out;
  normalize_nfc("e\u0301 \u212B ﬁ ²", out);
  EXPECT_EQ(out, "é Å ﬁ ²");
  normalize_nfkc("e\u0301 \u212B ﬁ ² ＡＢ", out);
  EXPECT_EQ(out, "é Å fi 2 AB");
  normalize_nfc("plain", out);
  EXPECT_EQ(out, "plain");
  normalize_nfkc("", out);
  EXPECT_EQ(out, "");
}

TEST(CategoryTest, CountsAreThoseOfUnicode15) {
  EXPECT_EQ(count(is_number), 1831U);
  EXPECT_EQ(count(is_punctuation), 842U);
  EXPECT_EQ(count(is_symbol), 7770U);
}

void expect_category(std::u32string_view values, Category expected) {
  for (const char32_t value : values) EXPECT_EQ(category(value), expected) << utf8(value);
}

TEST(CategoryTest, KnowsSomeOfEach) {
  expect_category(U"09²½٣Ⅻ〇㆒𐄇𝟘", Category::kNumber);
  expect_category(U"!'-_«»—…“。、·\u16EB", Category::kPunctuation);
  expect_category(U"$+<^`|~€©™→👍🏽", Category::kSymbol);
  expect_category(U"aß中ー\u0301\u00AD \n\U000E0001\U0010FFFF", Category::kOther);
}

TEST(EscapeTest, MakesVisibleWhatATerminalWouldActOn) {
  constexpr Case kCases[] = {
      {"plain — 中 👍", "plain — 中 👍"},
      {"a\tb\nc\r", R"(a\tb\nc\r)"},
      {"\x1B[31m\x7F", R"(\x1b[31m\x7f)"},
      {"a\0b"sv, R"(a\x00b)"},
      {"\u0085\u009B", "<U+0085><U+009B>"},
      {"\u2028\u2029", "<U+2028><U+2029>"},
      {"\u202Eabc\u202C\u2067\u2069", "<U+202E>abc<U+202C><U+2067><U+2069>"},
      {"\u200E\u200F\u061C", "<U+200E><U+200F><U+061C>"},
      {"\uFEFFx", "<U+FEFF>x"},
      {"a\xFF\xC3", R"(a\xff\xc3)"},
      {"\xE4\xB8 \xE4\xB8\xAD", R"(\xe4\xb8 中)"},
      {"", ""},
  };
  for (const Case& c : kCases) EXPECT_EQ(escape(c.text), c.expected);
}

TEST(EscapeTest, ShowsAtMostTheLimit) {
  EXPECT_EQ(escape("abcdef", 6), "abcdef");
  EXPECT_EQ(escape("abcdefg", 6), "abcdef…");
  EXPECT_EQ(escape("ab中", 5), "ab中");
  EXPECT_EQ(escape("ab中", 4), "ab…");
  EXPECT_EQ(escape("\xFF\xFF\xFF", 3), R"(\xff\xff\xff)");
  EXPECT_EQ(escape("\xFF\xFF\xFF", 2), R"(\xff\xff…)");
  EXPECT_EQ(escape("\n\n\n", 2), R"(\n\n…)");
  EXPECT_EQ(escape("中中", 3), "中…");
  EXPECT_EQ(escape("x", 0), "…");
  EXPECT_EQ(escape("", 0), "");
  EXPECT_EQ(escape("x", static_cast<std::size_t>(-1)), "x");
}

}  // namespace
}  // namespace assay
