#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Unicode text as sacreBLEU sees it: code points, 29 of them white space, Python's lower-casing.
/// All but is_utf8, byte_facts, find_invalid_utf8, replace_invalid_utf8 and escape expect valid
/// UTF-8.
namespace assay {

inline constexpr std::size_t kNoOffset = static_cast<std::size_t>(-1);

/// Whether `text` is well-formed UTF-8 (Unicode 15, table 3-7).
bool is_utf8(std::string_view text);

/// What one look at all bytes of a text tells.
struct ByteFacts {
  bool is_utf8 = true;
  bool has_nul = false;
  bool has_carriage_return = false;

  bool operator==(const ByteFacts&) const = default;
};

ByteFacts byte_facts(std::string_view text);

bool is_ascii(std::string_view text);

/// The offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7), or
/// kNoOffset. Overlong forms, surrogates and anything above U+10FFFF are not well-formed.
std::size_t find_invalid_utf8(std::string_view text);

/// `text` with U+FFFD for each maximal ill-formed subpart (Unicode 15, section 3.9).
std::string replace_invalid_utf8(std::string_view text);

struct CodePoint {
  char32_t value = 0;
  std::uint32_t size = 0;  ///< Bytes that it takes, 1 to 4.
};

/// The code point that starts at text[offset].
CodePoint code_point_at(std::string_view text, std::size_t offset);

/// The code point that ends just before text[end]; end > 0.
CodePoint code_point_before(std::string_view text, std::size_t end);

void append_code_point(std::string& text, char32_t value);

/// Python's str.isspace() set: U+0009-000D, 001C-001F, 0020, 0085, 00A0, 1680, 2000-200A, 2028,
/// 2029, 202F, 205F, 3000.
bool is_space(char32_t value);

/// `text` without the white space at its end, or at both.
std::string_view right_strip(std::string_view text);
std::string_view strip(std::string_view text);

/// Calls use(line) for each line of `text`; '\n' ends a line, and empty lines are left out.
template <typename Use>
void for_each_line(std::string_view text, Use use) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) use(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

/// Full lower-casing with final sigma and without locale, as Python's str.lower(). Replaces `out`.
void lowercase(std::string_view text, std::string& out);

/// Normalization form C or KC. Replaces `out`.
void normalize_nfc(std::string_view text, std::string& out);
void normalize_nfkc(std::string_view text, std::string& out);

/// The letters of a text, vowel signs included.
struct LetterCounts {
  std::size_t ascii = 0;
  std::size_t other = 0;
};
LetterCounts count_letters(std::string_view text);

/// General categories N, P and S (Unicode 15), of which sacreBLEU's `intl` is made.
enum class Category : std::uint8_t { kOther, kNumber, kPunctuation, kSymbol };
Category category(char32_t value);

bool is_number(char32_t value);
bool is_punctuation(char32_t value);
bool is_symbol(char32_t value);

/// `text` fit for a terminal: control characters, line separators, bidirectional controls, byte
/// order marks and bytes that are not UTF-8 become visible escapes (\n, \x1b, <U+202E>); at most
/// `limit` bytes of text are shown, then "…".
std::string escape(std::string_view text, std::size_t limit = 120);

/// The Unicode name of the script of a letter ("Latin", "Han"); "" for what belongs to no script or
/// to several.
std::string_view script_name(char32_t value);

/// Columns that valid UTF-8 takes on a terminal: two for wide characters, none for combining marks
/// and other characters that are not seen. By the properties of Unicode, without the terminal.
std::size_t display_width(std::string_view text);

}  // namespace assay
