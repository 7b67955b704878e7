#pragma once

#include "assay/metric.h"
#include "assay/segment.h"
#include "assay/stats.h"

#include <iosfwd>
#include <span>
#include <string_view>
#include <vector>

/// How a single segment gets its score, told to people.
namespace assay {

/// A segment of one system and all that a metric itself says about it, for the metric's `explain`.
struct ExplainedSegment {
  const MetricInfo* info = nullptr;
  Options options;  ///< Those for single segments.
  std::vector<std::string_view> references;
  std::string_view hypothesis;
  std::vector<FormSpec> forms;  ///< What the metric asked for.
  std::vector<double> row;
  double score = 0;
  std::vector<Detail> details;
};

/// Makes the metric and has it measure and score the texts as a corpus of one segment.
ExplainedSegment measure_segment(const MetricInfo& info, const Options& segment_options,
                                 std::span<const std::string_view> references,
                                 std::string_view hypothesis);

/// Throws a usage Error (E-EXPLAIN) that names the metrics which have an explanation, if this one
/// has none.
void check_explainable(const MetricInfo& info);

/// Prints texts, tokens, counts and the arithmetic, and as the last line "score: " with the score
/// that `score --segments` has. There is at least one reference.
void explain(const MetricSpec& spec, std::span<const std::string_view> references,
             std::string_view hypothesis, std::ostream& out);

}  // namespace assay
