#include "writers/json_records.h"

#include <string>

namespace assay {

namespace {

std::string json_count(std::uint64_t count) {
  return json_number(static_cast<double>(count));
}

std::string interval_json(const Interval& interval, const Resampled& resampled) {
  return JsonObject()
      .add("mean", json_number(interval.mean))
      .add("half_width", json_number(interval.half_width))
      .add("low", json_number(interval.low))
      .add("high", json_number(interval.high))
      .add("level", json_number(resampled.level))
      .add_text("method", "bootstrap")
      .add("samples", json_count(resampled.samples))
      .add("seed", std::to_string(resampled.seed))
      .str();
}

}  // namespace

void add_score(JsonObject& object, const Report& report, const MetricColumn& metric,
               const Score& score) {
  if (score.missing_reason.empty()) {
    object.add("score", json_number(score.value));
  } else {
    object.add("score", "null").add_text("reason", score.missing_reason);
  }
  object.add_text("signature", metric.signature);
  if (!metric.equals.empty()) object.add_text("equals", metric.equals);
  for (const Detail& detail : score.details) {
    object.add(detail.name, detail.is_list ? json_list(detail.values, &json_number)
                                           : json_number(detail.values.front()));
  }
  if (score.interval) object.add("ci", interval_json(*score.interval, *report.intervals));
}

void add_rank(JsonObject& object, const Rank& rank) {
  object.add("rank", json_count(rank.rank))
      .add("low", json_count(rank.low))
      .add("high", json_count(rank.high))
      .add("cluster", json_count(rank.cluster));
}

void add_comparison(JsonObject& object, const Report& report, const Comparison& comparison) {
  object.add_text("baseline", report.systems[comparison.baseline].name)
      .add_text("system", report.systems[comparison.system].name)
      .add_text("metric", report.metrics[comparison.metric].key)
      .add_text("test", report.testing->test)
      .add("diff", json_number(comparison.difference))
      .add("p", json_number(comparison.p))
      .add("p_adjusted", json_number(comparison.p_adjusted))
      .add_text("correction", report.testing->correction)
      .add("alpha", json_number(report.testing->alpha))
      .add("trials", json_count(report.testing->trials))
      .add("seed", std::to_string(report.testing->seed))
      .add("identical", comparison.is_identical ? "true" : "false");
}

void add_warning(JsonObject& object, const Warning& warning) {
  object.add_text("code", warning.code);
  if (!warning.file.empty()) object.add_text("file", warning.file);
  if (warning.line > 0) object.add("line", json_count(warning.line));
  object.add_text("message", warning.message);
}

void add_system(JsonObject& object, const SystemResult& system) {
  object.add_text("name", system.name).add_text("file", system.file);
  object.add("empty", json_count(system.empty));
}

}  // namespace assay
