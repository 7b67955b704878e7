#pragma once

#include "assay/corpus.h"

#include "input/agreement.h"

#include <cstddef>
#include <vector>

namespace assay {

/// The files of a corpus, opened: those of systems, then those of references.
struct OpenSources {
  /// Where the hypotheses of a system are.
  struct Place {
    std::size_t source = 0;
    std::size_t column = 0;   ///< Among the texts of a segment of the source.
    std::size_t columns = 1;  ///< How many texts a segment of the source has.
  };

  Sources all;
  std::size_t of_systems = 0;  ///< How many of them.
  std::vector<Place> systems;
};

/// Throws a usage Error (E-NOREF) if nothing can bring references, and what opening throws.
OpenSources open_sources(const CorpusFiles& files, const InputOptions& options);

}  // namespace assay
