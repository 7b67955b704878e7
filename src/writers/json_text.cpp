#include "writers/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_number(double value) {
  return fmt::format("{}", value);
}

JsonObject& JsonObject::add(std::string_view key, std::string_view json_value) {
  if (!members_.empty()) members_ += ",";
  members_ += json_string(key);
  members_ += ":";
  members_ += json_value;
  return *this;
}

JsonObject& JsonObject::add_text(std::string_view key, std::string_view text) {
  return add(key, json_string(text));
}

}  // namespace assay
