#include "cli/message_options.h"

#include "cli/checks.h"
#include "cli/long_option.h"
#include "cli/messages.h"

#include <cstdlib>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace assay {
namespace {

constexpr const char* kFormatOption = "--error-format";
constexpr const char* kColorOption = "--color";

/// The value of the last one; "" if there is none.
std::string take_choice(std::vector<std::string>& arguments, const char* option,
                        const std::vector<std::string>& choices) {
  std::string last;
  while (true) {
    std::string value = take_long_option(arguments, option, "`assay -h` shows the options");
    if (value.empty()) break;
    last = std::move(value);
  }
  if (!last.empty()) check_choice(option, last, choices);
  return last;
}

std::vector<std::string> formats() {
  return {"text", "json"};
}

std::vector<std::string> color_choices() {
  return {"auto", "always", "never"};
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
  const std::string format = take_choice(arguments, kFormatOption, formats());
  MessageStyle style{.is_json = format == "json"};
  set_message_style(style);
  const std::string color = take_choice(arguments, kColorOption, color_choices());
  style.has_colors = !style.is_json && wants_colors(color);
  set_message_style(style);
}

void describe_message_options(CLI::App& command, const std::string& group) {
  require_choice(
      command.add_option(kFormatOption, "Messages as text, or as json: an object a line")
          ->type_name("NAME")
          ->group(group),
      formats());
  require_choice(command.add_option(kColorOption, "Colors of messages: auto, always or never")
                     ->type_name("WHEN")
                     ->group(group),
                 color_choices());
}

}  // namespace assay
