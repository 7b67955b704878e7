#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The little JSON that a safetensors header is made of: objects, strings, arrays of whole numbers.
/// Every step says what it expects, so nothing nests deeper than the code that reads it. Throws
/// E-SAFETENSORS (input).
class HeaderJson {
 public:
  /// `text` must be valid UTF-8 and outlive the object; `where` begins messages.
  HeaderJson(const std::string& where, std::string_view text) : where_(where), text_(text) {}

  /// Reads an object of at most `most` members; calls member(key) for each, which must read the
  /// value. No key stands twice.
  void object(std::size_t most, const std::function<void(std::string_view key)>& member);

  /// A string, valid until the end of the object whose key or value it is.
  std::string_view string();

  /// An array of at most `most` numbers from 0 to 2^48.
  std::vector<std::uint64_t> numbers(std::size_t most);

  /// Only white space may follow.
  void end();

  [[noreturn]] void fault(const std::string& what) const;

 private:
  char peek();
  void expect(char wanted);
  bool take(char wanted);
  std::uint64_t number();
  std::string unescape(std::string_view text) const;

  const std::string& where_;
  std::string_view text_;
  std::size_t place_ = 0;
  std::deque<std::string> unescaped_;
};

}  // namespace assay
