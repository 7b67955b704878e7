#include "assay/suite.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <glob.h>
#include <memory>
#include <ostream>
#include <spawn.h>
#include <sstream>
#include <sys/mman.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay run suite.json
  assay run suite.json --only german --only english
  assay run suite.json --jobs 4 -f json)";

constexpr std::uint64_t kMostJobs = 256;

struct RunArguments {
  std::string suite;
  std::vector<std::string> only;
  std::string format = "table";
  std::size_t jobs = 1;
};

std::string read_suite(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (in && !text.str().empty()) return text.str();
  throw input_error("E-NOENT",
                    fmt::format("{}: cannot be read, or is empty", escape(path, std::string::npos)),
                    "check the path of the suite");
}

/// The chosen tasks in the order of the suite.
std::vector<SuiteTask> choose(std::vector<SuiteTask> tasks, const std::vector<std::string>& only) {
  std::vector<std::string> names;
  names.reserve(tasks.size());
  for (const SuiteTask& task : tasks) names.push_back(task.name);
  for (const std::string& name : only) {
    if (std::ranges::find(names, name) != names.end()) continue;
    throw usage_error("E-SUITE", fmt::format("no task is called '{}'", escape(name)),
                      "--only takes the name of a task");
  }
  if (only.empty()) return tasks;
  std::erase_if(tasks, [&](const SuiteTask& task) {
    return std::ranges::find(only, task.name) == only.end();
  });
  return tasks;
}

/// The files that a pattern stands for, relative to `folder` as it is; a pattern that no file fits,
/// or what is no pattern, stays.
std::vector<std::string> expand(const std::string& pattern, const std::filesystem::path& folder) {
  if (pattern.find_first_of("*?[") == std::string::npos) return {pattern};
  const std::string prefix = (folder / "").string();
  const bool is_absolute = pattern.starts_with('/');
  glob_t found{};
  const int failure = glob((is_absolute ? pattern : prefix + pattern).c_str(), 0, nullptr, &found);
  std::vector<std::string> paths;
  for (std::size_t i = 0; failure == 0 && i < found.gl_pathc; ++i) {
    paths.emplace_back(found.gl_pathv[i] + (is_absolute ? 0 : prefix.size()));
  }
  globfree(&found);
  return paths.empty() ? std::vector<std::string>{pattern} : paths;
}

std::vector<std::string> command_line(const SuiteTask& task, const std::filesystem::path& folder,
                                      std::size_t jobs) {
  std::vector<std::string> line = {"assay", task.command, "--format=json"};
  if (jobs > 1) line.emplace_back("--threads=1");
  line.insert(line.end(), task.options.begin(), task.options.end());
  line.emplace_back("--");
  for (const std::string& system : task.systems) {
    for (std::string& path : expand(system, folder)) line.push_back(std::move(path));
  }
  return line;
}

/// A file in memory, which a child writes and the parent then reads.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("assay", MFD_CLOEXEC)) {
    if (descriptor_ < 0) throw std::bad_alloc();
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(descriptor_); }

  int descriptor() const { return descriptor_; }

  std::string text() const {
    std::string text;
    char buffer[1 << 16];
    lseek(descriptor_, 0, SEEK_SET);
    for (ssize_t count = 1; count > 0;) {
      count = read(descriptor_, buffer, sizeof buffer);
      if (count > 0) text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
  }

 private:
  int descriptor_;
};

/// Runs this program again, in the folder of the suite, so that a task that dies takes nobody
/// along. Returns the exit code.
int run_child(std::vector<std::string> line, const std::filesystem::path& folder,
              const MemoryFile& out, const MemoryFile& err) {
  std::vector<char*> arguments;
  arguments.reserve(line.size() + 1);
  for (std::string& word : line) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const std::string where = folder.empty() ? "." : folder.string();
  posix_spawn_file_actions_addchdir_np(&actions, where.c_str());
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.descriptor(), STDERR_FILENO);
  pid_t child = 0;
  const int failure =
      posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failure != 0) {
    throw system_error("E-SPAWN", fmt::format("a task cannot be started: {}",
                                              std::generic_category().message(failure)));
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : static_cast<int>(ExitCode::kBug);
}

TaskResult run_task(const SuiteTask& task, const std::filesystem::path& folder, std::size_t jobs) {
  const MemoryFile out;
  const MemoryFile err;
  TaskResult result{.name = task.name};
  result.exit_code = run_child(command_line(task, folder, jobs), folder, out, err);
  result.report = out.text();
  result.messages = err.text();
  return result;
}

/// Results in the order of the tasks. What cannot be started is thrown at the end.
std::vector<TaskResult> run_tasks(const std::vector<SuiteTask>& tasks,
                                  const std::filesystem::path& folder, std::size_t jobs) {
  std::vector<TaskResult> results(tasks.size());
  std::vector<std::exception_ptr> errors(tasks.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      try {
        results[i] = run_task(tasks[i], folder, jobs);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 1; t < std::min(jobs, tasks.size()); ++t) threads.emplace_back(work);
    work();
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return results;
}

/// What a task printed to standard error, each line with the task's name in front.
void print_messages(const TaskResult& result) {
  std::istringstream lines(result.messages);
  for (std::string line; std::getline(lines, line);) {
    print_to_stderr(fmt::format("{}: {}\n", escape(result.name), line));
  }
}

void run(const RunArguments& arguments, Outcome& outcome) {
  const std::string text = read_suite(arguments.suite);
  const std::vector<SuiteTask> tasks = choose(parse_suite(text, arguments.suite), arguments.only);
  const std::filesystem::path folder = std::filesystem::path(arguments.suite).parent_path();
  const std::vector<TaskResult> results = run_tasks(tasks, folder, arguments.jobs);
  int worst = 0;
  for (const TaskResult& result : results) {
    worst = std::max(worst, result.exit_code);
    print_messages(result);
  }
  print_to_stdout([&](std::ostream& out) {
    if (arguments.format == "json") {
      write_suite_json(results, out);
    } else {
      write_suite_table(results, out);
    }
  });
  outcome.exit_code = static_cast<ExitCode>(worst);
}

}  // namespace

void add_run(CLI::App& app, Outcome& outcome) {
  const auto arguments = std::make_shared<RunArguments>();
  CLI::App* command = app.add_subcommand("run", "Run many scorings and gates from one file");
  command->add_option("suite", arguments->suite, "The suite, a JSON file")
      ->type_name("SUITE")
      ->required();
  command->add_option("--only", arguments->only, "Run this task; repeat for more")
      ->type_name("NAME")
      ->allow_extra_args(false);
  require_whole(command->add_option("--jobs", arguments->jobs, "Tasks at the same time")
                    ->type_name("N")
                    ->capture_default_str(),
                1, kMostJobs);
  require_choice(command->add_option("-f,--format", arguments->format, "table or json")
                     ->type_name("NAME")
                     ->capture_default_str(),
                 {"table", "json"});
  command->footer(kExamples);
  command->callback([arguments, &outcome] { run(*arguments, outcome); });
}

}  // namespace assay
