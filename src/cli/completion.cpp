#include "assay/metric.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"
#include "assay/version.h"
#include "assay/writer.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/presets.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

// Completions and the manual page are loops over the commands and options that the program has.

namespace assay {
namespace {

constexpr std::string_view kDefaultCommand = "score";
constexpr const char* kExamples = R"(Examples:
  assay completion bash >/usr/share/bash-completion/completions/assay
  assay completion man | man -l -)";

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* /*command*/) { return true; });
}

std::string command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : commands_of(app)) names.push_back(command->get_name());
  return fmt::format("{}", fmt::join(names, " "));
}

/// The options of a command that have a name, hidden ones too.
std::vector<const CLI::Option*> options_of(const CLI::App& command) {
  return command.get_options(
      [](const CLI::Option* option) { return !option->get_lnames().empty(); });
}

bool takes_value(const CLI::Option& option) {
  return option.get_type_size() != 0;
}

/// What the option takes, without what CLI11 says about checks.
std::string type_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

/// In single quotes for a shell; in fish a quote is written otherwise.
std::string in_quotes(const std::string& text, bool is_fish = false) {
  if (is_fish) return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + "'";
  return "'" + replaced(text, "'", "'\\''") + "'";
}

/// What the value of an option can be; nothing if it is a file or anything else.
std::vector<std::string> values_of(const CLI::Option& option) {
  const std::string name = option.get_lnames().empty() ? "" : option.get_lnames().front();
  if (name == "metric" || option.get_name() == "name") return names_of(metrics());
  if (name == "tokenizer") return names_of(tokenizers());
  if (name == "preset") return preset_names();
  const std::vector<std::string> choices = choices_of(option);
  return choices.empty() && name == "format" ? names_of(writers()) : choices;
}

/// Of the words that are no options of a command.
std::vector<std::string> word_values_of(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_lnames().empty() && option->get_snames().empty()) return values_of(*option);
  }
  return {};
}

/// "--ref -r" with a separator.
std::string names_of_option(const CLI::Option& option, std::string_view separator) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  return fmt::format("{}", fmt::join(names, separator));
}

/// The commands with that one last which stands for all words that are no command.
std::vector<const CLI::App*> default_last(const CLI::App& app) {
  std::vector<const CLI::App*> commands = commands_of(app);
  std::rotate(commands.begin(), commands.begin() + 1, commands.end());
  return commands;
}

std::string pattern_of(const CLI::App& command) {
  return command.get_name() == kDefaultCommand ? "*" : command.get_name();
}

void write_bash_command(const CLI::App& command, std::ostream& out) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options_of(command)) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  fmt::print(out, "    {})\n      options='{}' values='{}'\n      case $previous in\n",
             pattern_of(command), fmt::join(names, " "), fmt::join(word_values_of(command), " "));
  for (const CLI::Option* option : options_of(command)) {
    const std::vector<std::string> values = values_of(*option);
    if (!takes_value(*option)) continue;
    fmt::print(out, "        {}) values='{}' ;;\n", names_of_option(*option, "|"),
               fmt::join(values, " "));
  }
  out << "      esac ;;\n";
}

void write_bash(const CLI::App& app, std::ostream& out) {
  out << R"(_assay() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]} options= values=
  if [[ $current == = ]]; then current=; fi
  if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD - 2]}; fi
  case $command in
)";
  for (const CLI::App* command : default_last(app)) write_bash_command(*command, out);
  fmt::print(out, R"(  esac
  COMPREPLY=()
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  else
    if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W '{}' -- "$current")); fi
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _assay assay
)",
             command_names(app));
}

std::string zsh_values(const std::vector<std::string>& values) {
  return values.empty() ? "_files" : fmt::format("({})", fmt::join(values, " "));
}

/// "'--name[summary]:TYPE:_files'", in which brackets and colons are special.
std::string zsh_option(const CLI::Option& option, const std::string& name) {
  std::string summary = option.get_description();
  for (const char* special : {"[", "]", ":"}) {
    summary = replaced(summary, special, std::string("\\") + special);
  }
  std::string text = fmt::format("*--{}[{}]", name, summary);
  if (takes_value(option)) text += ":value:" + zsh_values(values_of(option));
  return in_quotes(text);
}

void write_zsh(const CLI::App& app, std::ostream& out) {
  out << "#compdef assay\nlocal -a commands\ncommands=(\n";
  for (const CLI::App* command : commands_of(app)) {
    const std::string summary = replaced(command->get_description(), ":", "\\:");
    fmt::print(out, "  {}\n", in_quotes(command->get_name() + ":" + summary));
  }
  out << ")\nif ((CURRENT == 2)); then\n  _describe command commands\n  _files\n  return\nfi\n"
         "case $words[2] in\n";
  for (const CLI::App* command : default_last(app)) {
    fmt::print(out, "  {})\n    _arguments \\\n", pattern_of(*command));
    for (const CLI::Option* option : options_of(*command)) {
      for (const std::string& name : option->get_lnames()) {
        fmt::print(out, "      {} \\\n", zsh_option(*option, name));
      }
    }
    fmt::print(out, "      '*:word:{}' ;;\n", zsh_values(word_values_of(*command)));
  }
  out << "esac\n";
}

