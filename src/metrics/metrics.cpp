#include "assay/metric.h"

#include <array>

namespace assay {

extern const MetricInfo kBertScore;
extern const MetricInfo kBleu;
extern const MetricInfo kCer;
extern const MetricInfo kChrf;
extern const MetricInfo kChrfPlus;
extern const MetricInfo kChrfPlusPlus;
extern const MetricInfo kColumn;
extern const MetricInfo kExactMatch;
extern const MetricInfo kMer;
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
extern const MetricInfo kRougeS;
extern const MetricInfo kRougeSU;
extern const MetricInfo kRougeW;
extern const MetricInfo kTer;
extern const MetricInfo kTokenF1;
extern const MetricInfo kWer;
extern const MetricInfo kWil;
extern const MetricInfo kWip;

std::span<const MetricInfo* const> metrics() {
  static constexpr std::array kMetrics = {
      &kBleu,   &kChrf,      &kChrfPlus, &kChrfPlusPlus, &kTer,     &kRouge1,    &kRouge2,
      &kRouge3, &kRouge4,    &kRouge5,   &kRouge6,       &kRouge7,  &kRouge8,    &kRouge9,
      &kRougeL, &kRougeLsum, &kRougeW,   &kRougeS,       &kRougeSU, &kWer,       &kCer,
      &kMer,    &kWil,       &kWip,      &kExactMatch,   &kTokenF1, &kBertScore, &kColumn,
  };
  return kMetrics;
}

}  // namespace assay
