#include "input/segment_format.h"

#include <algorithm>
#include <string_view>

namespace assay {
namespace {

char lowered(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool ends_with(std::string_view path, std::string_view suffix) {
  return path.size() >= suffix.size() &&
         std::ranges::equal(path.substr(path.size() - suffix.size()), suffix, {}, lowered);
}

/// The name without what tells how the file is packed.
std::string_view unpacked_name(std::string_view path) {
  for (const std::string_view suffix : {".gz", ".zst"}) {
    if (ends_with(path, suffix)) return path.substr(0, path.size() - suffix.size());
  }
  return path;
}

}  // namespace

InputFormat format_of(const std::string& file, const InputOptions& options, bool is_reference) {
  if (options.format != InputFormat::kBySuffix) return options.format;
  const std::string_view path = unpacked_name(file);
  if (ends_with(path, ".jsonl") || ends_with(path, ".ndjson")) return InputFormat::kJsonl;
  if (ends_with(path, ".tsv")) return InputFormat::kTsv;
  if (ends_with(path, ".csv")) return InputFormat::kCsv;
  const bool is_named = options.hyp_field_given && !is_reference && !ends_with(path, ".txt");
  return is_named ? InputFormat::kJsonl : InputFormat::kText;
}

}  // namespace assay
