#include "assay/writer.h"

#include "writers/numbers.h"

#include <array>
#include <ostream>

namespace assay {

extern const WriterInfo kTable;
extern const WriterInfo kJson;
extern const WriterInfo kJsonl;
extern const WriterInfo kCsv;
extern const WriterInfo kMarkdown;
extern const WriterInfo kLatex;

std::span<const WriterInfo* const> writers() {
  static constexpr std::array<const WriterInfo*, 6> kWriters = {&kTable, &kJson,     &kJsonl,
                                                                &kCsv,   &kMarkdown, &kLatex};
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
