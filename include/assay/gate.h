#pragma once

#include "assay/compare.h"
#include "assay/error.h"
#include "assay/evaluate.h"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Gates: what must hold of scores, by itself or against a stored baseline, for work to go on.
namespace assay {

enum class GateKind {
  kFloor,            ///< The score is at least a limit; for metrics of which more is better.
  kCeiling,          ///< The score is at most a limit; for metrics of which less is better.
  kDrop,             ///< The score is worse than the baseline's by at most a limit. Of the larger
                     ///< score 1e-12 is allowed for: 0.8 - 0.7 is not quite 0.1.
  kSignificantDrop,  ///< It is not worse by more than chance.
  kSegments,         ///< So many segments have a score of that kind.
};

enum class Relation { kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

/// What must hold for each system.
struct Gate {
  GateKind kind = GateKind::kFloor;
  std::string metric;  ///< A spec, as typed.
  double limit = 0;
  // Of kSegments: segments(METRIC segment_relation segment_limit) relation limit.
  Relation segment_relation = Relation::kLess;
  double segment_limit = 0;
  Relation relation = Relation::kLessOrEqual;
  bool is_percent = false;  ///< The limit is a share of all segments.

  bool needs_baseline() const {
    return kind == GateKind::kDrop || kind == GateKind::kSignificantDrop;
  }
};

/// A gate from "METRIC=NUMBER", for kSignificantDrop from "METRIC", for kSegments from
/// "segments(METRIC < NUMBER) <= NUMBER" or "… NUMBER%". Throws a usage Error (E-GATE) for anything
/// else, for limits that are not finite, for a drop below 0, and for a floor of a metric of which
/// less is better or the reverse; and (E-METRIC, E-KEY, E-VALUE, E-SPEC) for unknown metrics.
Gate parse_gate(GateKind kind, std::string_view text);

/// Of a gate of kind kSegments: what is compared with its limit if `count` of `segments` segments
/// have such a score. Percentages compare like the decimal numbers that were typed, not rounded.
double counted(const Gate& gate, std::uint64_t count, std::uint64_t segments);

bool holds(double value, Relation relation, double limit);

/// "bleu >= 30", "rougeL drops by at most 0.005", …
std::string describe(const Gate& gate);

/// What a baseline stores of a system's score by a metric.
struct BaselineScore {
  std::string signature;  ///< Without the version.
  double score = 0;
  std::vector<std::string> columns;  ///< Of the statistics.
  std::vector<double> cells;         ///< The rows of all segments.
};

/// Scores and statistics of an earlier run, without any text.
struct Baseline {
  std::string version;
  int scores_revision = 0;
  std::uint64_t segments = 0;
  std::string references;  ///< Their digest, 16 hexadecimal digits.
  /// By system, then metric.
  std::map<std::string, std::map<std::string, BaselineScore>> systems;
};

/// What a later run can be compared with. Needs the rows and the digest.
Baseline make_baseline(const Evaluation& evaluation);

/// JSON with sorted keys, one segment a line, and a checksum of all the rest.
void write_baseline(const Baseline& baseline, std::ostream& out);

/// Reads what write_baseline() wrote; `name` is for messages. Throws an input Error
/// (E-BASELINE-FILE) for anything else.
Baseline read_baseline(std::string_view text, const std::string& name);

struct GateOptions {
  PairedTest test = PairedTest::kBootstrap;
  std::size_t trials = 0;  ///< 0: enough for alpha and the number of tests.
  std::uint64_t seed = 12345;
  double alpha = 0.05;
  std::size_t threads = 1;
};

/// Adds a verdict for every gate and system to the report. Gates that need a baseline are undecided
/// without one, for the reason `no_baseline`, and where it does not fit: another signature (but for
/// the version), scores revision, number of segments, or other references. With one system on both
/// sides the names may differ. Needs segment scores for kSegments, and the rows and the digest for
/// a baseline. Throws Error (exit 4, E-TRIALS) for too few trials.
void add_verdicts(Evaluation& evaluation, std::span<const Gate> gates, const Baseline* baseline,
                  const std::string& no_baseline, const GateOptions& options);

/// Why this is not the baseline of such a run, whatever the gates: another signature of a metric
/// that both have, other segments, references or scores revision, or a system that was not scored.
/// "" if it fits. Needs the rows and the digest.
std::string misfit_of(Evaluation& evaluation, const Baseline& baseline);

/// kOk, kGateFailed or kUndecided: the largest of all verdicts.
ExitCode exit_code_of(std::span<const Verdict> verdicts);

}  // namespace assay
