#include "modules/json.h"

#include <new>

#include <simdjson.h>

namespace assay {
namespace {

using simdjson::dom::element_type;

constexpr std::size_t kFirstCapacity = std::size_t{1} << 16U;

JsonKind kind_of(element_type type) {
  switch (type) {
    case element_type::ARRAY:
      return JsonKind::kArray;
    case element_type::OBJECT:
      return JsonKind::kObject;
    case element_type::STRING:
      return JsonKind::kString;
    case element_type::BOOL:
      return JsonKind::kBoolean;
    case element_type::NULL_VALUE:
      return JsonKind::kNull;
    default:
      return JsonKind::kNumber;
  }
}

JsonValue value_of(simdjson::dom::element element) {
  JsonValue value{.kind = kind_of(element.type())};
  if (element.get(value.text) != simdjson::SUCCESS) value.text = {};
  if (element.get(value.integer) != simdjson::SUCCESS) value.integer = 0;
  return value;
}

class Parser : public JsonParser {
 public:
  explicit Parser(std::size_t deepest) : deepest_(deepest) {}

  bool allocate(std::size_t capacity) {
    return parser_.allocate(capacity, deepest_) == simdjson::SUCCESS;
  }

  JsonOutcome parse(std::string_view text, bool is_padded, JsonMembers& object,
                    std::string& problem) override {
    object.members.clear();
    object.items.clear();
    simdjson::dom::object members;
    const auto failure = parser_.parse(text.data(), text.size(), !is_padded).get(members);
    if (failure == simdjson::MEMALLOC) return JsonOutcome::kNoMemory;
    if (failure != simdjson::SUCCESS) {
      problem = simdjson::error_message(failure);
      return JsonOutcome::kRefused;
    }
    for (const auto& [key, value] : members) append(key, value, object);
    return JsonOutcome::kDone;
  }

 private:
  static void append(std::string_view key, simdjson::dom::element element, JsonMembers& object) {
    JsonMember member{.key = key, .value = value_of(element)};
    member.items_begin = object.items.size();
    simdjson::dom::array array;
    if (element.get(array) == simdjson::SUCCESS) {
      for (const auto item : array) object.items.push_back(value_of(item));
    }
    member.items_end = object.items.size();
    object.members.push_back(member);
  }

  simdjson::dom::parser parser_;
  std::size_t deepest_;
};

std::unique_ptr<JsonParser> make(std::size_t deepest) {
  auto parser = std::make_unique<Parser>(deepest);
  if (!parser->allocate(kFirstCapacity)) return nullptr;
  return parser;
}

}  // namespace
}  // namespace assay

extern "C" const assay::JsonModule assay_module = {.make = &assay::make};
