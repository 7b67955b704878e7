#include "cli/suite_outputs.h"

#include "assay/error.h"
#include "assay/gate.h"
#include "assay/metric.h"
#include "assay/text.h"

#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/patterns.h"
#include "cli/reporting.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

struct GateOption {
  std::string_view name;
  GateKind kind;
};

constexpr GateOption kGateOptions[] = {{"--fail-under", GateKind::kFloor},
                                       {"--fail-over", GateKind::kCeiling},
                                       {"--max-drop", GateKind::kDrop},
                                       {"--significant-drop", GateKind::kSignificantDrop},
                                       {"--rule", GateKind::kSegments}};

/// A file that a task reads or writes.
struct Use {
  std::string task;
  std::string path;  ///< As the suite has it.
  fs::path place;    ///< The same for all names of a file.
};

/// What "NAME=VALUE" gives to the option; nothing if it is another one.
std::optional<std::string> value_of(std::string_view option, std::string_view name) {
  if (!option.starts_with(name) || option.substr(name.size(), 1) != "=") return std::nullopt;
  return std::string(option.substr(name.size() + 1));
}

/// The metrics that an option asks for.
std::vector<MetricSpec> specs_of(std::string_view option) {
  if (const auto list = value_of(option, "--metric")) return parse_metric_list(*list);
  for (const auto& [name, kind] : kGateOptions) {
    if (const auto gate = value_of(option, name)) {
      return parse_metric_list(parse_gate(kind, *gate).metric);
    }
  }
  return {};
}

/// What metrics read. A spec that is wrong has no files: the task itself will say what is wrong.
std::vector<std::string> metric_files(std::string_view option) {
  std::vector<std::string> paths;
  try {
    for (const MetricSpec& spec : specs_of(option)) {
      for (std::string& path : spec.files()) paths.push_back(std::move(path));
    }
  } catch (const Error&) {
    return {};
  }
  return paths;
}

/// The files of all tasks.
class SuiteFiles {
 public:
  explicit SuiteFiles(const std::string& suite)
      : suite_(suite), folder_(fs::path(suite).parent_path()) {}

  void add(const SuiteTask& task) {
    for (const std::string& system : task.systems) {
      for (const std::string& text : matching_paths(system, folder_)) {
        add_input(task, parse_system(text).path);
      }
    }
    const bool creates = std::ranges::find(task.options, "--init") != task.options.end();
    for (const std::string& option : task.options) {
      add_option(task, option);
      const auto baseline = value_of(option, "--baseline");
      if (!baseline) continue;
      std::error_code failure;
      const bool is_written = creates && !fs::exists(folder_ / *baseline, failure);
      is_written ? add_output(task, *baseline) : add_input(task, *baseline);
    }
  }

  void check() const {
    for (std::size_t i = 0; i < outputs_.size(); ++i) {
      const Use& output = outputs_[i];
      if (output.place == place_of(suite_)) throw out_is_in(output, "is the suite itself");
      const auto input = std::ranges::find(inputs_, output.place, &Use::place);
      if (input != inputs_.end()) {
        throw out_is_in(output, fmt::format("is an input of task '{}'", escape(input->task)));
      }
      for (std::size_t other = 0; other < i; ++other) {
        if (outputs_[other].place == output.place) throw two_outputs(outputs_[other], output);
      }
    }
  }

 private:
  void add_option(const SuiteTask& task, const std::string& option) {
    for (const char* name : {"--ref", "--wmt"}) {
      if (const auto path = value_of(option, name)) add_input(task, *path);
    }
    for (const std::string& path : metric_files(option)) add_input(task, path);
    if (const auto text = value_of(option, "--output")) {
      add_output(task, split_output(*text).path);
    }
  }

  void add_input(const SuiteTask& task, const std::string& path) {
    if (path != "-") inputs_.push_back({task.name, path, place_of(folder_ / path)});
  }

  /// Devices and pipes may be read and written as often as one likes.
  void add_output(const SuiteTask& task, const std::string& path) {
    std::error_code failure;
    const fs::path file = folder_ / path;
    if (fs::exists(file, failure) && !fs::is_regular_file(file, failure)) return;
    outputs_.push_back({task.name, path, place_of(file)});
  }

  Error out_is_in(const Use& output, std::string_view what) const {
    return usage_error("E-OUT-IS-IN",
                       fmt::format("{}: the output '{}' of task '{}' {}", escape(suite_),
                                   escape(output.path), escape(output.task), what),
                       "write to another file");
  }

  Error two_outputs(const Use& first, const Use& second) const {
    const std::string who =
        first.task == second.task
            ? fmt::format("two outputs of task '{}'", escape(first.task))
            : fmt::format("tasks '{}' and '{}'", escape(first.task), escape(second.task));
    return usage_error(
        "E-USAGE", fmt::format("{}: {} write to '{}'", escape(suite_), who, escape(second.path)),
        "give each a file of its own");
  }

  const std::string& suite_;
  fs::path folder_;
  std::vector<Use> inputs_;
  std::vector<Use> outputs_;
};

}  // namespace

void check_suite_outputs(const std::vector<SuiteTask>& tasks, const std::string& suite) {
  SuiteFiles files(suite);
  for (const SuiteTask& task : tasks) files.add(task);
  files.check();
}

}  // namespace assay
