#pragma once

#include "assay/report.h"

#include "writers/json_text.h"

#include <cmath>
#include <cstddef>

/// The parts of a report that `json` and `jsonl` share.
namespace assay {

/// Adds "score", "signature", "equals", what the score is made of, and "ci".
void add_score(JsonObject& object, const Report& report, const MetricColumn& metric,
               const Score& score);

/// Adds "rank", "low", "high", "cluster".
/// How the numbers of another program were made.
std::string aggregation_json(const Aggregation& aggregation);

/// How documents were made, if there are any.
std::string documents_json(const Report& report);

void add_rank(JsonObject& object, const Rank& rank);

/// Adds "baseline", "system", "metric", "test", "diff", "p", "p_adjusted", "trials", "seed",
/// "identical".
void add_comparison(JsonObject& object, const Report& report, const Comparison& comparison);

/// Adds "gate", "kind", "system", "metric", "status", "actual", and what there is of "limit",
/// "baseline", "p", "p_adjusted", "reason".
void add_verdict(JsonObject& object, const Report& report, const Verdict& verdict);

/// Adds "code", "file", "line", "message".
void add_warning(JsonObject& object, const Warning& warning);

/// Adds "name", "file", "empty".
void add_system(JsonObject& object, const SystemResult& system);

/// Calls on_record(JsonObject, MetricColumn) for each segment, system and metric, in this order,
/// with the fields "segment", "id", "system", "metric" and the scores. `start` begins each object.
template <typename OnRecord>
void for_each_segment_score(const Report& report, const JsonObject& start,
                            const OnRecord& on_record) {
  const SegmentScores& scores = report.segment_scores;
  const double* cell = scores.cells.data();
  for (std::size_t segment = 0; segment < report.segments && !scores.cells.empty(); ++segment) {
    for (const SystemResult& system : report.systems) {
      for (const MetricColumn& metric : report.metrics) {
        JsonObject record = start;
        record.add("segment", json_number(static_cast<double>(segment)));
        if (!scores.ids.empty()) record.add_text("id", scores.ids[segment]);
        record.add_text("system", system.name).add_text("metric", metric.key);
        bool is_complete = true;
        for (const std::string& field : metric.segment_fields) {
          is_complete = is_complete && !std::isnan(*cell);
          record.add(field, json_number(*cell++));
        }
        if (!is_complete) record.add_text("reason", metric.info->missing_reason);
        on_record(record, metric);
      }
    }
  }
}

}  // namespace assay
