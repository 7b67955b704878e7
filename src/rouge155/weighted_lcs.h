#pragma once

#include "union_lcs.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// ROUGE-W: longest common subsequences in which runs of neighbours weigh more. Lin, "ROUGE: A
/// Package for Automatic Evaluation of Summaries", 2004, in the way of ROUGE-1.5.5.
///
/// Holds scratch memory; one per thread.
class WeightedLcs {
 public:
  struct Result {
    double hits = 0;  ///< Sum of length^weight over the runs of matched tokens.
    double base = 0;  ///< The same over the lines of the model.
  };

  /// A token counts at most as often as `budget` has it.
  Result operator()(const TokenLines& model, const TokenLines& peer, double weight,
                    TokenBudget& budget);

 private:
  double power(std::size_t length, double weight);
  void mark(std::span<const TokenId> model, std::span<const TokenId> peer, double weight);
  void walk_back(std::span<const TokenId> model, std::span<const TokenId> peer);
  double line_hits(std::span<const TokenId> line, double weight, TokenBudget& budget);

  std::vector<double> powers_;  ///< [length]: length^weight_, as far as it was asked for.
  double weight_ = 0;
  std::vector<std::uint8_t> is_marked_;
  std::vector<std::uint8_t> goes_up_;  ///< [i * peer length + j]: the walk leaves i, not j.
  std::vector<double> scores_;         ///< A row of the table, one more than the peer is long.
  std::vector<std::uint32_t> runs_;
};

}  // namespace assay
