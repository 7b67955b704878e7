#pragma once

#include "assay/error.h"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// One function per subcommand: each adds itself, with a callback that does the work.
namespace assay {

/// What a command ends with when nothing was thrown.
struct Outcome {
  ExitCode exit_code = ExitCode::kOk;
};

/// `show_all` lists rarely used options too.
void add_score(CLI::App& app, bool show_all, Outcome& outcome);
void add_compare(CLI::App& app, bool show_all, Outcome& outcome);
void add_gate(CLI::App& app, bool show_all, Outcome& outcome);
void add_check(CLI::App& app, bool show_all, Outcome& outcome);
void add_run(CLI::App& app, Outcome& outcome);
void add_explain(CLI::App& app, bool show_all);
void add_tokenize(CLI::App& app);
void add_metrics(CLI::App& app);
void add_completion(CLI::App& app);

/// Only lists the command. Its options follow the rules of another program, so that
/// run_rouge155_command() takes the words after "rouge155" as they are.
void add_rouge155(CLI::App& app);
void run_rouge155_command(const std::vector<std::string>& arguments);

}  // namespace assay
