#include "assay/registry.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include "slow_tokenizers.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <random>

#include <gtest/gtest.h>

namespace assay {
namespace {

using Strings = slow::Strings;

/// A tokenizer and its definition.
struct Twin {
  const char* name;
  Strings (*slow)(std::string_view text);
};

// GoogleTest looks for this name.  NOLINTNEXTLINE(readability-identifier-naming)
void PrintTo(const Twin& twin, std::ostream* out) {
  *out << twin.name;
}

constexpr Twin kTwins[] = {
    {"13a", slow::tokenize_13a},   {"intl", slow::tokenize_intl},
    {"zh", slow::tokenize_zh},     {"char", slow::tokenize_char},
    {"none", slow::tokenize_none}, {"google-rouge", slow::tokenize_google_rouge},
};

/// Pieces that rules look at, by kind.
const std::vector<Strings>& pools() {
  static const std::vector<Strings> all = {
      {".", ",", ".", ",", "-", "0", "1", "2", "9", "a", "b", " "},
      {"!", "\"", "#",  "$", "%", "&", "'", "(", "*", "+", "/", ":", ";", "<", "=", ">", "?",
       "@", "[",  "\\", "]", "^", "_", "`", "{", "|", "}", "~", "A", "K", "Z", "a", "z", "I"},
      {"\t",     "\n",     "\v",     "\f",     "\r",     "\x1C",   "\x1D",   "\x1E",
       "\x1F",   " ",      "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2005",
       "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000", "\u180E", "\u200B",
       "\u200D", "\u2060", "\uFEFF", "\x01",   "\x1B",   "\x7F",   "\u0084"},
      {"\u2000",     "\u2001",    "\u2A6D", "\u2A6E", "\u2E7F", "\u2E80", "\u2FDF", "\u2FE0",
       "\u2FEF",     "\u2FF0",    "\u303F", "\u3040", "\u30FF", "\u3100", "\u312F", "\u3130",
       "\u319F",     "\u31A0",    "\u31EF", "\u31F0", "\u3200", "\u4DB5", "\u4DB6", "\u4DFF",
       "\u4E00",     "\u9FBB",    "\u9FBC", "\uF8FF", "\uF900", "\uFA2D", "\uFA2E", "\uFA30",
       "\uFA6A",     "\uFA6B",    "\uFA70", "\uFAD9", "\uFADA", "\uFE0F", "\uFE10", "\uFE1F",
       "\uFE20",     "\uFE30",    "\uFE4F", "\uFE50", "\uFEFE", "\uFF00", "\uFFEF", "\uFFF0",
       "\U00020000", "\U0002A6D6"},
      {"٣",      "３",     "½", "²",      "Ⅻ",      "߀",      "𝟘",      "𐄇",         "«",  "»",
       "—",      "…",      "“", "。",     "、",     "．",     "€",      "©",         "™",  "👍",
       "🏽",   "𐄀",      "ß", "Σ",      "σ",      "é",      "я",      "한",        "カ", "中",
       "\u0301", "\u0345", "İ", "\u212A", "\u00AD", "\u0378", "\uE000", "\U0010FFFF"},
      {"&quot;",   "&amp;", "&lt;", "&gt;",  "&apos;",    "&quot",    "&am",      "lt;",
       "quot;",    "amp;",  "&",    "&#39;", "<skipped>", "<skipped", "skipped>", "<skip",
       "ped>",     "-\n",   "\n",   "-",     "--",        "..",       "...",      ".,",
       "1,000.50", "3.14",  "a.b",  "5-",    "-7",        "x-y"},
  };
  return all;
}

/// Texts of a fixed seed. Each has its own mixture of pools, so that rules meet at every density.
class TextSource {
 public:
  std::string next() {
    std::array<std::size_t, 4> mixture{};
    for (std::size_t& pool : mixture) pool = below(pools().size());
    const std::size_t pieces = length();
    std::string text(below(3) == 0 ? below(70) : 0, 'w');  // Moves the rest against the blocks.
    for (std::size_t i = 0; i < pieces; ++i) append_piece(pools()[mixture[below(4)]], text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  /// Mostly short texts, some of several blocks, a few of more than 4,096 bytes.
  std::size_t length() {
    const std::size_t kind = below(1000);
    if (kind < 600) return below(12);
    if (kind < 998) return 10 + below(90);
    return 4100 + below(500);
  }

  void append_piece(const Strings& pool, std::string& text) {
    if (below(50) != 0) {
      text += pool[below(pool.size())];
      return;
    }
    const auto value = static_cast<char32_t>(below(0x110000));
    append_code_point(text, value >= 0xD800 && value < 0xE000 ? U'!' : value);
  }

  std::mt19937 random_{20240229};
};

Strings strings_of(const Tokens& tokens) {
  Strings strings;
  for (std::size_t i = 0; i < tokens.size(); ++i) strings.emplace_back(tokens[i]);
  return strings;
}

class TwinTest : public testing::TestWithParam<Twin> {
 protected:
  void SetUp() override { tokenizer_ = find_named(tokenizers(), GetParam().name)->make(); }

  /// Compares the two; false after a failure, which says enough to repeat it.
  bool agree(std::string_view text) {
    (*tokenizer_)(text, tokens_);
    const Strings expected = GetParam().slow(text);
    if (strings_of(tokens_) == expected) return true;
    EXPECT_EQ(strings_of(tokens_), expected) << escape(text, 400);
    return false;
  }

  std::unique_ptr<Tokenizer> tokenizer_;
  Tokens tokens_;
};

TEST_P(TwinTest, AgreesOnRandomTexts) {
  constexpr std::size_t kTexts = 100'000;
  TextSource source;
  std::size_t longer_than_a_block = 0;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < kTexts; ++i) {
    const std::string text = source.next();
    longer_than_a_block += text.size() > 64 ? 1U : 0U;
    longest = std::max(longest, text.size());
    if (!agree(text)) return;
  }
  EXPECT_GT(longer_than_a_block, kTexts / 10);
  EXPECT_GT(longest, 4096U);
  std::cout << GetParam().name << ": " << kTexts << " texts compared, " << longer_than_a_block
            << " of them longer than a block, the longest of " << longest << " bytes\n";
}

/// Calls `visit` with every text of up to `length` of `pieces`.
void for_all_texts(const Strings& pieces, std::size_t length, std::string& text,
                   const std::function<void(const std::string&)>& visit) {
  visit(text);
  if (length == 0) return;
  for (const std::string& piece : pieces) {
    const std::size_t size = text.size();
    text += piece;
    for_all_texts(pieces, length - 1, text, visit);
    text.resize(size);
  }
}

TEST_P(TwinTest, AgreesOnAllShortTextsOfMarksAndDigits) {
  std::size_t texts = 0;
  std::string text;
  for_all_texts({".", ",", "1", "a", "-", " ", "。"}, 5, text, [&](const std::string& candidate) {
    ++texts;
    if (!HasFailure()) agree(candidate);
  });
  std::cout << GetParam().name << ": " << texts << " texts compared\n";
}

TEST_P(TwinTest, AgreesWhereverABlockEnds) {
  const Strings traps = {"a.5",   "1.5",     "..5",       "1..5",  "1.,5", "5-6",     "\u2028x",
                         "é.1",   "中.中",   "<skipped>", "&lt;x", "-\nx", "\u3000",  "½.½",
                         "。。1", "\u212Ax", "İx",        "𐄀1",    "👍",    "a\u00A0."};
  for (const std::string& trap : traps) {
    for (std::size_t before = 56; before < 68; ++before) {
      for (const char filler : {'w', '7', ' ', '.'}) {
        const std::string text = std::string(before, filler) + trap;
        if (!agree(text) || !agree(text + std::string(70, filler))) return;
      }
    }
  }
}

/// Texts without line feeds as they stand in a file.
struct Lines {
  std::string bytes;
  Strings texts;
};

Lines next_lines(TextSource& source, std::size_t count) {
  Lines lines;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text = source.next();
    std::ranges::replace(text, '\n', ' ');
    const bool is_last = i + 1 == count;
    lines.bytes += text + (is_last ? "" : i % 5 == 0 ? " \r\n" : "\n");
    lines.texts.push_back(std::move(text));
  }
  return lines;
}

/// The tokens of line `i`.
Strings strings_of(const LineTokens& lines, std::size_t i) {
  Strings strings;
  for (std::size_t t = i == 0 ? 0 : lines.ends[i - 1]; t < lines.ends[i]; ++t) {
    strings.emplace_back(lines.tokens[t]);
  }
  return strings;
}

TEST_P(TwinTest, AgreesOnLinesCutAtOnce) {
  constexpr std::size_t kBatches = 5'000;
  TextSource source;
  LineTokens found;
  std::size_t compared = 0;
  for (std::size_t batch = 0; batch < kBatches; ++batch) {
    const Lines lines = next_lines(source, 1 + batch % 20);
    if (!tokenizer_->cut_lines(lines.bytes, found)) {
      GTEST_SKIP() << GetParam().name << " cuts no lines at once";
    }
    ASSERT_EQ(found.lines, lines.texts.size());
    std::vector<bool> must_rewrite(lines.texts.size());
    for (const std::uint32_t offset : found.to_rewrite) {
      const auto line = std::count(lines.bytes.data(), lines.bytes.data() + offset, '\n');
      must_rewrite[static_cast<std::size_t>(line)] = true;
    }
    for (std::size_t i = 0; i < lines.texts.size(); ++i) {
      if (must_rewrite[i]) continue;
      ASSERT_EQ(strings_of(found, i), GetParam().slow(lines.texts[i])) << escape(lines.texts[i]);
      ++compared;
    }
  }
  EXPECT_GT(compared, kBatches * 5);
  std::cout << GetParam().name << ": " << compared << " lines compared\n";
}

std::string test_name(const testing::TestParamInfo<Twin>& info) {
  std::string name = info.param.name;
  std::erase(name, '-');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, TwinTest, testing::ValuesIn(kTwins), test_name);

}  // namespace
}  // namespace assay
