#pragma once

#include "assay/corpus.h"
#include "assay/warning.h"

#include <vector>

namespace assay {

/// Looks for inputs that are the same file, before any is opened. Throws E-STDIN-TWICE (usage) for
/// standard input, a FIFO or a socket given twice; it can be read only once. Returns W-SAME-FILE
/// for each regular file that is both hypothesis and reference.
std::vector<Warning> check_same_files(const CorpusFiles& files, const InputOptions& options);

}  // namespace assay
