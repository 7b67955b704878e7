#include "gates/signature_fields.h"

#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

/// The parts between bars, by what is before their first colon.
std::map<std::string, std::string> fields_of(std::string_view signature) {
  std::map<std::string, std::string> fields;
  while (!signature.empty()) {
    const std::string_view part = signature.substr(0, signature.find('|'));
    signature.remove_prefix(std::min(part.size() + 1, signature.size()));
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) continue;
    fields.emplace(part.substr(0, colon), part.substr(colon + 1));
  }
  return fields;
}

}  // namespace

std::string without_version(std::string_view signature) {
  const std::size_t version = signature.rfind("|version:");
  return std::string(signature.substr(0, version));
}

std::vector<std::string> signature_differences(std::string_view signature,
                                               std::string_view earlier) {
  std::map<std::string, std::string> now = fields_of(signature);
  std::map<std::string, std::string> before = fields_of(earlier);
  for (const auto& field : now) before.emplace(field.first, "not there");
  for (const auto& field : before) now.emplace(field.first, "not there");
  std::vector<std::string> differences;
  for (const auto& [key, value] : now) {
    if (before[key] != value) {
      differences.push_back(fmt::format("{}: {}, was {}", key, value, before[key]));
    }
  }
  if (differences.empty() && signature != earlier) differences.emplace_back("order of the fields");
  return differences;
}

}  // namespace assay
