#include "assay/writer.h"

#include "writers/json_records.h"

#include <ostream>

namespace assay {
namespace {

std::string metrics_json(const Report& report, const std::vector<Score>& scores) {
  JsonObject metrics;
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    JsonObject score;
    add_score(score, report, report.metrics[m], scores[m]);
    metrics.add(report.metrics[m].key, score.str());
  }
  return metrics.str();
}

std::string system_json(const Report& report, const SystemResult& system) {
  JsonObject object;
  add_system(object, system);
  object.add("metrics", metrics_json(report, system.scores));
  JsonObject ranks;
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    if (!system.scores[m].rank) continue;
    JsonObject rank;
    add_rank(rank, *system.scores[m].rank);
    ranks.add(report.metrics[m].key, rank.str());
  }
  if (!ranks.is_empty()) object.add("rank", ranks.str());
  return object.str();
}

std::string comparison_json(const Report& report, const Comparison& comparison) {
  JsonObject object;
  add_comparison(object, report, comparison);
  return object.str();
}

std::string group_json(const Report& report, const GroupResult& group) {
  JsonObject systems;
  for (std::size_t s = 0; s < report.systems.size(); ++s) {
    systems.add(report.systems[s].name, metrics_json(report, group.scores[s]));
  }
  return JsonObject()
      .add_text("group", group.name)
      .add("segments", json_count(group.segments))
      .add("systems", systems.str())
      .str();
}

std::string verdict_json(const Report& report, const Verdict& verdict) {
  JsonObject object;
  add_verdict(object, report, verdict);
  return object.str();
}

std::string warning_json(const Warning& warning) {
  JsonObject object;
  add_warning(object, warning);
  return object.str();
}

/// The signatures of segment scores, by metric: BLEU's differ from the corpus's.
std::string segment_signatures_json(const Report& report) {
  JsonObject signatures;
  for (const MetricColumn& metric : report.metrics) {
    signatures.add_text(metric.key, metric.segment_signature);
  }
  return signatures.str();
}

void write_segment_scores(const Report& report, std::ostream& out) {
  out << ",\n\"segment_signatures\":" << segment_signatures_json(report)
      << ",\n\"segment_scores\":[";
  bool is_first = true;
  for_each_segment_score(report, {}, [&](const JsonObject& record, const MetricColumn& /*metric*/) {
    out << (is_first ? "\n" : ",\n") << record.str();
    is_first = false;
  });
  out << "]";
}

void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  out << R"({"schema":"assay/1","assay":)" << json_string(report.version)
      << ",\"segments\":" << json_count(report.segments)
      << ",\"references\":" << json_list(report.references, &json_string)
      << ",\"empty_references\":" << json_count(report.empty_references)
      << ",\n\"warnings\":" << json_list(report.warnings, &warning_json, "\n") << ",\n\"systems\":"
      << json_list(
             report.systems,
             [&](const SystemResult& system) { return system_json(report, system); }, "\n");
  if (!report.documents.empty()) out << ",\n\"documents\":" << documents_json(report);
  if (report.aggregation) out << ",\n\"aggregation\":" << aggregation_json(*report.aggregation);
  if (report.testing) {
    const auto to_json = [&](const Comparison& one) { return comparison_json(report, one); };
    out << ",\n\"comparisons\":" << json_list(report.comparisons, to_json, "\n");
  }
  if (!report.groups.empty()) {
    const auto to_json = [&](const GroupResult& one) { return group_json(report, one); };
    out << ",\n\"group_by\":" << json_string(report.group_field)
        << ",\n\"groups\":" << json_list(report.groups, to_json, "\n");
  }
  if (!report.verdicts.empty()) {
    const auto to_json = [&](const Verdict& one) { return verdict_json(report, one); };
    out << ",\n\"gates\":" << json_list(report.verdicts, to_json, "\n");
  }
  if (!report.segment_scores.cells.empty()) write_segment_scores(report, out);
  out << "}\n";
}

}  // namespace

extern constinit const WriterInfo kJson = {"json", ".json", "one JSON object, schema assay/1",
                                           &write, true};

}  // namespace assay
