#pragma once

#include "row_products.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// A text as the matching sees it.
struct MatchSide {
  Rows rows;
  /// By which to multiply a row to make it one of length 1.
  std::span<const float> factors;
  std::span<const float> weights;
  std::span<const std::uint8_t> masked;  ///< 1: no target for the other side. Empty: all are.
  bool has_nan = false;                  ///< A row that has no direction.
};

/// Precision, recall and F of a pair of texts; NaN where all weights are zero.
struct MatchScore {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

/// What bert_score's padding does to a pair: similarities to it are 0.
struct Padding {
  bool of_reference = false;  ///< The best similarity of a token of the candidate is at least 0.
  bool of_candidate = false;  ///< The same of a token of the reference.
};

/// Greedy matching of tokens by cosine: each one with the most similar of the other side. Zhang et
/// al., "BERTScore: Evaluating Text Generation with BERT", 2020, as bert_score 0.3.13 computes it.
///
/// Holds scratch memory; one per thread.
class GreedyMatcher {
 public:
  MatchScore operator()(const MatchSide& candidate, const MatchSide& reference,
                        const Padding& padding);

  /// The best similarity of each token of the last candidate and reference; -infinity where there
  /// was no target.
  std::span<const float> best_of_candidate() const { return best_of_candidate_; }
  std::span<const float> best_of_reference() const { return best_of_reference_; }

 private:
  void find_best(const MatchSide& candidate, const MatchSide& reference);
  void use_row(const MatchSide& candidate, const MatchSide& reference, std::size_t i,
               std::span<const float> products);

  std::vector<float> products_;
  std::vector<float> best_of_candidate_;
  std::vector<float> best_of_reference_;
};

}  // namespace assay
