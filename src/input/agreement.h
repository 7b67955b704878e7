#pragma once

#include "assay/error.h"

#include "input/segment_source.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace assay {

using Sources = std::vector<std::unique_ptr<SegmentSource>>;

/// E-COUNT for files of which one has ended within the block that was cut, and others have not.
/// Reads those to their end to tell their lengths. Throws nothing but what reading throws.
Error count_error(const Sources& sources, const InputOptions& options);

/// Throws E-ID unless all files that have ids have the same ones in the same order.
void check_ids(const Sources& sources, const std::vector<Segments>& parts);

/// Throws E-REFS when a later system brings other references than the first for a segment.
void check_references(const Sources& sources, const std::vector<Segments>& parts,
                      std::size_t systems);

}  // namespace assay
