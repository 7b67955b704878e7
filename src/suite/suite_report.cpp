#include "assay/suite.h"
#include "assay/text.h"

#include "text/columns.h"

#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::string>>;

/// The report of a task; null if it printed none.
Json report_of(const TaskResult& result) {
  const Json json = Json::parse(result.report, nullptr, false);
  return json.is_object() ? json : Json();
}

std::string outcome(int exit_code) {
  switch (exit_code) {
    case 0:
      return "passed";
    case 1:
      return "failed";
    case 4:
      return "undecided";
    default:
      return "error";
  }
}

/// All columns are text but the last, which has numbers.
void write_aligned(const Rows& rows, std::ostream& out) {
  for (const std::string& line : aligned_lines(rows, rows.front().size() - 1)) out << line << "\n";
}

std::string shown(const Json& value) {
  return value.is_number() ? fmt::format("{:.4f}", value.get<double>()) : "-";
}

std::string text_of(const Json& json, const char* key) {
  return escape(json.value(key, ""));
}

void add_scores(const TaskResult& result, Rows& rows) {
  const Json report = report_of(result);
  if (!report.contains("systems")) return;
  for (const Json& system : report["systems"]) {
    for (const auto& [metric, score] : system["metrics"].items()) {
      rows.push_back(
          {escape(result.name), text_of(system, "name"), escape(metric), shown(score["score"])});
    }
  }
}

void add_gates(const TaskResult& result, Rows& rows) {
  const Json report = report_of(result);
  if (!report.contains("gates")) return;
  for (const Json& gate : report["gates"]) {
    if (gate["status"] == "passed") continue;
    rows.push_back({escape(result.name), text_of(gate, "system"), text_of(gate, "gate"),
                    text_of(gate, "status"), shown(gate["actual"])});
  }
}

}  // namespace

void write_suite_table(const std::vector<TaskResult>& results, std::ostream& out) {
  Rows tasks = {{"task", "result", "exit"}};
  Rows scores = {{"task", "system", "metric", "score"}};
  Rows gates = {{"task", "system", "gate", "verdict", "score"}};
  for (const TaskResult& result : results) {
    tasks.push_back(
        {escape(result.name), outcome(result.exit_code), fmt::format("{}", result.exit_code)});
    add_scores(result, scores);
    add_gates(result, gates);
  }
  write_aligned(tasks, out);
  for (const Rows& rows : {gates, scores}) {
    if (rows.size() == 1) continue;
    out << "\n";
    write_aligned(rows, out);
  }
}

void write_suite_json(const std::vector<TaskResult>& results, std::ostream& out) {
  Json json = {{"schema", "assay-run/1"}, {"tasks", Json::array()}};
  for (const TaskResult& result : results) {
    Json task = {{"name", result.name},
                 {"result", outcome(result.exit_code)},
                 {"exit_code", result.exit_code}};
    if (!result.messages.empty()) task["messages"] = result.messages;
    const Json report = report_of(result);
    if (!report.is_null()) task["report"] = report;
    json["tasks"].push_back(std::move(task));
  }
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace assay
