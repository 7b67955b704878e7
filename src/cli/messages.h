#pragma once

#include "assay/error.h"
#include "assay/warning.h"

#include <string_view>

/// Everything that goes to standard error. A closed or full standard error changes nothing.
namespace assay {

/// How messages look, for people or as one JSON object a line.
struct MessageStyle {
  bool is_json = false;
  bool has_colors = false;
};

const MessageStyle& message_style();

/// To be called before there is more than one thread.
void set_message_style(const MessageStyle& wanted);

/// "assay: error: WHAT [CODE]", the detail and the hint.
void print_problem(const Problem& problem);

/// "assay: warning: FILE:LINE: MESSAGE [CODE]".
void print_warning(const Warning& warning);

/// "assay: note: MESSAGE".
void print_note(std::string_view message);

/// A line that a task of a suite printed, with the task's name.
void print_task_line(std::string_view task, std::string_view line);

/// As given.
void print_to_stderr(std::string_view text);

}  // namespace assay
