#pragma once

#include "assay/tokenizer.h"

#include "token_keys.h"

#include <cstddef>
#include <optional>
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

  /// The tokens of line `i`; nothing if it has to be cut by itself.
  std::optional<TokenRun> operator[](std::size_t i) const;

  /// The same with keys, which are made when they are first asked for.
  KeyRun keys(TokenRun run);

 private:
  void mark_lines_to_rewrite();

  LineTokens lines_;
  TokenKeys keys_;
  bool has_keys_ = false;
  std::size_t size_ = 0;
  std::vector<bool> must_rewrite_;  ///< [line], or empty if none must.
};

}  // namespace assay
