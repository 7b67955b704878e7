#include "assay/text.h"

#include "assay/error.h"

#include "text/code_points.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

namespace assay {
namespace {

void check(UErrorCode status) {
  if (status > U_ZERO_ERROR)
    throw system_error("E-ICU", std::string("ICU: ") + u_errorName(status));
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

void normalize(const icu::Normalizer2* (*instance)(UErrorCode&), std::string_view text,
               std::string& out) {
  if (ascii_prefix(text) == text.size()) {
    out = text;
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = instance(status);
  check(status);
  out.clear();
  icu::StringByteSink<std::string> sink(&out);
  form->normalizeUTF8(0, piece(text), sink, nullptr, status);
  check(status);
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  return decode(text.data() + offset);
}

CodePoint code_point_before(std::string_view text, std::size_t end) {
  std::size_t begin = end - 1;
  while (is_continuation(text[begin])) --begin;
  return decode(text.data() + begin);
}

void append_code_point(std::string& text, char32_t value) {
  const auto append = [&text](char32_t byte) { text += static_cast<char>(byte); };
  if (value < 0x80) {
    append(value);
    return;
  }
  if (value < 0x800) {
    append(0xC0U | value >> 6U);
  } else {
    if (value < 0x10000) {
      append(0xE0U | value >> 12U);
    } else {
      append(0xF0U | value >> 18U);
      append(0x80U | (value >> 12U & 0x3FU));
    }
    append(0x80U | (value >> 6U & 0x3FU));
  }
  append(0x80U | (value & 0x3FU));
}

bool is_space(char32_t value) {
  if (value <= 0x20) return (value >= 0x09 && value <= 0x0D) || value >= 0x1C;
  if (value < 0x1680) return value == 0x85 || value == 0xA0;
  if (value < 0x2000) return value == 0x1680;
  return value <= 0x200A || value == 0x2028 || value == 0x2029 || value == 0x202F ||
         value == 0x205F || value == 0x3000;
}

std::string_view right_strip(std::string_view text) {
  while (!text.empty()) {
    const CodePoint last = code_point_before(text, text.size());
    if (!is_space(last.value)) break;
    text.remove_suffix(last.size);
  }
  return text;
}

std::string_view strip(std::string_view text) {
  text = right_strip(text);
  while (!text.empty()) {
    const CodePoint first = code_point_at(text, 0);
    if (!is_space(first.value)) break;
    text.remove_prefix(first.size);
  }
  return text;
}

void lowercase(std::string_view text, std::string& out) {
  out.resize(text.size());
  if (lower_ascii(text, out.data())) return;
  out.clear();
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
  check(status);
}

void normalize_nfc(std::string_view text, std::string& out) {
  normalize(icu::Normalizer2::getNFCInstance, text, out);
}

void normalize_nfkc(std::string_view text, std::string& out) {
  normalize(icu::Normalizer2::getNFKCInstance, text, out);
}

Category category(char32_t value) {
  const std::uint32_t mask = U_GET_GC_MASK(static_cast<UChar32>(value));
  if ((mask & U_GC_N_MASK) != 0) return Category::kNumber;
  if ((mask & U_GC_P_MASK) != 0) return Category::kPunctuation;
  return (mask & U_GC_S_MASK) != 0 ? Category::kSymbol : Category::kOther;
}

bool is_number(char32_t value) {
  return category(value) == Category::kNumber;
}
bool is_punctuation(char32_t value) {
  return category(value) == Category::kPunctuation;
}
bool is_symbol(char32_t value) {
  return category(value) == Category::kSymbol;
}

std::string_view script_name(char32_t value) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode code = uscript_getScript(static_cast<UChar32>(value), &status);
  const bool is_own = U_SUCCESS(status) != 0 && code != USCRIPT_COMMON &&
                      code != USCRIPT_INHERITED && code != USCRIPT_UNKNOWN;
  return is_own ? uscript_getName(code) : std::string_view();
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    offset += point.size;
    const auto value = static_cast<UChar32>(point.value);
    const int type = u_charType(value);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) continue;
    const int east_asian = u_getIntPropertyValue(value, UCHAR_EAST_ASIAN_WIDTH);
    width += east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2U : 1U;
  }
  return width;
}

}  // namespace assay
