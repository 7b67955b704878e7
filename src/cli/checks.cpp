#include "cli/checks.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

std::string name_of(const CLI::Option& option) {
  return option.get_lnames().empty() ? option.get_name() : "--" + option.get_lnames().front();
}

/// Whether all of `text` is a number from `low` to `high`; "nan" is in no range.
template <typename Number>
bool is_within(const std::string& text, Number low, Number high) {
  Number value{};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  return error == std::errc() && end == last && value >= low && value <= high;
}

template <typename Number>
void require_number(CLI::Option* option, Number low, Number high, const char* kind) {
  const auto check = [option, low, high, kind](const std::string& text) -> std::string {
    if (is_within(text, low, high)) return "";
    throw usage_error("E-USAGE",
                      fmt::format("{}: '{}' is not a {}", name_of(*option), escape(text), kind),
                      fmt::format("give one from {} to {}", low, high));
  };
  option->check(check);
}

}  // namespace

void require_whole(CLI::Option* option, std::uint64_t low, std::uint64_t high) {
  require_number(option, low, high, "whole number in its range");
}

void require_real(CLI::Option* option, double low, double high) {
  require_number(option, low, high, "number in its range");
}

void check_choice(const std::string& option, const std::string& text,
                  const std::vector<std::string>& choices) {
  if (std::ranges::find(choices, text) != choices.end()) return;
  throw usage_error(
      "E-USAGE", fmt::format("{}: '{}' is not a choice", option, escape(text)),
      fmt::format("{}the choices are: {}", did_you_mean(text, choices), fmt::join(choices, ", ")));
}

void require_choice(CLI::Option* option, const std::vector<std::string>& choices) {
  const auto check = [option, choices](const std::string& text) -> std::string {
    check_choice(name_of(*option), text, choices);
    return "";
  };
  option->check(check, fmt::format("{}", fmt::join(choices, "|")));
}

std::vector<std::string> choices_of(const CLI::Option& option) {
  // CLI11 puts what describes a check behind the type.
  const std::string type = option.get_type_name();
  std::vector<std::string> choices;
  for (std::size_t at = type.find(':'); at != std::string::npos; at = type.find('|', at + 1)) {
    choices.push_back(type.substr(at + 1, type.find('|', at + 1) - at - 1));
  }
  return choices;
}

}  // namespace assay
