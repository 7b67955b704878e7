#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// Options that every command has. They are read before all others, so that they hold for what is
/// said about those too.
namespace assay {

/// Takes --error-format and --color out of the arguments, and sets the style of messages.
void take_message_options(std::vector<std::string>& arguments);

/// Names them in help and completions of a command.
void describe_message_options(CLI::App& command, const std::string& group);

}  // namespace assay
