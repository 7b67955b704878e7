#pragma once

#include "assay/embeddings.h"
#include "assay/warning.h"

#include "metrics/token_weights.h"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace assay {

/// How to go through a corpus of embeddings.
struct BertScoreSettings {
  std::optional<int> layer;
  bool matches_special = true;    ///< Special tokens are targets.
  std::size_t pairs_padded = 0;   ///< bert_score's batch whose padding is imitated; 0: none.
  bool allows_nan = false;        ///< A row without direction makes NaN instead of an error.
  const IdfTable* idf = nullptr;  ///< nullptr: every token counts as much.
  /// By which to find special tokens, [reference file, then system].
  std::vector<std::optional<SpecialIds>> special_ids;
};

/// Precision, recall and F of one segment, each the best of all references; NaN if all weights are
/// zero.
using SegmentScore = std::array<double, 3>;

/// The better of each; NaN if one of them is, as in bert_score.
SegmentScore best_of(const SegmentScore& a, const SegmentScore& b);

struct BertScores {
  std::vector<std::vector<SegmentScore>> segments;  ///< [system][segment]
  std::vector<Warning> warnings;                    ///< W-NORMS
};

/// Reads all embeddings once, in parts of about a megabyte, and matches every system with every
/// reference. The scores are the same for any number of threads. Throws E-NAN (input) for a row
/// that is not finite or has no direction, and what TokenWeights throws.
BertScores score_embeddings(const EmbeddingCorpus& corpus, const BertScoreSettings& settings,
                            std::size_t threads);

}  // namespace assay
