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

bool has_jsonl_suffix(const std::string& file) {
  const std::string_view path = unpacked_name(file);
  return ends_with(path, ".jsonl") || ends_with(path, ".ndjson");
}

bool is_jsonl_system(const std::string& path, const InputOptions& options) {
  return has_jsonl_suffix(path) ||
         (options.hyp_field_given && !ends_with(unpacked_name(path), ".txt"));
}

}  // namespace assay
