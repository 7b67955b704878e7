#pragma once

#include "assay/report.h"
#include "assay/writer.h"

#include <string>
#include <vector>

/// A report as rows of cells and lines of text, for the formats that people read. Nothing in it is
/// escaped yet: each format has its own rules.
namespace assay {

struct Grid {
  std::vector<std::vector<std::string>> rows;  ///< The first one is the header.
  std::size_t text_columns = 1;                ///< Those on the left hold text, the others numbers.
};

/// One row per system; per metric its score and, where there are any, interval, p-value, rank.
Grid score_grid(const Report& report, const WriteOptions& options);

/// One row per segment and system; empty without segment scores.
Grid segment_grid(const Report& report, const WriteOptions& options);

/// One row per system, ROUGE metric and measure with what another program reports; empty otherwise.
Grid aggregate_grid(const Report& report, const WriteOptions& options);

/// One row per comparison of all pairs; empty otherwise.
Grid comparison_grid(const Report& report, const WriteOptions& options);

/// One row per group and system; empty without groups.
Grid group_grid(const Report& report, const WriteOptions& options);

/// One row per verdict of a gate; empty without gates.
Grid verdict_grid(const Report& report, const WriteOptions& options);

/// "passed", "failed" or "undecided".
std::string status_name(Verdict::Status status);

/// Heading and signature of every metric.
Grid signature_grid(const Report& report);

/// The same for segment scores whose signature is another one; empty without segment scores.
Grid segment_signature_grid(const Report& report);

/// What is counted and scored one by one: "segment" or "document".
std::string unit(const Report& report);

/// "1 segment", "120 segments", "7 documents".
std::string counted_segments(const Report& report);

/// How intervals and tests were made and what they found, one sentence each.
std::vector<std::string> captions(const Report& report);

/// The title of a metric, or the whole spec where options were given.
std::string heading(const MetricColumn& metric);

}  // namespace assay
