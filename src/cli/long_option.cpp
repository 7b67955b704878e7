#include "cli/long_option.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {

std::string take_long_option(std::vector<std::string>& arguments, const std::string& name,
                             const char* hint) {
  const auto last = std::ranges::find(arguments, "--");
  const auto found = std::find_if(arguments.begin(), last, [&](const std::string& argument) {
    return argument == name || argument.starts_with(name + "=");
  });
  if (found == last) return {};
  std::string value;
  auto end = found + 1;
  if (*found != name) {
    value = found->substr(name.size() + 1);
  } else if (end != last) {
    value = *end++;
  }
  if (value.empty()) throw usage_error("E-USAGE", name + " lacks its value", hint);
  arguments.erase(found, end);
  return value;
}

void refuse_empty_values(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--") return;
    const std::size_t equals = argument.find('=');
    if (!argument.starts_with("--") || equals + 1 != argument.size()) continue;
    throw usage_error("E-USAGE",
                      fmt::format("{} has an empty value", escape(argument.substr(0, equals))),
                      "give it one, or leave the option out");
  }
}

}  // namespace assay
