#include "assay/error.h"
#include "assay/gate.h"
#include "assay/text.h"
#include "assay/version.h"

#include "gates/signature_fields.h"
#include "text/fnv.h"

#include <new>
#include <ostream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kSchema = "assay-baseline/2";

/// Keys and numbers as JSON; names that are not UTF-8 get U+FFFD.
std::string json_of(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string row_of(const double* cells, std::size_t width) {
  std::string text = "[";
  for (std::size_t c = 0; c < width; ++c) text += fmt::format("{}{}", c > 0 ? "," : "", cells[c]);
  return text + "]";
}

void write_score(const BaselineScore& score, std::ostream& out) {
  out << "{\n\"columns\":" << json_of(score.columns) << ",\n\"rows\":[";
  const std::size_t width = score.columns.size();
  for (std::size_t begin = 0; begin < score.cells.size(); begin += width) {
    out << (begin > 0 ? ",\n" : "\n") << row_of(&score.cells[begin], width);
  }
  out << "\n],\n\"score\":" << fmt::format("{}", score.score)
      << ",\n\"signature\":" << json_of(score.signature) << "\n}";
}

/// A map as an object, each member beginning on a line of its own.
template <typename Map, typename Write>
void write_members(const Map& map, std::ostream& out, const Write& write_value) {
  out << "{";
  bool is_first = true;
  for (const auto& [key, value] : map) {
    out << (is_first ? "\n" : ",\n") << json_of(key) << ":";
    write_value(value, out);
    is_first = false;
  }
  out << "\n}";
}

/// All that follows the checksum.
void write_content(const Baseline& baseline, std::ostream& out) {
  out << "\"references\":" << json_of(baseline.references) << ",\n\"schema\":" << json_of(kSchema)
      << ",\n\"scores_revision\":" << baseline.scores_revision
      << ",\n\"segments\":" << baseline.segments << ",\n\"systems\":";
  write_members(baseline.systems, out, [](const auto& metrics, std::ostream& to) {
    write_members(metrics, to, &write_score);
  });
  out << "\n}\n";
}

std::string content_of(const Baseline& baseline) {
  std::ostringstream out;
  write_content(baseline, out);
  return out.str();
}

/// Of what it says, however that is set out: 16 hexadecimal digits.
std::string checksum_of(const Baseline& baseline) {
  return fmt::format("{:016x}", fnv1a(content_of(baseline), fnv1a(baseline.version)));
}

/// What nlohmann_json says without the name of the exception in front.
std::string_view reason_of(std::string_view what) {
  const std::size_t end = what.starts_with("[json.") ? what.find("] ") : std::string_view::npos;
  return end == std::string_view::npos ? what : what.substr(end + 2);
}

/// How many members the schema has at each place; a file with others is from another version.
void check_size(const Json& object, std::size_t members) {
  if (!object.is_object() || object.size() != members) {
    throw std::runtime_error("an object has other members than it should");
  }
}

BaselineScore read_score(const Json& object, std::uint64_t segments) {
  check_size(object, 4);
  BaselineScore score;
  score.signature = object.at("signature").get<std::string>();
  score.score = object.at("score").get<double>();
  score.columns = object.at("columns").get<std::vector<std::string>>();
  const Json& rows = object.at("rows");
  if (!rows.is_array() || rows.size() != segments) {
    throw std::runtime_error("there are more or fewer rows than segments");
  }
  for (const Json& row : rows) {
    if (!row.is_array() || row.size() != score.columns.size() || score.columns.empty()) {
      throw std::runtime_error("a row has more or fewer numbers than columns");
    }
    for (const Json& cell : row) score.cells.push_back(cell.get<double>());
  }
  return score;
}

Baseline read(const Json& json) {
  if (!json.is_object() || json.value("schema", "") != kSchema) {
    throw std::runtime_error(fmt::format("its schema is not {}", kSchema));
  }
  check_size(json, 7);
  Baseline baseline;
  baseline.version = json.at("assay").get<std::string>();
  baseline.scores_revision = json.at("scores_revision").get<int>();
  baseline.segments = json.at("segments").get<std::uint64_t>();
  baseline.references = json.at("references").get<std::string>();
  for (const auto& [system, metrics] : json.at("systems").items()) {
    if (!metrics.is_object()) throw std::runtime_error("a system is not an object");
    for (const auto& [metric, score] : metrics.items()) {
      baseline.systems[system][metric] = read_score(score, baseline.segments);
    }
  }
  if (json.at("checksum").get<std::string>() != checksum_of(baseline)) {
    throw std::runtime_error("it was changed: its checksum is not that of what it says");
  }
  return baseline;
}

}  // namespace

Baseline make_baseline(const Evaluation& evaluation) {
  const Report& report = evaluation.report;
  Baseline baseline{.version = report.version,
                    .scores_revision = kScoresRevision,
                    .segments = report.segments,
                    .references = fmt::format("{:016x}", evaluation.references_digest)};
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    for (std::size_t s = 0; s < report.systems.size(); ++s) {
      const StatsTable& table = evaluation.tables[m * report.systems.size() + s];
      BaselineScore score{.signature = without_version(report.metrics[m].signature),
                          .score = report.systems[s].scores[m].value};
      for (const Column& column : table.columns()) score.columns.emplace_back(column.name);
      score.cells.assign(table.cells().begin(), table.cells().end());
      baseline.systems[report.systems[s].name][report.metrics[m].key] = std::move(score);
    }
  }
  return baseline;
}

void write_baseline(const Baseline& baseline, std::ostream& out) {
  out << "{\n\"assay\":" << json_of(baseline.version)
      << ",\n\"checksum\":" << json_of(checksum_of(baseline)) << ",\n";
  write_content(baseline, out);
}

Baseline read_baseline(std::string_view text, const std::string& name) {
  try {
    return read(Json::parse(text));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    throw input_error("E-BASELINE-FILE",
                      fmt::format("{}: is not a baseline: {}", escape(name, std::string::npos),
                                  escape(reason_of(error.what()), 300)),
                      "make a new one with --rebaseline");
  }
}

}  // namespace assay
