#include <array>

#include "assay/metric.h"

namespace assay {

extern const MetricInfo kBleu;
extern const MetricInfo kRouge1;
extern const MetricInfo kRouge2;
extern const MetricInfo kRouge3;
extern const MetricInfo kRouge4;
extern const MetricInfo kRouge5;
extern const MetricInfo kRouge6;
extern const MetricInfo kRouge7;
extern const MetricInfo kRouge8;
extern const MetricInfo kRouge9;
extern const MetricInfo kRougeL;
extern const MetricInfo kRougeLsum;

std::span<const MetricInfo* const> metrics() {
  static constexpr std::array<const MetricInfo*, 12> kMetrics = {
      &kBleu,   &kRouge1, &kRouge2, &kRouge3, &kRouge4, &kRouge5,
      &kRouge6, &kRouge7, &kRouge8, &kRouge9, &kRougeL, &kRougeLsum,
  };
  return kMetrics;
}

}  // namespace assay
