#include "embeddings/header_json.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::uint64_t kLargest = std::uint64_t{1} << 48U;
constexpr int kHexadecimal = 16;
constexpr std::size_t kHexDigits = 4;

/// The character that a backslash and `letter` stand for; 0 if there is none.
char simple_escape(char letter) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t found = kLetters.find(letter);
  return found == std::string_view::npos ? '\0' : kMeanings[found];
}

}  // namespace

void HeaderJson::fault(const std::string& what) const {
  throw input_error("E-SAFETENSORS", fmt::format("{}: header, byte {}: {}", where_, place_, what),
                    "write the file anew with scripts/export_embeddings.py or safetensors");
}

char HeaderJson::peek() {
  while (place_ < text_.size() &&
         std::string_view(" \t\n\r").find(text_[place_]) != std::string_view::npos) {
    ++place_;
  }
  return place_ < text_.size() ? text_[place_] : '\0';
}

bool HeaderJson::take(char wanted) {
  if (peek() != wanted || place_ == text_.size()) return false;
  ++place_;
  return true;
}

void HeaderJson::expect(char wanted) {
  if (!take(wanted)) fault(fmt::format("'{}' is missing", wanted));
}

void HeaderJson::object(std::size_t most, const std::function<void(std::string_view key)>& member) {
  const std::size_t unescaped_before = unescaped_.size();
  expect('{');
  std::vector<std::string_view> keys;
  if (!take('}')) {
    do {
      if (keys.size() == most) fault(fmt::format("more than {} members", most));
      keys.push_back(string());
      expect(':');
      member(keys.back());
    } while (take(','));
    expect('}');
  }
  std::ranges::sort(keys);
  const auto twice = std::ranges::adjacent_find(keys);
  if (twice != keys.end()) fault(fmt::format("the key '{}' stands twice", escape(*twice)));
  unescaped_.resize(unescaped_before);
}

std::string_view HeaderJson::string() {
  expect('"');
  const std::size_t begin = place_;
  bool has_escapes = false;
  for (; place_ < text_.size() && text_[place_] != '"'; ++place_) {
    if (static_cast<unsigned char>(text_[place_]) < 0x20) fault("a control character in a string");
    if (text_[place_] != '\\') continue;
    has_escapes = true;
    ++place_;
  }
  if (place_ >= text_.size()) fault("a string does not end");
  const std::string_view raw = text_.substr(begin, place_ - begin);
  ++place_;
  return has_escapes ? std::string_view(unescaped_.emplace_back(unescape(raw))) : raw;
}

/// Surrogates are refused: names and metadata have no need of them.
std::string HeaderJson::unescape(std::string_view text) const {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    const char letter = text[++i];
    if (const char meaning = simple_escape(letter); meaning != '\0') {
      plain += meaning;
      continue;
    }
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    const bool is_long_enough = text.size() - i > kHexDigits;
    if (letter != 'u' || !is_long_enough ||
        std::from_chars(digits, digits + kHexDigits, value, kHexadecimal).ptr !=
            digits + kHexDigits ||
        (value >= 0xD800 && value < 0xE000)) {
      fault("an escape that is not one");
    }
    append_code_point(plain, value);
    i += kHexDigits;
  }
  return plain;
}

std::uint64_t HeaderJson::number() {
  const char first = peek();
  const std::size_t begin = place_;
  while (place_ < text_.size() && text_[place_] >= '0' && text_[place_] <= '9') ++place_;
  const std::string_view digits = text_.substr(begin, place_ - begin);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc() || (first == '0' && digits.size() > 1) ||
      value > kLargest) {
    fault("not a whole number from 0 to 2^48");
  }
  return value;
}

std::vector<std::uint64_t> HeaderJson::numbers(std::size_t most) {
  std::vector<std::uint64_t> values;
  expect('[');
  if (take(']')) return values;
  do {
    if (values.size() == most) fault(fmt::format("more than {} numbers", most));
    values.push_back(number());
  } while (take(','));
  expect(']');
  return values;
}

void HeaderJson::end() {
  peek();
  if (place_ != text_.size()) fault("something follows the object");
}

}  // namespace assay
