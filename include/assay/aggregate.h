#pragma once

#include "assay/evaluate.h"

#include <cstddef>
#include <cstdint>

/// Adds what other ROUGE programs report in place of the mean: numbers of resampled corpora.
namespace assay {

enum class AggregateMethod {
  kRougeScore,  ///< rouge_score's BootstrapAggregator: low, median and high of P, R and F.
  kEvaluate,    ///< Hugging Face's evaluate: the median of F alone.
  kRouge155,    ///< ROUGE-1.5.5: mean, low and high of P, R and F.
};

struct AggregateOptions {
  AggregateMethod method = AggregateMethod::kRougeScore;
  std::size_t samples = 1000;
  std::uint64_t seed = 12345;  ///< At most 2^32 - 1. ROUGE-1.5.5 has seeds of its own.
  double level = 0.95;
};

/// Adds details to the scores of the ROUGE metrics, in whose order all draw from one stream of
/// random numbers, and sets Report::aggregation. Needs the rows. Throws a usage Error (E-AGGREGATE)
/// if there is no ROUGE metric, or for a seed that NumPy would not take.
void add_aggregates(Evaluation& evaluation, const AggregateOptions& options);

}  // namespace assay
