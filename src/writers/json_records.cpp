#include "writers/json_records.h"

#include "writers/grid.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace assay {

namespace {

std::string interval_json(const Interval& interval, const Resampled& resampled) {
  return JsonObject()
      .add("mean", json_number(interval.mean))
      .add("half_width", json_number(interval.half_width))
      .add("low", json_number(interval.low))
      .add("high", json_number(interval.high))
      .add("level", json_number(resampled.level))
      .add_text("method", "bootstrap")
      .add("samples", json_count(resampled.samples))
      .add("seed", json_count(resampled.seed))
      .str();
}

}  // namespace

void add_score(JsonObject& object, const Report& report, const MetricColumn& metric,
               const Score& score) {
  if (score.missing_reason.empty()) {
    object.add("score", json_number(score.value));
    if (!std::isfinite(score.value)) object.add_text("reason", "not a finite number");
  } else {
    object.add("score", "null").add_text("reason", score.missing_reason);
  }
  object.add_text("signature", metric.signature);
  if (!metric.equals.empty()) object.add_text("equals", metric.equals);
  for (const Detail& detail : score.details) {
    object.add(detail.name, detail.is_list ? json_list(detail.values, &json_number)
                                           : json_number(detail.values.front()));
  }
  const auto is_missing = [](const Detail& detail) { return std::isnan(detail.values.front()); };
  if (std::ranges::any_of(score.details, is_missing)) {
    object.add_text("reason", metric.info->missing_reason);
  }
  if (!metric.peer_signature.empty()) object.add_text("peer_signature", metric.peer_signature);
  if (score.interval) object.add("ci", interval_json(*score.interval, *report.intervals));
}

std::string documents_json(const Report& report) {
  return JsonObject()
      .add_text("field", report.document_field)
      .add_text("mode", report.documents)
      .str();
}

std::string aggregation_json(const Aggregation& aggregation) {
  JsonObject object;
  object.add_text("method", aggregation.method)
      .add("samples", json_count(aggregation.samples))
      .add("level", json_number(aggregation.level));
  if (aggregation.method != "rouge-1.5.5") object.add("seed", std::to_string(aggregation.seed));
  return object.str();
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
      .add("seed", json_count(report.testing->seed))
      .add("identical", comparison.is_identical ? "true" : "false");
}

void add_verdict(JsonObject& object, const Report& report, const Verdict& verdict) {
  object.add_text("gate", verdict.gate).add_text("kind", verdict.kind);
  object.add_text("system", report.systems[verdict.system].name);
  object.add_text("metric", report.metrics[verdict.metric].key);
  object.add_text("status", status_name(verdict.status));
  object.add("actual", json_number(verdict.actual));
  const auto add_if = [&](const char* key, const std::optional<double>& value) {
    if (value) object.add(key, json_number(*value));
  };
  add_if("limit", verdict.limit);
  add_if("baseline", verdict.baseline);
  add_if("p", verdict.p);
  add_if("p_adjusted", verdict.p_adjusted);
  if (!verdict.reason.empty()) object.add_text("reason", verdict.reason);
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
