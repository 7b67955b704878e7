#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// What the module `json` gives: simdjson, for one object at a time.
namespace assay {

enum class JsonKind : std::uint8_t { kArray, kObject, kString, kNumber, kBoolean, kNull };

struct JsonValue {
  JsonKind kind = JsonKind::kNull;
  std::string_view text;     ///< Of a string, without escapes; until the parser is used again.
  std::int64_t integer = 0;  ///< Of a number that is an integer and fits.
};

struct JsonMember {
  std::string_view key;
  JsonValue value;
  std::size_t items_begin = 0;  ///< Of an array, within JsonMembers::items.
  std::size_t items_end = 0;
};

/// The members of an object in order. What arrays and objects inside them hold is left out.
struct JsonMembers {
  std::vector<JsonMember> members;
  std::vector<JsonValue> items;
};

enum class JsonOutcome : std::uint8_t { kDone, kNoMemory, kRefused };

class JsonParser {
 public:
  JsonParser() = default;
  JsonParser(const JsonParser&) = delete;
  JsonParser& operator=(const JsonParser&) = delete;
  virtual ~JsonParser() = default;

  /// Replaces `object`, or tells the problem. Of a padded text 64 bytes behind it can be read.
  virtual JsonOutcome parse(std::string_view text, bool is_padded, JsonMembers& object,
                            std::string& problem) = 0;
};

struct JsonModule {
  /// A parser of up to `deepest` levels of objects and arrays, empty ones not counted; nullptr
  /// without memory.
  std::unique_ptr<JsonParser> (*make)(std::size_t deepest) = nullptr;
};

}  // namespace assay
