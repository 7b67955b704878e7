#include "assay/inspect.h"
#include "assay/text.h"

#include "text/columns.h"

#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string shown_share(const SideInspection& side) {
  if (side.script.empty()) return "-";
  return fmt::format("{} {:.0f}%", side.script, 100 * side.script_share);
}

Rows rows_of(const Inspection& inspection) {
  Rows rows = {{"file", "texts", "empty", "duplicate", "words", "characters", "control",
                "tokenized", "identical", "odd length", "script"}};
  for (const SideInspection& side : inspection.sides) {
    const auto of_systems = [&](std::uint64_t count) {
      return side.is_reference ? std::string("-") : fmt::format("{}", count);
    };
    std::vector<std::string> row = {escape(side.name)};
    for (const std::uint64_t count : {side.texts, side.empty, side.duplicates, side.words,
                                      side.characters, side.controls, side.tokenized}) {
      row.push_back(fmt::format("{}", count));
    }
    row.push_back(of_systems(side.identical));
    row.push_back(of_systems(side.outliers));
    row.push_back(shown_share(side));
    rows.push_back(std::move(row));
  }
  return rows;
}

nlohmann::ordered_json json_of(const SideInspection& side) {
  nlohmann::ordered_json json = {{"name", side.name},
                                 {"file", side.file},
                                 {"reference", side.is_reference},
                                 {"texts", side.texts},
                                 {"empty", side.empty},
                                 {"duplicates", side.duplicates},
                                 {"words", side.words},
                                 {"characters", side.characters},
                                 {"controls", side.controls},
                                 {"tokenized", side.tokenized}};
  if (!side.is_reference) {
    json["identical"] = side.identical;
    json["odd_lengths"] = side.outliers;
  }
  if (!side.script.empty()) {
    json["script"] = side.script;
    json["script_share"] = side.script_share;
  }
  return json;
}

nlohmann::ordered_json json_of(const Warning& warning) {
  nlohmann::ordered_json json = {{"code", warning.code}};
  if (!warning.file.empty()) json["file"] = warning.file;
  if (warning.line > 0) json["line"] = warning.line;
  json["message"] = warning.message;
  return json;
}

}  // namespace

void write_inspection_table(const Inspection& inspection, std::ostream& out) {
  for (const std::string& line : aligned_lines(rows_of(inspection), 1)) out << line << "\n";
  out << "\n"
      << inspection.segments << (inspection.segments == 1 ? " segment" : " segments") << ", "
      << inspection.warnings.size() << (inspection.warnings.size() == 1 ? " warning" : " warnings")
      << "\n";
}

void write_inspection_json(const Inspection& inspection, std::ostream& out) {
  nlohmann::ordered_json json = {{"schema", "assay-check/1"}, {"segments", inspection.segments}};
  json["files"] = nlohmann::ordered_json::array();
  for (const SideInspection& side : inspection.sides) json["files"].push_back(json_of(side));
  json["warnings"] = nlohmann::ordered_json::array();
  for (const Warning& warning : inspection.warnings) json["warnings"].push_back(json_of(warning));
  out << json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

}  // namespace assay
