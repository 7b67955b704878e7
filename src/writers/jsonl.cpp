#include <ostream>

#include "assay/writer.h"

#include "writers/json_records.h"

namespace assay {
namespace {

JsonObject record(std::string_view type) {
  JsonObject object;
  object.add_text("type", type);
  return object;
}

void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  const auto count = [](std::uint64_t value) { return json_number(static_cast<double>(value)); };
  out << record("run")
             .add_text("schema", "assay/1")
             .add_text("assay", report.version)
             .add("segments", count(report.segments))
             .add("references", json_list(report.references, &json_string))
             .add("empty_references", count(report.empty_references))
             .str()
      << "\n";
  for (const Warning& warning : report.warnings) {
    JsonObject object = record("warning");
    add_warning(object, warning);
    out << object.str() << "\n";
  }
  for (const SystemResult& system : report.systems) {
    for (std::size_t m = 0; m < report.metrics.size(); ++m) {
      JsonObject object = record("score");
      object.add_text("system", system.name).add_text("file", system.file);
      object.add_text("metric", report.metrics[m].key);
      add_score(object, report.metrics[m], system.scores[m]);
      out << object.str() << "\n";
    }
  }
  for_each_segment_score(report, record("segment"),
                         [&](const JsonObject& object) { out << object.str() << "\n"; });
}

}  // namespace

extern constinit const WriterInfo kJsonl = {"jsonl", ".jsonl",
                                            "one JSON object a line: run, warning, score, segment",
                                            &write};

}  // namespace assay
