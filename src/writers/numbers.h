#pragma once

#include "assay/report.h"
#include "assay/writer.h"

#include <string>

namespace assay {

/// A number for people: on the 0–100 scale two decimals, on 0–1 four, or as many as asked for.
std::string shown_number(double value, Scale scale, const WriteOptions& options);

/// A score for people; "-" where there is none.
std::string shown_score(const MetricColumn& metric, const Score& score,
                        const WriteOptions& options);

}  // namespace assay
