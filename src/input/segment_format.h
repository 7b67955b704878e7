#pragma once

#include "assay/corpus.h"

#include <string>

namespace assay {

/// The format of a file of hypotheses or, if `is_reference`, of references: what the user said, or
/// by the suffix, whatever its case and with .gz or .zst behind it. Where the user has named the
/// field of the hypotheses, hypotheses without a suffix of their own kind are JSONL but for .txt.
InputFormat format_of(const std::string& file, const InputOptions& options,
                      bool is_reference = false);

}  // namespace assay
