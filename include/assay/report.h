#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "assay/metric.h"
#include "assay/warning.h"

/// The results of a run: plain data, which writers turn into text.
namespace assay {

/// A metric of the run.
struct MetricColumn {
  std::string key;  ///< The spec as typed.
  const MetricInfo* info = nullptr;
  std::string signature;
  std::string segment_signature;
  /// What is stored for each segment: "score", then scalar details such as "precision".
  std::vector<std::string> segment_fields;
  std::string equals;  ///< Empty when no other program has these numbers.
};

/// A score, or that there is none and why.
struct Score {
  double value = 0;
  std::vector<Detail> details;
  std::string missing_reason;  ///< Not empty: `value` means nothing.
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
  std::size_t width = 0;         ///< Cells per segment and system: all fields of all metrics.
  std::vector<double> cells;     ///< [(segment * systems + system) * width + metric's first + field].
};

struct Report {
  std::string version;
  std::uint64_t segments = 0;
  std::vector<std::string> references;
  std::uint64_t empty_references = 0;
  std::vector<MetricColumn> metrics;
  std::vector<SystemResult> systems;
  std::vector<Warning> warnings;
  SegmentScores segment_scores;  ///< Empty unless asked for.
};

}  // namespace assay
