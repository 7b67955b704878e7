#pragma once

#include "assay/corpus.h"

#include <functional>

namespace assay {

/// Shows how far the work is, on standard error, if that is a terminal for people and the work
/// takes over half a second; otherwise empty.
std::function<void(const Progress&)> progress_printer();

/// Wipes the line that a progress_printer wrote.
void end_progress();

}  // namespace assay
