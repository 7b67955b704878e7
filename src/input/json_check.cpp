#include "input/json_check.h"

#include "assay/text.h"

#include <algorithm>

namespace assay {
namespace {

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

int hex_value(char byte) {
  if (is_digit(byte)) return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

/// The value of four hexadecimal digits at `offset`, or -1.
int hex4(std::string_view text, std::size_t offset) {
  if (offset + 4 > text.size()) return -1;
  int value = 0;
  for (const char byte : text.substr(offset, 4)) {
    const int digit = hex_value(byte);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/// The value of \uXXXX at `offset`, or -1.
int escaped_unit(std::string_view text, std::size_t offset) {
  return text.substr(offset).starts_with("\\u") ? hex4(text, offset + 2) : -1;
}

bool is_high_surrogate(int unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(int unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

/// Reads one object from left to right. What is open is on a stack of its own, so that no input
/// can exhaust the program's.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text), numbers_{.zeroed = std::string(text)} {}

  JsonNumbers read();

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ == text_.size(); }
  [[noreturn]] void fail(const std::string& what) const { throw JsonFault(at_, what); }

  void skip_space();
  bool take(char wanted);
  void open(char bracket);
  bool close();
  void value();
  void after_value();
  void key();
  void string();
  void escape_sequence();
  void number();
  void digits();
  void literal();

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;
  JsonNumbers numbers_;
};

JsonNumbers JsonReader::read() {
  skip_space();
  if (peek() != '{') fail("expected an object");
  value();
  while (!open_.empty()) after_value();
  skip_space();
  if (!at_end()) fail("something follows the object");
  return std::move(numbers_);
}

void JsonReader::skip_space() {
  at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
}

bool JsonReader::take(char wanted) {
  if (at_end() || text_[at_] != wanted) return false;
  ++at_;
  return true;
}

void JsonReader::open(char bracket) {
  if (open_.size() == kDeepestJson) fail("more than 256 levels of objects and arrays");
  open_ += bracket;
  ++at_;
}

/// Takes the bracket that closes what was opened last, if it comes next.
bool JsonReader::close() {
  skip_space();
  if (!take(open_.back() == '{' ? '}' : ']')) return false;
  open_.pop_back();
  return true;
}

/// Reads a value; of an object or array only its start, and all of it when it is empty.
void JsonReader::value() {
  for (skip_space(); peek() == '{' || peek() == '['; skip_space()) {
    const bool is_object = peek() == '{';
    open(peek());
    if (close()) return;
    if (is_object) key();
  }
  if (peek() == '"') {
    string();
  } else if (peek() == '-' || is_digit(peek())) {
    number();
  } else {
    literal();
  }
}

void JsonReader::after_value() {
  if (close()) return;
  const bool in_object = open_.back() == '{';
  if (at_end()) fail(in_object ? "the object does not end" : "the array does not end");
  if (!take(',')) fail(in_object ? "expected ',' or '}'" : "expected ',' or ']'");
  if (in_object) key();
  value();
}

void JsonReader::key() {
  skip_space();
  if (peek() != '"') fail("expected a field name in double quotes");
  string();
  skip_space();
  if (!take(':')) fail("expected ':' after the field name");
}

void JsonReader::string() {
  const std::size_t begin = at_++;
  while (!at_end() && text_[at_] != '"') {
    if (static_cast<unsigned char>(text_[at_]) < 0x20) fail("a control character in a string");
    if (text_[at_] == '\\') {
      escape_sequence();
    } else {
      ++at_;
    }
  }
  if (at_end()) throw JsonFault(begin, "the string that starts here does not end");
  ++at_;
}

void JsonReader::escape_sequence() {
  const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (letter == 'u') {
    if (hex4(text_, at_ + 2) < 0) fail("expected four hexadecimal digits after \\u");
    at_ += 6;
    return;
  }
  if (letter == '\0' || std::string_view("\"\\/bfnrt").find(letter) == std::string_view::npos) {
    fail("no such escape sequence");
  }
  at_ += 2;
}

void JsonReader::digits() {
  if (!is_digit(peek())) fail("expected a digit");
  while (is_digit(peek())) ++at_;
}

void JsonReader::number() {
  const std::size_t begin = at_;
  take('-');
  if (!take('0')) digits();
  if (take('.')) digits();
  if (take('e') || take('E')) {
    if (!take('+')) take('-');
    digits();
  }
  numbers_.zeroed.replace(begin, at_ - begin, at_ - begin, ' ');
  numbers_.zeroed[begin] = '0';
  if (open_.size() == 1) numbers_.of_members.push_back(text_.substr(begin, at_ - begin));
}

void JsonReader::literal() {
  for (const std::string_view word : {"true", "false", "null"}) {
    if (!text_.substr(at_).starts_with(word)) continue;
    at_ += word.size();
    return;
  }
  fail("expected a value");
}

}  // namespace

JsonNumbers check_json(std::string_view line) {
  return JsonReader(line).read();
}

std::size_t find_lone_surrogate(std::string_view line, std::size_t from) {
  for (auto at = line.find('\\', from); at < line.size(); at = line.find('\\', at)) {
    const int unit = escaped_unit(line, at);
    if (is_low_surrogate(unit)) return at;
    if (!is_high_surrogate(unit)) {
      at += 2;
    } else if (is_low_surrogate(escaped_unit(line, at + 6))) {
      at += 12;
    } else {
      return at;
    }
  }
  return kNoOffset;
}

}  // namespace assay
