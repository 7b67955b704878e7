#include "assay/text.h"
#include "assay/writer.h"

#include "writers/json_text.h"

#include <cmath>
#include <ostream>
#include <set>
#include <string>

#include <fmt/format.h>

namespace assay {
namespace {

/// What MLflow and TensorBoard take for the name of a number; beyond ASCII anything.
bool is_fit(char byte) {
  return static_cast<unsigned char>(byte) >= 0x80 || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         std::string_view("_-. /:").find(byte) != std::string::npos;
}

/// Hands out names: what is unfit becomes "_", and a name that was taken gets a number.
class Names {
 public:
  std::string fit(std::string_view text) {
    std::string name = replace_invalid_utf8(text);
    for (char& byte : name) byte = is_fit(byte) ? byte : '_';
    const std::string wanted = name;
    for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}_{}", wanted, i);
    return name;
  }

 private:
  std::set<std::string> taken_;
};

/// A score that is missing has no member. With one system its name is left out.
void write(const Report& report, const WriteOptions& /*options*/, std::ostream& out) {
  JsonObject object;
  Names names;
  for (const SystemResult& system : report.systems) {
    const std::string prefix = report.systems.size() > 1 ? system.name + "/" : "";
    for (std::size_t m = 0; m < report.metrics.size(); ++m) {
      const Score& score = system.scores[m];
      const std::string name = names.fit(prefix + report.metrics[m].key);
      if (!score.missing_reason.empty() || !std::isfinite(score.value)) continue;
      object.add(name, json_number(score.value));
    }
  }
  out << object.str() << "\n";
}

}  // namespace

extern constinit const WriterInfo kFlat = {
    "flat", ".flat.json", "one JSON object of numbers, for MLflow or TensorBoard", &write};

}  // namespace assay
