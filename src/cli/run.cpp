#include "assay/corpus.h"
#include "assay/registry.h"
#include "assay/suite.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/patterns.h"
#include "cli/suite_outputs.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <ostream>
#include <poll.h>
#include <sstream>
#include <sys/prctl.h>
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

Error spawn_error(int code) {
  return system_error("E-SPAWN", fmt::format("a task cannot be started: {}",
                                             std::generic_category().message(code)));
}

/// The chosen tasks in the order of the suite.
std::vector<SuiteTask> choose(std::vector<SuiteTask> tasks, const std::vector<std::string>& only) {
  const std::vector<std::string> names = names_of(tasks);
  for (const std::string& name : only) {
    if (std::ranges::find(names, name) != names.end()) continue;
    throw usage_error("E-SUITE", fmt::format("no task is called '{}'", escape(name)),
                      did_you_mean(name, names) + "--only takes the name of a task");
  }
  if (only.empty()) return tasks;
  std::erase_if(tasks, [&](const SuiteTask& task) {
    return std::ranges::find(only, task.name) == only.end();
  });
  return tasks;
}

std::vector<std::string> command_line(const SuiteTask& task, const std::filesystem::path& folder,
                                      std::size_t jobs) {
  std::vector<std::string> line = {"assay", task.command, "--format=json"};
  if (jobs > 1) line.emplace_back("--threads=1");
  if (message_style().is_json) line.emplace_back("--error-format=json");
  line.insert(line.end(), task.options.begin(), task.options.end());
  line.emplace_back("--");
  for (const std::string& system : task.systems) {
    for (std::string& path : matching_paths(system, folder)) line.push_back(std::move(path));
  }
  return line;
}

/// A pipe from a child.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw spawn_error(errno);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close(ends_[0]);
    close_writer();
  }

  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }

  void close_writer() {
    if (ends_[1] >= 0) close(std::exchange(ends_[1], -1));
  }

 private:
  std::array<int, 2> ends_{};
};

Error read_error() {
  return system_error("E-READ", fmt::format("the output of a task cannot be read: {}",
                                            std::generic_category().message(errno)));
}

/// Appends what is there to read; false at the end.
bool read_some(int descriptor, std::string& to) {
  std::array<char, 1 << 16> buffer{};
  const ssize_t count = read(descriptor, buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return true;
  if (count < 0) throw read_error();
  to.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

/// Reads both to their ends, as they come.
void read_all(const Pipe& out, std::string& report, const Pipe& err, std::string& messages) {
  std::array<pollfd, 2> waiting = {{{out.reader(), POLLIN, 0}, {err.reader(), POLLIN, 0}}};
  const std::array<std::string*, 2> texts = {&report, &messages};
  while (waiting[0].fd >= 0 || waiting[1].fd >= 0) {
    if (poll(waiting.data(), waiting.size(), -1) < 0) {
      if (errno != EINTR) throw read_error();
      continue;
    }
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      // What is at its end is not waited for: a negative number is passed over.
      if (waiting[i].revents != 0 && !read_some(waiting[i].fd, *texts[i])) waiting[i].fd = -1;
    }
  }
}

/// The exit code of a task. One that is not ours comes from the loader of programs, for want of
/// memory.
int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const int most = static_cast<int>(ExitCode::kSystem);
  return WIFEXITED(status) ? std::min(WEXITSTATUS(status), most) : static_cast<int>(ExitCode::kBug);
}

/// What a child is made of, ready before it is there: it may call little more than the system.
struct Child {
  std::vector<char*> arguments;
  std::string folder;
  int out = -1;
  int err = -1;
  int failure = -1;  ///< Where it writes why it could not become a program.
  pid_t parent = 0;
};

/// Becomes the program, or tells why not. It ends when the thread does that waits for it, so that
/// no task goes on when this program is killed.
[[noreturn]] void become_program(const Child& child) {
  bool is_ready = prctl(PR_SET_PDEATHSIG, SIGTERM) == 0;
  if (getppid() != child.parent) _exit(static_cast<int>(ExitCode::kSystem));
  is_ready = is_ready && chdir(child.folder.c_str()) == 0;
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (is_ready && nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
      dup2(child.out, STDOUT_FILENO) >= 0 && dup2(child.err, STDERR_FILENO) >= 0) {
    execve("/proc/self/exe", child.arguments.data(), environ);
  }
  const int code = errno;
  [[maybe_unused]] const ssize_t ignored = write(child.failure, &code, sizeof code);
  _exit(static_cast<int>(ExitCode::kSystem));
}

/// Throws what a child wrote that could not become a program.
void check_start(pid_t child, const Pipe& failure) {
  std::string bytes;
  while (read_some(failure.reader(), bytes)) {
  }
  int code = 0;
  if (bytes.size() < sizeof code) return;
  std::memcpy(&code, bytes.data(), sizeof code);
  wait_for(child);
  throw spawn_error(code);
}

/// Starts this program again, in the folder of the suite, so that a task that dies takes nobody
/// along.
pid_t start_child(std::vector<std::string> line, const std::filesystem::path& folder,
                  const Pipe& out, const Pipe& err) {
  Pipe failure;
  Child child{.folder = folder.empty() ? "." : folder.string(),
              .out = out.writer(),
              .err = err.writer(),
              .failure = failure.writer(),
              .parent = getpid()};
  child.arguments.reserve(line.size() + 1);
  for (std::string& word : line) child.arguments.push_back(word.data());
  child.arguments.push_back(nullptr);
  const pid_t id = fork();
  if (id < 0) throw spawn_error(errno);
  if (id == 0) become_program(child);
  failure.close_writer();
  check_start(id, failure);
  return id;
}

TaskResult run_task(const SuiteTask& task, const std::filesystem::path& folder, std::size_t jobs) {
  Pipe out;
  Pipe err;
  TaskResult result{.name = task.name};
  const pid_t child = start_child(command_line(task, folder, jobs), folder, out, err);
  out.close_writer();
  err.close_writer();
  read_all(out, result.report, err, result.messages);
  result.exit_code = wait_for(child);
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
    try {
      for (std::size_t t = 1; t < std::min(jobs, tasks.size()); ++t) threads.emplace_back(work);
    } catch (const std::system_error&) {
      // Those that run do the work.
    }
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
    print_task_line(result.name, line);
  }
}

void run(const RunArguments& arguments, Outcome& outcome) {
  const std::string text = read_file(arguments.suite);
  std::vector<SuiteTask> all = parse_suite(text, arguments.suite);
  check_suite_outputs(all, arguments.suite);
  const std::vector<SuiteTask> tasks = choose(std::move(all), arguments.only);
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

void add_run_options(CLI::App& command, bool /*show_all*/, Outcome& outcome) {
  const auto arguments = std::make_shared<RunArguments>();
  command.add_option("suite", arguments->suite, "The suite, a JSON file")
      ->type_name("SUITE")
      ->required();
  command.add_option("--only", arguments->only, "Run this task; repeat for more")
      ->type_name("NAME")
      ->allow_extra_args(false);
  require_whole(command.add_option("--jobs", arguments->jobs, "Tasks at the same time")
                    ->type_name("N")
                    ->capture_default_str(),
                1, kMostJobs);
  require_choice(command.add_option("-f,--format", arguments->format, "table or json")
                     ->type_name("NAME")
                     ->capture_default_str(),
                 {"table", "json"});
  command.footer(kExamples);
  command.callback([arguments, &outcome] { run(*arguments, outcome); });
}

}  // namespace assay