/// When the options of a command are offered: those of the default one where there is no other.
std::string fish_condition(const CLI::App& app, const CLI::App& command) {
  if (command.get_name() != kDefaultCommand) {
    return "__fish_seen_subcommand_from " + command.get_name();
  }
  std::vector<std::string> others;
  for (const CLI::App* other : commands_of(app)) {
    if (other != &command) others.push_back(other->get_name());
  }
  return fmt::format("not __fish_seen_subcommand_from {}", fmt::join(others, " "));
}

std::string fish_values(const std::vector<std::string>& values) {
  return values.empty() ? " -r" : fmt::format(" -xa '{}'", fmt::join(values, " "));
}

void write_fish(const CLI::App& app, std::ostream& out) {
  for (const CLI::App* command : commands_of(app)) {
    fmt::print(out, "complete -c assay -n __fish_use_subcommand -a {} -d {}\n", command->get_name(),
               in_quotes(command->get_description(), true));
    const std::string condition = fish_condition(app, *command);
    const std::vector<std::string> words = word_values_of(*command);
    if (!words.empty()) {
      fmt::print(out, "complete -c assay -n '{}' -fa '{}'\n", condition, fmt::join(words, " "));
    }
    for (const CLI::Option* option : options_of(*command)) {
      for (const std::string& name : option->get_lnames()) {
        fmt::print(out, "complete -c assay -n '{}' -l {}{} -d {}\n", condition, name,
                   takes_value(*option) ? fish_values(values_of(*option)) : "",
                   in_quotes(option->get_description(), true));
      }
    }
  }
}

/// Text for roff: no line begins with a command, and hyphens are those of options.
std::string roff(const std::string& text) {
  std::string result = replaced(replaced(text, "\\", "\\e"), "-", "\\-");
  result = replaced(result, "\n.", "\n\\&.");
  return result.starts_with('.') || result.starts_with('\'') ? "\\&" + result : result;
}

void write_man_option(const CLI::Option& option, std::ostream& out) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  const std::string type = takes_value(option) ? " " + type_of(option) : "";
  fmt::print(out, ".TP\n.B {}\n{}\n", roff(fmt::format("{}{}", fmt::join(names, ", "), type)),
             roff(option.get_description()));
}

void write_man(const CLI::App& app, std::ostream& out) {
  fmt::print(out, ".TH ASSAY 1 \"\" \"assay {}\" \"User Commands\"\n", version());
  fmt::print(out, ".SH NAME\nassay \\- {}\n", roff("score generated text against references"));
  out << ".SH SYNOPSIS\n.B assay\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR ...] "
         "[\\fINAME\\fR=]\\fIHYP\\fR "
         "...\n";
  fmt::print(out, ".SH DESCRIPTION\n{}\nThe default command is score.\n",
             roff(app.get_description()));
  for (const CLI::App* command : commands_of(app)) {
    fmt::print(out, ".SH \"ASSAY {}\"\n{}\n", command->get_name(),
               roff(command->get_description()));
    for (const CLI::Option* option : options_of(*command)) write_man_option(*option, out);
    if (command->get_footer().empty()) continue;
    fmt::print(out, ".PP\n.nf\n{}\n.fi\n", roff(command->get_footer()));
  }
  out << ".SH \"EXIT STATUS\"\n";
  const char* const codes[] = {"done, every gate passed", "a gate failed", "usage", "input",
                               "cannot decide",           "a bug",         "system"};
  for (std::size_t i = 0; i < std::size(codes); ++i) {
    fmt::print(out, ".TP\n.B {}\n{}\n", i, codes[i]);
  }
}

void print_completion(const CLI::App& app, const std::string& shell) {
  print_to_stdout([&](std::ostream& out) {
    if (shell == "bash") write_bash(app, out);
    if (shell == "zsh") write_zsh(app, out);
    if (shell == "fish") write_fish(app, out);
    if (shell == "man") write_man(app, out);
  });
}

}  // namespace

void add_completion_options(CLI::App& command, bool /*show_all*/, Outcome& /*outcome*/) {
  const auto shell = std::make_shared<std::string>();
  require_choice(command.add_option("shell", *shell, "bash, zsh, fish, or man")
                     ->type_name("SHELL")
                     ->required(),
                 {"bash", "zsh", "fish", "man"});
  command.footer(kExamples);
  command.callback([&command, shell] { print_completion(*command.get_parent(), *shell); });
}

}  // namespace assay
