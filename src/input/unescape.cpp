#include "input/unescape.h"

namespace assay {
namespace {

char unescaped(char letter) {
  switch (letter) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '\\':
      return '\\';
    default:
      return '\0';
  }
}

}  // namespace

std::string unescape(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && i + 1 < text.size() && unescaped(text[i + 1]) != '\0';
    result += is_escape ? unescaped(text[++i]) : text[i];
  }
  return result;
}

}  // namespace assay
