#include "assay/writer.h"

#include "writers/grid.h"
#include "writers/markdown_text.h"

#include <ostream>

namespace assay {
namespace {

void write(const Report& report, const WriteOptions& options, std::ostream& out) {
  write_markdown_grid(score_grid(report, options), out);
  for (const Grid& grid :
       {group_grid(report, options), verdict_grid(report, options), aggregate_grid(report, options),
        comparison_grid(report, options), segment_grid(report, options)}) {
    if (!grid.rows.empty()) out << "\n";
    write_markdown_grid(grid, out);
  }
  out << "\n";
  for (const std::string& caption : captions(report)) out << markdown_text(caption) << "\n\n";
  out << counted_segments(report) << ". Signatures:\n\n";
  write_markdown_list(signature_grid(report), out);
  const Grid segments = segment_signature_grid(report);
  if (!segments.rows.empty()) out << "\nSignatures of single " << unit(report) << "s:\n\n";
  write_markdown_list(segments, out);
}

}  // namespace

extern constinit const WriterInfo kMarkdown = {"markdown", ".md", "tables for issues and READMEs",
                                               &write, true};

}  // namespace assay
