#pragma once

#include "assay/stats.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

/// Intervals and paired tests, from the statistics of single segments. They know nothing of text:
/// a metric is a function from a sum of rows to a score.
namespace assay {

/// Scores a sum of rows. Called from several threads at once.
using ScoreFunction = std::function<double(Row)>;

struct Resampling {
  std::size_t samples = 1000;
  std::uint64_t seed = 12345;
  double level = 0.95;
  std::size_t threads = 1;
};

/// The middle `level` of the scores of resampled corpora.
struct Interval {
  double mean = 0;
  double half_width = 0;  ///< Half the distance from low to high.
  double low = 0;
  double high = 0;
};

/// Scores of `resampling.samples` corpora drawn with replacement, [table][sample]; each sample is
/// drawn from all tables alike, which must have the same size. Koehn, "Statistical Significance
/// Tests for Machine Translation Evaluation", 2004, with sacreBLEU's generator and order of draws.
std::vector<std::vector<double>> bootstrap_scores(std::span<const StatsTable* const> tables,
                                                  const ScoreFunction& score,
                                                  const Resampling& resampling);

/// At each end floor(samples * (1 - level) / 2) scores are cut off.
Interval interval_of(std::vector<double> scores, double level);

/// The p-value of sacreBLEU's paired bootstrap: how often, among the resampled differences, one
/// lies farther above their mean than the real difference is from zero.
double paired_bootstrap_p(double real_difference, std::span<const double> baseline,
                          std::span<const double> system);

/// The p-values of paired approximate randomization for pairs of tables: in each of
/// `resampling.samples` trials the two systems swap a random half of their segments. Riezler and
/// Maxwell, "On Some Pitfalls in Automatic Evaluation and Significance Testing for MT", 2005.
std::vector<double> randomization_p(std::span<const StatsTable* const> tables,
                                    std::span<const std::pair<std::size_t, std::size_t>> pairs,
                                    const ScoreFunction& score, const Resampling& resampling);

/// Holm's correction for testing all of `p` at once: adjusted p-values in the same order. Holm, "A
/// Simple Sequentially Rejective Multiple Test Procedure", 1979.
std::vector<double> holm(std::span<const double> p);

}  // namespace assay
