#include "writers/json_records.h"

namespace assay {

void add_score(JsonObject& object, const MetricColumn& metric, const Score& score) {
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
}

void add_warning(JsonObject& object, const Warning& warning) {
  object.add_text("code", warning.code);
  if (!warning.file.empty()) object.add_text("file", warning.file);
  if (warning.line > 0) object.add("line", json_number(static_cast<double>(warning.line)));
  object.add_text("message", warning.message);
}

void add_system(JsonObject& object, const SystemResult& system) {
  object.add_text("name", system.name).add_text("file", system.file);
  object.add("empty", json_number(static_cast<double>(system.empty)));
}

}  // namespace assay
