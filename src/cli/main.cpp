#include "assay/registry.h"
#include "assay/text.h"
#include "assay/version.h"

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/long_option.h"
#include "cli/message_options.h"
#include "cli/messages.h"
#include "cli/no_memory.h"
#include "cli/output.h"
#include "cli/signals.h"
#include "cli/standard_streams.h"

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <memory>
#include <new>
#include <optional>
#include <ostream>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay -r ref.txt hyp.txt                  score a file of outputs
  assay compare -r ref.txt old.txt new.txt  is the new system better, or is it chance?
  assay metrics rougeL                      what a metric computes, and its options
  echo "It's $5." | assay tokenize -t 13a   what a metric sees

Scores go to standard output, everything else to standard error.
Exit codes: 0 done, 1 a gate failed, 2 usage, 3 input, 4 cannot decide, 5 bug, 6 system.)";

struct CommandInfo {
  const char* name;
  const char* summary;
  void (*add_options)(CLI::App& command, bool show_all, Outcome& outcome);
};

constexpr std::array<CommandInfo, 11> kCommands = {{
    {"score", "Score one or more systems (the default command)", &add_score_options},
    {"compare", "Test systems against the first one, or all against all", &add_compare_options},
    {"gate", "Fail when a score is under its floor, or has dropped", &add_gate_options},
    {"run", "Run many scorings and gates from one file", &add_run_options},
    {"check", "Look at inputs without scoring them: counts, and what is odd", &add_check_options},
    {"explain", "Tell how one segment gets its score, or what an error code means",
     &add_explain_options},
    {"tokenize", "Print standard input as a metric would see it", &add_tokenize_options},
    {"metrics", "List metrics, their options and defaults, tokenizers, formats",
     &add_metrics_options},
    {"schema", "Print the JSON Schema of reports, or of suites", &add_schema_options},
    {"completion", "Print completions for a shell, or the manual page", &add_completion_options},
    {"rouge155", "Print the report of ROUGE-1.5.5, with its own options", nullptr},
}};

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const CLI::App* command : app.get_subcommands()) {
    const std::vector<std::string> more = option_names(*command);
    names.insert(names.end(), more.begin(), more.end());
  }
  return names;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

/// Puts the default command in front of arguments that name none.
void add_default_command(const CLI::App& app, std::vector<std::string>& arguments) {
  static const std::vector<std::string> own = {"-h", "--help", "-V", "--version"};
  const std::string& first = arguments.front();
  const std::vector<std::string> commands = command_names(app);
  if (contains(own, first) || contains(commands, first)) return;
  const std::string meant = nearest(first, commands);
  std::error_code error;
  if (!meant.empty() && !std::filesystem::exists(first, error)) {
    throw usage_error("E-USAGE", fmt::format("no command is called '{}'", escape(first)),
                      fmt::format("did you mean '{}'?", meant));
  }
  arguments.insert(arguments.begin(), "score");
}

/// Turns --help-all into --help and says whether it was there. What comes after -- is not looked
/// at.
bool take_help_all(std::vector<std::string>& arguments) {
  const auto end = std::ranges::find(arguments, "--");
  const auto found = std::find(arguments.begin(), end, "--help-all");
  if (found == end) return false;
  *found = "--help";
  return true;
}

Problem usage_problem(const CLI::App& app, const CLI::ParseError& error,
                      const std::vector<std::string>& arguments) {
  std::string what = error.what();
  what.erase(what.find_last_not_of(" \n.") + 1);
  if (!what.empty()) what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
  std::string hint;
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (name.starts_with("--") && what.find(name) != std::string::npos && hint.empty()) {
      hint = did_you_mean(name, option_names(app));
    }
  }
  return {"E-USAGE", escape(what, 1000), {}, hint + "`assay -h` shows the options"};
}

void add_options(const CommandInfo& info, CLI::App& command, bool show_all, Outcome& outcome) {
  if (info.add_options != nullptr) info.add_options(command, show_all, outcome);
  describe_message_options(command, show_all ? "More" : "");
}

/// Most of the start of a run is making options, so a command gets its own when it is parsed;
/// `with_options` gives all commands theirs now.
void add_commands(CLI::App& app, bool show_all, bool with_options, Outcome& outcome) {
  for (const CommandInfo& info : kCommands) {
    CLI::App* command = app.add_subcommand(info.name, info.summary);
    if (with_options) {
      add_options(info, *command, show_all, outcome);
    } else {
      command->preparse_callback([&info, command, show_all, &outcome](std::size_t /*left*/) {
        add_options(info, *command, show_all, outcome);
      });
    }
  }
}

void add_program_options(CLI::App& app) {
  app.set_help_flag("-h,--help", "This help");
  app.set_version_flag(
      "-V,--version",
      [] {
        return fmt::format("assay {} ({}, {})", version(), unicode_version(), optional_parts());
      },
      "Version of assay and of the Unicode data");
  app.require_subcommand(1);
  app.formatter(std::make_shared<HelpFormatter>());
}

ExitCode report_success(const CLI::App& app, const CLI::Success& success) {
  const bool is_version = dynamic_cast<const CLI::CallForVersion*>(&success) != nullptr;
  print_to_stdout([&](std::ostream& out) {
    out << (is_version ? std::string(success.what()) + "\n" : app.help());
  });
  return ExitCode::kOk;
}

ExitCode run(std::vector<std::string> arguments) {
  take_message_options(arguments);
  if (!arguments.empty() && arguments.front() == "rouge155") {
    run_rouge155_command({arguments.begin() + 1, arguments.end()});
    return ExitCode::kOk;
  }
  refuse_empty_values(arguments);
  CLI::App app("Scores generated text against references: BLEU, chrF, TER, ROUGE, WER and more.",
               "assay");
  Outcome outcome;
  add_program_options(app);
  const bool show_all = take_help_all(arguments);
  const bool lists_options = !arguments.empty() && arguments.front() == "completion";
  add_commands(app, show_all, lists_options, outcome);
  // Commands take over what the program has when they are added; these are not their examples.
  app.footer(kExamples);
  if (arguments.empty()) {
    if (message_style().is_json)
      throw usage_error("E-USAGE", "no command", "`assay -h` lists them");
    print_to_stderr(app.help());
    return ExitCode::kUsage;
  }
  add_default_command(app, arguments);
  // CLI11 takes arguments from the back.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::Success& success) {
    return report_success(app, success);
  } catch (const CLI::ParseError& error) {
    throw Error(ExitCode::kUsage, usage_problem(app, error, arguments));
  }
  return outcome.exit_code;
}

/// Throws std::bad_alloc alone: telling about an error takes memory too.
ExitCode run_and_report(std::vector<std::string> arguments) {
  try {
    return run(std::move(arguments));
  } catch (const Error& error) {
    print_problem(error.problem());
    return error.exit_code();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    print_problem({"E-BUG",
                   fmt::format("this is a bug in assay: {}", error.what()),
                   {},
                   "please report it with the command that you ran"});
    return ExitCode::kBug;
  }
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  assay::standard_streams();
  assay::catch_signals();
  try {
    std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
    return static_cast<int>(assay::run_and_report(std::move(arguments)));
  } catch (const std::bad_alloc&) {
    return static_cast<int>(assay::report_no_memory());
  }
}
