#include "line_batch.h"

#include <algorithm>

namespace assay {

void LineBatch::cut(const TextPipeline& pipeline, std::string_view lines, std::size_t count) {
  size_ = 0;
  has_keys_ = false;
  must_rewrite_.clear();
  if (!pipeline.cut_lines(lines, lines_) || lines_.lines != count) return;
  size_ = count;
  if (!lines_.to_rewrite.empty()) mark_lines_to_rewrite();
}

void LineBatch::mark_lines_to_rewrite() {
  must_rewrite_.resize(size_);
  std::size_t line = 0;
  std::uint32_t begin = 0;
  for (const std::uint32_t offset : lines_.to_rewrite) {
    const std::string_view between = lines_.tokens.text.substr(begin, offset - begin);
    line += static_cast<std::size_t>(std::ranges::count(between, '\n'));
    must_rewrite_[line] = true;
    begin = offset;
  }
}

KeyRun LineBatch::keys(const TokenRun& run) {
  if (!has_keys_) keys_.assign(lines_.tokens);
  has_keys_ = true;
  return {&keys_, run.first, run.size};
}

}  // namespace assay
