#pragma once

#include "assay/corpus.h"
#include "assay/warning.h"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

/// What a careful colleague would notice about a corpus before it is scored.
namespace assay {

/// Counts over all texts of a system, or of all first, second, … references.
struct SideInspection {
  std::string name;
  std::string file;
  bool is_reference = false;
  std::uint64_t texts = 0;
  std::uint64_t empty = 0;       ///< They hold only white space.
  std::uint64_t duplicates = 0;  ///< Equal to an earlier text that is not empty.
  std::uint64_t words = 0;       ///< Between white space.
  std::uint64_t characters = 0;  ///< Code points.
  std::uint64_t controls = 0;    ///< Texts with a control character but tab and line ends.
  std::uint64_t tokenized = 0;   ///< Texts with space before punctuation, "@@ " or entities.
  std::uint64_t identical = 0;   ///< Hypotheses equal to a reference.
  std::uint64_t outliers = 0;    ///< Hypotheses of less than a third or more than three times the
                                 ///< words of every reference.
  std::string script;            ///< Of most letters; "" if there are none.
  double script_share = 0;       ///< Of those letters.
};

struct Inspection {
  std::uint64_t segments = 0;
  std::vector<SideInspection> sides;  ///< Systems, then references.
  std::vector<Warning> warnings;      ///< Those of reading, then what the counts say.
};

/// Reads the corpus once. Throws Error for what cannot be read, as CorpusReader does.
Inspection inspect(const CorpusFiles& files, const InputOptions& options);

/// Aligned columns for people, or one JSON object.
void write_inspection_table(const Inspection& inspection, std::ostream& out);
void write_inspection_json(const Inspection& inspection, std::ostream& out);

}  // namespace assay
