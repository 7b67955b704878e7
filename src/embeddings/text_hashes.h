#pragma once

#include "assay/corpus.h"
#include "assay/embeddings.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace assay {

class Sha256;

/// Compares the texts that are scored with those that embeddings were made from, where files tell:
/// their text_sha256 is of every text, stripped, each with a newline after it.
class TextHashes {
 public:
  explicit TextHashes(const EmbeddingCorpus& corpus);
  ~TextHashes();

  /// Blocks come in order.
  void add(const Block& block);

  /// After the last block. Throws E-TEXT (input) for a file made from other texts.
  void check();

 private:
  struct Side;

  void add_references(const Block& block, std::size_t segment);

  const EmbeddingCorpus& corpus_;
  std::vector<std::unique_ptr<Side>> systems_;  ///< nullptr where a file does not tell.
  std::vector<std::unique_ptr<Side>> references_;
};

}  // namespace assay
