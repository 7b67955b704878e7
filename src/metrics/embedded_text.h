#pragma once

#include "assay/embeddings.h"

#include "embeddings/row_window.h"
#include "metrics/bertscore_pass.h"
#include "metrics/greedy_match.h"
#include "metrics/token_weights.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay {

/// How many rows were read, and how many of them have lengths that embeddings seldom have.
struct NormCounts {
  std::uint64_t all = 0;
  std::uint64_t odd = 0;

  NormCounts& operator+=(const NormCounts& other) {
    all += other.all;
    odd += other.odd;
    return *this;
  }
};

/// One text of a file at a time, read and made ready to be matched. One per thread and file.
class EmbeddedText {
 public:
  /// All must outlive the object.
  EmbeddedText(const EmbeddingFile& file, const Tensor& tensor, const TokenWeights& weights,
               const BertScoreSettings& settings);

  /// Reads a text; `soon` is the text after the last that will be asked for soon. Throws E-NAN
  /// (input) with the segment and row for numbers that are not finite, or a row without direction.
  void read(std::uint64_t segment, std::uint64_t text, std::uint64_t soon);

  std::size_t rows() const { return rows_.count; }
  RowType row_type() const { return rows_.type; }

  /// Makes the rows single precision, if they are not.
  void widen();

  MatchSide side() const { return {rows_, factors_, weights_, masked_, has_nan_}; }
  const NormCounts& norms() const { return norms_; }

 private:
  void compute_factors(std::uint64_t segment, std::uint64_t first_row);
  void normalize();
  [[noreturn]] void refuse(std::uint64_t segment, std::uint64_t row, float square) const;

  const EmbeddingFile& file_;
  const Tensor& tensor_;
  const TokenWeights& token_weights_;
  const BertScoreSettings& settings_;
  RowWindow window_;
  Rows rows_;
  std::vector<float> factors_;
  std::vector<float> weights_;
  std::vector<std::uint8_t> masked_;
  std::vector<float> normalized_;
  std::vector<float> widened_;
  bool has_nan_ = false;
  NormCounts norms_;
};

}  // namespace assay
