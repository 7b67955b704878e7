#pragma once

#include "assay/tokenizer.h"

#include "token_keys.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace assay {

/// The tokens of a file's texts for a few segments, cut at once, and their keys: the loops over
/// bytes and tokens then end once per batch, not once per text.
class LineBatch {
 public:
  /// Cuts `lines`, which are `count` texts as Block::are_lines says. If the pipeline cannot, or
  /// finds another number of lines, there are no runs.
  void cut(const TextPipeline& pipeline, std::string_view lines, std::size_t count);

  /// Has no runs from now on.
  void clear() { size_ = 0; }

  /// Whether there is a run for line `i`; otherwise it has to be cut by itself.
  bool has(std::size_t i) const {
    return i < size_ && (must_rewrite_.empty() || !must_rewrite_[i]);
  }

  /// The tokens of line `i`, if has(i).
  TokenRun operator[](std::size_t i) const {
    const std::size_t first = i == 0 ? 0 : lines_.ends[i - 1];
    return {&lines_.tokens, first, lines_.ends[i] - first};
  }

  /// The same with keys, which are made when they are first asked for.
  KeyRun keys(const TokenRun& run);

 private:
  void mark_lines_to_rewrite();

  LineTokens lines_;
  TokenKeys keys_;
  bool has_keys_ = false;
  std::size_t size_ = 0;
  std::vector<bool> must_rewrite_;  ///< [line], or empty if none must.
};

}  // namespace assay
