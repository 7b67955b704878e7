#pragma once

#include "assay/error.h"
#include "assay/warning.h"

#include <string_view>

/// Everything that goes to standard error. A closed or full standard error changes nothing.
namespace assay {

/// "assay: error: WHAT [CODE]", the detail and the hint.
void print_problem(const Problem& problem);

/// "assay: warning: FILE:LINE: MESSAGE [CODE]".
void print_warning(const Warning& warning);

/// "assay: note: MESSAGE".
void print_note(std::string_view message);

/// As given.
void print_to_stderr(std::string_view text);

}  // namespace assay
