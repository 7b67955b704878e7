#include "writers/numbers.h"

#include <fmt/format.h>

namespace assay {

std::string shown_number(double value, Scale scale, const WriteOptions& options) {
  const int usual = scale == Scale::kHundred ? 2 : 4;
  return fmt::format("{:.{}f}", value, options.decimals >= 0 ? options.decimals : usual);
}

std::string shown_score(const MetricColumn& metric, const Score& score,
                        const WriteOptions& options) {
  if (!score.missing_reason.empty()) return "-";
  return shown_number(score.value, metric.info->scale, options);
}

}  // namespace assay
