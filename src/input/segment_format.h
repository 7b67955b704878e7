#pragma once

#include "assay/corpus.h"

#include <string>

namespace assay {

/// Whether a path ends in .jsonl or .ndjson, whatever the case, and with .gz or
/// .zst behind it.
bool has_jsonl_suffix(const std::string& path);

/// Whether a file of hypotheses is JSONL: by its suffix, or when the user has named the field that
/// holds the hypotheses and the suffix is not that of text. Standard input has no suffix.
bool is_jsonl_system(const std::string& path, const InputOptions& options);

}  // namespace assay
