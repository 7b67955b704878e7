#include "assay/writer.h"

#include "writers/json_text.h"

#include <ostream>

namespace assay {
namespace {

std::string scores_json(const Report& report, const SystemResult& system) {
  JsonObject metrics;
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    const Score& score = system.scores[m];
    JsonObject object;
    object.add("score", score.missing_reason.empty() ? json_number(score.value) : "null");
    object.add_text("signature", report.metrics[m].signature);
    metrics.add(report.metrics[m].key, object.str());
  }
  return metrics.str();
}

}  // namespace

void write_history(const Report& report, std::string_view time, std::string_view commit,
                   std::ostream& out) {
  JsonObject systems;
  for (const SystemResult& system : report.systems) {
    systems.add(system.name, scores_json(report, system));
  }
  JsonObject line;
  line.add_text("schema", "assay-history/1").add_text("time", time);
  if (!commit.empty()) line.add_text("commit", commit);
  line.add_text("assay", report.version)
      .add("segments", json_count(report.segments))
      .add("systems", systems.str());
  out << line.str() << "\n";
}

}  // namespace assay
