#include "cli/message_options.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/long_option.h"
#include "cli/messages.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

constexpr const char* kFormatOption = "--error-format";
constexpr const char* kColorOption = "--color";

/// The value of the last one; "" if there is none.
std::string take_all(std::vector<std::string>& arguments, const char* option) {
  std::string last;
  while (true) {
    std::string value = take_long_option(arguments, option, "`assay -h` shows the options");
    if (value.empty()) return last;
    last = std::move(value);
  }
}

void check(const char* option, const std::string& value, const std::vector<std::string>& choices) {
  if (value.empty() || std::ranges::find(choices, value) != choices.end()) return;
  throw usage_error(
      "E-USAGE", fmt::format("{}: '{}' is not a choice", option, escape(value)),
      fmt::format("{}the choices are: {}", did_you_mean(value, choices), fmt::join(choices, ", ")));
}

/// "" also where there is no such variable.
std::string_view value_of(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

/// Explicit beats environment beats default: see the table in docs/manual.md.
bool wants_colors(std::string_view choice) {
  if (choice == "always" || choice == "never") return choice == "always";
  if (!value_of("NO_COLOR").empty()) return false;
  if (!value_of("CLICOLOR_FORCE").empty() && value_of("CLICOLOR_FORCE") != "0") return true;
  const bool is_dumb = value_of("TERM").empty() || value_of("TERM") == "dumb";
  return !is_dumb && isatty(STDERR_FILENO) == 1;
}

}  // namespace

void take_message_options(std::vector<std::string>& arguments) {
  const std::string format = take_all(arguments, kFormatOption);
  check(kFormatOption, format, {"text", "json"});
  MessageStyle style{.is_json = format == "json"};
  set_message_style(style);
  const std::string color = take_all(arguments, kColorOption);
  check(kColorOption, color, {"auto", "always", "never"});
  style.has_colors = !style.is_json && wants_colors(color);
  set_message_style(style);
}

void describe_message_options(CLI::App& command, const std::string& group) {
  require_choice(
      command.add_option(kFormatOption, "Messages as text, or as json: an object a line")
          ->type_name("NAME")
          ->group(group),
      {"text", "json"});
  require_choice(command.add_option(kColorOption, "Colors of messages: auto, always or never")
                     ->type_name("WHEN")
                     ->group(group),
                 {"auto", "always", "never"});
}

}  // namespace assay
