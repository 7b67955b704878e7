#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace assay {

/// `text` as a JSON string in quotes; bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

/// The shortest digits that read back to the same double ("1", "0.43", "1e-14"); "null" for what is
/// not finite.
std::string json_number(double value);

/// A whole number; above 2^53, where readers of JSON lose digits, as a string.
std::string json_count(std::uint64_t count);

/// Writes the members of one JSON object in order, on one line. The caller gives values as JSON.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view json_value);
  JsonObject& add_text(std::string_view key, std::string_view text);

  bool is_empty() const { return members_.empty(); }

  /// "NAME":VALUE,… without the braces.
  const std::string& members() const { return members_; }

  /// "{…}".
  std::string str() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

/// "[a,b]" of JSON values; with `between` after each comma.
template <typename Range, typename ToJson>
std::string json_list(const Range& items, const ToJson& to_json, std::string_view between = "") {
  std::string text = "[";
  bool is_first = true;
  for (const auto& item : items) {
    if (!is_first) text += ",";
    text += between;
    text += to_json(item);
    is_first = false;
  }
  return text + "]";
}

}  // namespace assay
