#pragma once

#include "assay/metric.h"
#include "assay/significance.h"
#include "assay/warning.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The results of a run: plain data, which writers turn into text.
namespace assay {

/// A system's place among all systems by one metric, 1 being the best.
struct Rank {
  std::size_t rank = 1;  ///< By score; equal scores share one.
  std::size_t low = 1;   ///< One more than the number of systems that are significantly better.
  std::size_t high = 1;  ///< All but those that are significantly worse.
  std::size_t cluster =
      1;  ///< Every system of a cluster is significantly better than all of later ones.
};

/// A paired test of two systems by one metric.
struct Comparison {
  std::size_t baseline = 0;  ///< Indices into Report::systems and Report::metrics.
  std::size_t system = 0;
  std::size_t metric = 0;
  double difference = 0;  ///< The system's score less the baseline's.
  double p = 1;
  double p_adjusted = 1;  ///< Holm's correction over all pairs of the metric; p if there is none.
  bool is_identical = false;  ///< All statistics of all segments are equal.
};

/// How the comparisons were made.
struct Testing {
  std::string test;  ///< "paired-bs" or "paired-ar".
  std::size_t trials = 0;
  std::uint64_t seed = 0;
  double alpha = 0.05;
  bool is_all_pairs = false;
  std::string correction;  ///< "holm" or "none".
};

/// How the intervals were made.
struct Resampled {
  std::size_t samples = 0;
  std::uint64_t seed = 0;
  double level = 0.95;
};

/// What other ROUGE programs report in place of the mean. The numbers are details of the scores:
/// "precision_low", "f1_median", …
struct Aggregation {
  std::string method;               ///< "rouge_score", "evaluate" or "rouge-1.5.5".
  std::vector<std::string> fields;  ///< Of each measure: "low", "median", "high".
  std::size_t samples = 0;
  std::uint64_t seed = 0;
  double level = 0.95;
};

/// A metric of the run.
struct MetricColumn {
  std::string key;  ///< The spec as typed.
  const MetricInfo* info = nullptr;
  Better better = Better::kHigher;
  std::string signature;
  std::string segment_signature;
  /// What is stored for each segment: "score", then scalar details such as "precision".
  std::vector<std::string> segment_fields;
  std::string equals;          ///< Empty when no other program has these numbers.
  std::string peer_signature;  ///< What that program would print, if it has signatures.
};

/// A score, or that there is none and why.
struct Score {
  double value = 0;
  std::vector<Detail> details;
  std::string missing_reason;  ///< Not empty: `value` means nothing.
  std::optional<Interval> interval;
  std::optional<Rank> rank;
};

struct SystemResult {
  std::string name;
  std::string file;
  std::uint64_t empty = 0;    ///< Hypotheses that hold only white space.
  std::vector<Score> scores;  ///< One per metric.
};

/// Scores of single segments and their scalar details, as numbers only: there may be millions.
struct SegmentScores {
  std::vector<std::string> ids;  ///< One per segment, or none at all.
  std::vector<double> cells;     ///< All fields, by segment, then system, then metric.
};

/// The scores of those segments that belong together, such as those of one domain.
struct GroupResult {
  std::string name;
  std::uint64_t segments = 0;
  std::vector<std::vector<Score>> scores;  ///< [system][metric]
};

/// What a gate says about one system.
struct Verdict {
  enum class Status { kPassed, kFailed, kUndecided };

  std::string gate;  ///< "bleu >= 30", "rougeL drops by at most 0.005", …
  std::string kind;  ///< "floor", "ceiling", "drop", "significant-drop" or "segments".
  std::size_t system = 0;
  std::size_t metric = 0;
  Status status = Status::kPassed;
  /// The score; of "segments" their number, or their share in percent.
  double actual = 0;
  std::optional<double> limit;  ///< What `actual` may not cross.
  std::optional<double> baseline;
  std::optional<double> p;
  std::optional<double> p_adjusted;  ///< Holm's correction over all such gates of the run.
  std::string reason;                ///< Why nothing is decided; otherwise empty.
  std::string code;                  ///< The error that this is: "E-BASELINE", "E-ONE-SEGMENT".
};

struct Report {
  std::string version;
  std::uint64_t segments = 0;  ///< Of documents, if there are any, their number.
  std::string documents;       ///< "concat" or "aggregate": every segment is a document.
  std::string document_field;  ///< What `documents` are by.
  std::vector<std::string> references;
  std::uint64_t empty_references = 0;
  std::vector<MetricColumn> metrics;
  std::vector<SystemResult> systems;
  std::vector<Warning> warnings;
  SegmentScores segment_scores;  ///< Empty unless asked for.
  std::optional<Resampled> intervals;
  std::optional<Aggregation> aggregation;
  std::optional<Testing> testing;
  std::vector<Comparison> comparisons;
  std::string group_field;          ///< What `groups` are by.
  std::vector<GroupResult> groups;  ///< In the order in which they come, or by length.
  std::vector<Verdict> verdicts;    ///< Of gates, in their order and for each in that of systems.
};

}  // namespace assay
