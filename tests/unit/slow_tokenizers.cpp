#include "slow_tokenizers.h"

#include "assay/text.h"

#include <algorithm>
#include <array>

namespace assay::slow {
namespace {

using Text = std::u32string;

Text decode(std::string_view bytes) {
  Text text;
  for (std::size_t offset = 0; offset < bytes.size();) {
    const CodePoint point = code_point_at(bytes, offset);
    text += point.value;
    offset += point.size;
  }
  return text;
}

/// The white space of the specification, spelled out.
bool is_white(char32_t c) {
  static constexpr std::u32string_view kWhite =
      U"\x09\x0A\x0B\x0C\x0D\x1C\x1D\x1E\x1F\x20\x85\xA0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
      U"\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";
  return kWhite.find(c) != std::u32string_view::npos;
}

Text strip_right(Text text) {
  while (!text.empty() && is_white(text.back())) text.pop_back();
  return text;
}

Text strip_both(Text text) {
  text = strip_right(std::move(text));
  while (!text.empty() && is_white(text.front())) text.erase(0, 1);
  return text;
}

Strings split(const Text& text) {
  Strings tokens;
  bool inside = false;
  for (const char32_t c : text) {
    if (!is_white(c) && !inside) tokens.emplace_back();
    inside = !is_white(c);
    if (inside) append_code_point(tokens.back(), c);
  }
  return tokens;
}

Text replace(const Text& text, const Text& from, const Text& to) {
  Text result;
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, from.size(), from) == 0) {
      result += to;
      i += from.size();
    } else {
      result += text[i++];
    }
  }
  return result;
}

/// Each code point that is `apart` becomes space, itself, space.
template <typename Apart>
Text pad(const Text& text, Apart apart) {
  Text result;
  for (const char32_t c : text) result += apart(c) ? Text{U' ', c, U' '} : Text{c};
  return result;
}

/// Each pair of neighbours that is `first` and `second` becomes `format` of them, from the left and
/// without overlap. In `format`, 1 and 2 stand for the two.
template <typename First, typename Second>
Text substitute(const Text& text, First first, Second second, std::string_view format) {
  Text result;
  for (std::size_t i = 0; i < text.size();) {
    if (i + 1 == text.size() || !first(text[i]) || !second(text[i + 1])) {
      result += text[i++];
      continue;
    }
    for (const char c : format) result += c == '1' ? text[i] : c == '2' ? text[i + 1] : U' ';
    i += 2;
  }
  return result;
}

bool is_ascii_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_no_ascii_digit(char32_t c) {
  return !is_ascii_digit(c);
}
bool is_dot(char32_t c) {
  return c == U'.' || c == U',';
}
bool is_hyphen(char32_t c) {
  return c == U'-';
}
bool is_no_number(char32_t c) {
  return !is_number(c);
}

bool is_padded(char32_t c) {
  return (c >= 0x20 && c <= 0x26) || (c >= 0x28 && c <= 0x2B) || c == 0x2F ||
         (c >= 0x3A && c <= 0x40) || (c >= 0x5B && c <= 0x60) || (c >= 0x7B && c <= 0x7E);
}

/// Passes A to D.
Text shared_stage(Text text) {
  text = pad(text, is_padded);
  text = substitute(text, is_no_ascii_digit, is_dot, "1 2 ");
  text = substitute(text, is_dot, is_no_ascii_digit, " 1 2");
  return substitute(text, is_ascii_digit, is_hyphen, "1 2 ");
}

bool is_chinese(char32_t c) {
  static constexpr std::array<std::array<char32_t, 2>, 13> kRanges{{{0x2001, 0x2A6D},
                                                                    {0x2E80, 0x2FDF},
                                                                    {0x2FF0, 0x303F},
                                                                    {0x3100, 0x312F},
                                                                    {0x31A0, 0x31EF},
                                                                    {0x3200, 0x4DB5},
                                                                    {0x4E00, 0x9FBB},
                                                                    {0xF900, 0xFA2D},
                                                                    {0xFA30, 0xFA6A},
                                                                    {0xFA70, 0xFAD9},
                                                                    {0xFE10, 0xFE1F},
                                                                    {0xFE30, 0xFE4F},
                                                                    {0xFF00, 0xFFEF}}};
  return std::ranges::any_of(kRanges,
                             [c](const auto& range) { return c >= range[0] && c <= range[1]; });
}

}  // namespace

Strings tokenize_13a(std::string_view text) {
  Text line = strip_right(decode(text));
  line = replace(line, U"<skipped>", U"");
  line = replace(line, U"-\n", U"");
  line = replace(line, U"\n", U" ");
  line = replace(line, U"&quot;", U"\"");
  line = replace(line, U"&amp;", U"&");
  line = replace(line, U"&lt;", U"<");
  line = replace(line, U"&gt;", U">");
  return split(shared_stage(U' ' + line + U' '));
}

Strings tokenize_intl(std::string_view text) {
  Text line = strip_right(decode(text));
  line = substitute(line, is_no_number, is_punctuation, "1 2 ");
  line = substitute(line, is_punctuation, is_no_number, " 1 2");
  return split(pad(line, is_symbol));
}

Strings tokenize_zh(std::string_view text) {
  return split(shared_stage(pad(strip_both(decode(text)), is_chinese)));
}

Strings tokenize_char(std::string_view text) {
  return split(pad(decode(text), [](char32_t) { return true; }));
}

Strings tokenize_none(std::string_view text) {
  return split(decode(text));
}

Strings tokenize_google_rouge(std::string_view text) {
  std::string lower;
  lowercase(text, lower);
  Text line = decode(lower);
  for (char32_t& c : line) {
    if (!is_ascii_digit(c) && (c < U'a' || c > U'z')) c = U' ';
  }
  return split(line);
}

}  // namespace assay::slow
