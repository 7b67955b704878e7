#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

/// Many scorings in one file, and one report of them: `assay run`. docs/suite.schema.json tells
/// what a suite may hold.
namespace assay {

/// One task, as a command line of assay in the folder of the suite.
struct SuiteTask {
  std::string name;
  std::string command;               ///< "score", "compare" or "gate".
  std::vector<std::string> options;  ///< Each with its value: "--ref=ref.txt".
  std::vector<std::string> systems;  ///< Positional: FILE, NAME=FILE, or patterns of them.
};

/// Reads a suite; `name` is for messages. Throws a usage Error (E-SUITE) with file, line and the
/// nearest name for broken JSON, unknown members, and values of the wrong type.
std::vector<SuiteTask> parse_suite(std::string_view text, const std::string& name);

/// What became of a task.
struct TaskResult {
  std::string name;
  int exit_code = 0;
  std::string report;    ///< Its JSON, or "" if there is none.
  std::string messages;  ///< What it printed to standard error.
};

/// A table of tasks, one of scores and one of gates that did not pass; or one JSON object.
void write_suite_table(const std::vector<TaskResult>& results, std::ostream& out);
void write_suite_json(const std::vector<TaskResult>& results, std::ostream& out);

}  // namespace assay
