#include "writers/json_text.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : "null";
}

std::string json_count(std::uint64_t count) {
  constexpr std::uint64_t kMostExact = std::uint64_t{1} << 53U;
  return count <= kMostExact ? fmt::format("{}", count) : fmt::format("\"{}\"", count);
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
