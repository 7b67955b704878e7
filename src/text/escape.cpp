#include "assay/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Code points that a terminal would act on, or that reorder the text around them.
bool is_unfit(char32_t value) {
  return value < 0x20 || (value >= 0x7F && value < 0xA0) || value == 0x061C || value == 0x200E ||
         value == 0x200F || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069) || value == 0xFEFF || value == 0xFFFE ||
         value == 0xFFFF;
}

std::string visible(char32_t value) {
  switch (value) {
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      break;
  }
  const auto number = static_cast<std::uint32_t>(value);
  return number < 0x80 ? fmt::format("\\x{:02x}", number) : fmt::format("<U+{:04X}>", number);
}

/// Appends `text`, which is valid UTF-8, up to `room` bytes of it; how many were taken.
std::size_t append_visible(std::string_view text, std::size_t room, std::string& out) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const CodePoint point = code_point_at(text, offset);
    if (offset + point.size > room) break;
    if (is_unfit(point.value)) {
      out += visible(point.value);
    } else {
      out += text.substr(offset, point.size);
    }
    offset += point.size;
  }
  return offset;
}

}  // namespace

std::string escape(std::string_view text, std::size_t limit) {
  std::string out;
  std::size_t offset = 0;
  while (offset < text.size()) {
    // Enough of the rest to see that it is too long, without cutting a code point that fits.
    const std::size_t room = limit - offset;
    const std::string_view rest = text.substr(offset, std::min(room, text.size()) + 4);
    const std::size_t valid = std::min(find_invalid_utf8(rest), rest.size());
    const std::size_t shown = append_visible(rest.substr(0, valid), room, out);
    offset += shown;
    if (offset == text.size()) break;
    if (shown < valid || offset == limit) return out + "…";
    out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[offset]));
    ++offset;
  }
  return out;
}

}  // namespace assay
