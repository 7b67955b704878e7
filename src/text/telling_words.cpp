#include "text/telling_words.h"

#include "assay/text.h"

#include "text/code_points.h"

#include <algorithm>
#include <functional>

namespace assay {
namespace {

/// Shorter words are those that all sentences have in common.
constexpr std::size_t kShortestWord = 4;
constexpr char32_t kFirstIdeograph = 0x2E80;

/// So much of a text is enough to tell whether it has words in common with another.
constexpr std::size_t kEnoughBytes = 2048;

bool is_visible_ascii(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value > 0x20 && value < 0x7F;
}

}  // namespace

std::string_view telling_part(std::string_view text) {
  std::size_t size = std::min(text.size(), kEnoughBytes);
  while (size < text.size() && is_continuation(text[size])) ++size;
  return text.substr(0, size);
}

void set_telling_words(std::string_view text, TellingWords& words) {
  text = telling_part(text);
  words.clear();
  std::size_t word = 0;
  std::uint64_t before = 0;  // The ideograph just before, or 0.
  const auto close = [&](std::size_t end) {
    if (end - word >= kShortestWord)
      words.push_back(std::hash<std::string_view>()(text.substr(word, end - word)));
  };
  std::size_t i = 0;
  while (i < text.size()) {
    if (is_visible_ascii(text[i])) {
      before = 0;
      ++i;
      continue;
    }
    const CodePoint point = code_point_at(text, i);
    const bool is_ideograph = point.value >= kFirstIdeograph;
    if (is_ideograph || is_space(point.value)) {
      close(i);
      word = i + point.size;
    }
    if (is_ideograph && before != 0) words.push_back(before << 21U | point.value);
    before = is_ideograph ? std::uint64_t{point.value} : 0;
    i += point.size;
  }
  close(i);
  std::ranges::sort(words);
}

double word_overlap(const TellingWords& a, const TellingWords& b) {
  return static_cast<double>(common_words(a, b)) /
         static_cast<double>(std::max<std::size_t>(std::min(a.size(), b.size()), 1));
}

}  // namespace assay
