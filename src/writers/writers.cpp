#include "assay/writer.h"

#include "writers/numbers.h"

#include <array>
#include <ostream>

namespace assay {

extern const WriterInfo kTable;
extern const WriterInfo kJson;
extern const WriterInfo kJsonl;
extern const WriterInfo kFlat;
extern const WriterInfo kCsv;
extern const WriterInfo kTsv;
extern const WriterInfo kMarkdown;
extern const WriterInfo kLatex;
extern const WriterInfo kJunit;
extern const WriterInfo kOpenmetrics;
extern const WriterInfo kGithub;
extern const WriterInfo kGithubSummary;

std::span<const WriterInfo* const> writers() {
  // Of two suffixes of a file the first here decides.
  static constexpr std::array<const WriterInfo*, 12> kWriters = {
      &kTable,    &kFlat,  &kJson,  &kJsonl,       &kCsv,    &kTsv,
      &kMarkdown, &kLatex, &kJunit, &kOpenmetrics, &kGithub, &kGithubSummary};
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
