#pragma once

#include "assay/evaluate.h"

#include <cstddef>
#include <cstdint>

/// Adds intervals, paired tests and rankings to a report, from the rows of an evaluation.
namespace assay {

struct IntervalOptions {
  std::size_t samples = 1000;
  std::uint64_t seed = 12345;
  double level = 0.95;
  std::size_t threads = 1;
};

enum class PairedTest { kBootstrap, kRandomization };

struct CompareOptions {
  PairedTest test = PairedTest::kBootstrap;
  std::size_t trials = 0;  ///< 0: enough for alpha and the number of pairs, see enough_trials().
  std::uint64_t seed = 12345;
  double alpha = 0.05;
  bool all_pairs = false;  ///< Otherwise every system against the first.
  /// A copy of the baseline gets p = 1 / (trials + 1), as in sacreBLEU, instead of 1.
  bool tests_copies = false;
  std::size_t threads = 1;
};

/// Gives every score its bootstrap interval. Needs the rows; throws Error (exit 4, E-ONE-SEGMENT)
/// for fewer than two segments.
void add_intervals(Evaluation& evaluation, const IntervalOptions& options);

/// Tests pairs of systems by every metric; with all pairs also ranks them. Needs the rows. Throws
/// Error (exit 4) for fewer than two systems or segments, or for too few trials for alpha.
void add_comparisons(Evaluation& evaluation, const CompareOptions& options);

/// The larger of the test's usual number and 10 * pairs / alpha.
std::size_t enough_trials(PairedTest test, std::size_t pairs, double alpha);

}  // namespace assay
