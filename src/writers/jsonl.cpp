#include "assay/writer.h"

#include "writers/json_records.h"

#include <ostream>

namespace assay {
namespace {

JsonObject record(std::string_view type) {
  JsonObject object;
  object.add_text("type", type);
  return object;
}

std::string run_record(const Report& report) {
  JsonObject object = record("run");
  object.add_text("schema", "assay/1")
      .add_text("assay", report.version)
      .add("segments", json_count(report.segments))
      .add("references", json_list(report.references, &json_string))
      .add("empty_references", json_count(report.empty_references));
  if (!report.documents.empty()) object.add("documents", documents_json(report));
  if (report.aggregation) object.add("aggregation", aggregation_json(*report.aggregation));
  return object.str();
}

void write_scores(const Report& report, const SystemResult& system, std::ostream& out) {
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    JsonObject object = record("score");
    object.add_text("system", system.name).add_text("file", system.file);
    object.add_text("metric", report.metrics[m].key);
    add_score(object, report, report.metrics[m], system.scores[m]);
    if (system.scores[m].rank) {
      JsonObject rank;
      add_rank(rank, *system.scores[m].rank);
      object.add("rank", rank.str());
    }
    out << object.str() << "\n";
  }
}

void write_groups(const Report& report, std::ostream& out) {
  for (const GroupResult& group : report.groups) {
    for (std::size_t s = 0; s < report.systems.size(); ++s) {
      for (std::size_t m = 0; m < report.metrics.size(); ++m) {
        JsonObject object = record("group");
        object.add_text("group", group.name).add("segments", json_count(group.segments));
        object.add_text("system", report.systems[s].name);
        object.add_text("metric", report.metrics[m].key);
        add_score(object, report, report.metrics[m], group.scores[s][m]);
        out << object.str() << "\n";
      }
    }
  }
}

void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  out << run_record(report) << "\n";
  for (const Warning& warning : report.warnings) {
    JsonObject object = record("warning");
    add_warning(object, warning);
    out << object.str() << "\n";
  }
  for (const SystemResult& system : report.systems) write_scores(report, system, out);
  for (const Comparison& comparison : report.comparisons) {
    JsonObject object = record("comparison");
    add_comparison(object, report, comparison);
    out << object.str() << "\n";
  }
  write_groups(report, out);
  for (const Verdict& verdict : report.verdicts) {
    JsonObject object = record("gate");
    add_verdict(object, report, verdict);
    out << object.str() << "\n";
  }
  for_each_segment_score(report, record("segment"),
                         [&](JsonObject object, const MetricColumn& metric) {
                           object.add_text("signature", metric.segment_signature);
                           out << object.str() << "\n";
                         });
}

}  // namespace

extern constinit const WriterInfo kJsonl = {
    "jsonl", ".jsonl",
    "one JSON object a line: run, warning, score, comparison, group, gate, segment", &write, true};

}  // namespace assay
