#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// Checks of what an option is given. Unlike CLI11's own they refuse "nan", a number with something
/// behind it and one too large for its type, and name the option also where help hides it.
namespace assay {

/// Throw E-USAGE that names the option unless its value is a number from `low` to `high`.
void require_whole(CLI::Option* option, std::uint64_t low, std::uint64_t high);
void require_real(CLI::Option* option, double low, double high);

/// The same if `text` is none of `choices`; `option` is how messages call the option.
void check_choice(const std::string& option, const std::string& text,
                  const std::vector<std::string>& choices);

/// The same unless it is one of `choices`.
void require_choice(CLI::Option* option, const std::vector<std::string>& choices);

/// The choices that were required; none if none were.
std::vector<std::string> choices_of(const CLI::Option& option);

}  // namespace assay
