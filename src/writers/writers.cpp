#include <array>
#include <ostream>

#include "assay/writer.h"

#include "writers/numbers.h"

namespace assay {

extern const WriterInfo kTable;
extern const WriterInfo kJson;
extern const WriterInfo kJsonl;

std::span<const WriterInfo* const> writers() {
  static constexpr std::array<const WriterInfo*, 3> kWriters = {&kTable, &kJson, &kJsonl};
  return kWriters;
}

void write_scores(const Report& report, const WriteOptions& options, std::ostream& out) {
  for (const SystemResult& system : report.systems) {
    for (std::size_t m = 0; m < report.metrics.size(); ++m) {
      out << shown_score(report.metrics[m], system.scores[m], options) << "\n";
    }
  }
}

}  // namespace assay
