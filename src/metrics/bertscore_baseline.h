#pragma once

#include "assay/warning.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace assay {

/// What random pairs of texts score: precision, recall, F.
struct BaselineScores {
  std::array<double, 3> values{};
  std::vector<Warning> warnings;  ///< W-BASELINE if the row names another layer, or of the file.
};

/// Row number `layer`, from 0, of a file of bert_score: a header "LAYER,P,R,F" and one line per
/// layer. Throws E-RESCALE (input) and what read_lines() throws.
BaselineScores read_baseline(const std::string& path, int layer);

/// A short name of the values, the same for equal ones.
std::string digest_of(const BaselineScores& baseline);

/// A score on the scale where `baseline` is 0 and 1 stays 1.
inline double rescaled(double score, double baseline) {
  return (score - baseline) / (1 - baseline);
}

}  // namespace assay
