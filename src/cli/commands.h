#pragma once

#include "assay/error.h"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// One function per command, which gives it options and a callback that does the work. `show_all`
/// lists rarely used options too.
namespace assay {

/// What a command ends with when nothing was thrown.
struct Outcome {
  ExitCode exit_code = ExitCode::kOk;
};

void add_score_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_compare_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_gate_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_run_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_check_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_explain_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_tokenize_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_metrics_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_schema_options(CLI::App& command, bool show_all, Outcome& outcome);
void add_completion_options(CLI::App& command, bool show_all, Outcome& outcome);

/// The options of rouge155 follow the rules of another program, so that this takes the words after
/// its name as they are.
void run_rouge155_command(const std::vector<std::string>& arguments);

}  // namespace assay
