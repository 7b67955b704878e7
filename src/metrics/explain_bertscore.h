#pragma once

#include "assay/embeddings.h"
#include "assay/metric.h"

#include <cstdint>
#include <iosfwd>

namespace assay {

/// Prints which token is matched with which, and the arithmetic, for the first system.
void explain_bertscore(const MetricSpec& spec, const EmbeddingCorpus& corpus, std::uint64_t segment,
                       std::ostream& out);

}  // namespace assay
