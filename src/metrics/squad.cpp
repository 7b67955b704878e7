#include "assay/metric.h"

#include <algorithm>
#include <array>

// Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", 2016, and its
// evaluation scripts. Where nothing is left of both sides F1 is 1, as in version 2.0.

namespace assay {
namespace {

enum Cell : std::size_t { kSegments, kSum };

constexpr std::array<Column, 2> kMatchColumns = {{{"segments"}, {"matches"}}};
constexpr std::array<Column, 2> kF1Columns = {{{"segments"}, {"f1", false}}};

enum class Comparison { kExact, kOverlap };

double is_same(std::span<const TokenId> a, std::span<const TokenId> b) {
  return std::ranges::equal(a, b) ? 1 : 0;
}

class SquadMeasurer : public Measurer {
 public:
  SquadMeasurer(Comparison comparison, bool normalizes, FormId form)
      : comparison_(comparison), normalizes_(normalizes), form_(form) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    for (std::size_t h = 0; h < rows.size(); ++h) {
      double best = 0;
      for (std::size_t r = 0; r < segment.references(); ++r) {
        best = std::max(best, compare(segment, r, h));
      }
      rows[h][kSegments] = 1;
      rows[h][kSum] = best;
    }
  }

 private:
  double compare(const SegmentForms& segment, std::size_t r, std::size_t h) {
    if (comparison_ == Comparison::kExact && !normalizes_) {
      return segment.reference_text(r) == segment.hypothesis_text(h) ? 1 : 0;
    }
    const auto reference = segment.reference(form_, r).tokens;
    const auto hypothesis = segment.hypothesis(form_, h).tokens;
    const bool is_exact = comparison_ == Comparison::kExact;
    if (is_exact || reference.empty() || hypothesis.empty()) return is_same(reference, hypothesis);
    return overlap(reference, hypothesis, segment.vocabulary_size(form_));
  }

  /// F1 of the tokens in any order.
  double overlap(std::span<const TokenId> reference, std::span<const TokenId> hypothesis,
                 std::size_t vocabulary_size) {
    counts_.assign(vocabulary_size, 0);
    for (const TokenId id : reference) ++counts_[id];
    double common = 0;
    for (const TokenId id : hypothesis) {
      if (counts_[id] == 0) continue;
      --counts_[id];
      ++common;
    }
    if (common == 0) return 0;
    const double precision = common / static_cast<double>(hypothesis.size());
    const double recall = common / static_cast<double>(reference.size());
    return 2 * precision * recall / (precision + recall);
  }

  Comparison comparison_;
  bool normalizes_;
  FormId form_;
  std::vector<std::uint32_t> counts_;  ///< [id]: left in the reference.
};

class Squad : public Metric {
 public:
  Squad(Comparison comparison, const Options& options, FormSet& forms)
      : comparison_(comparison),
        normalizes_(options["normalize"] == "squad"),
        form_(forms.require({normalizes_ ? "lower+squad" : "none"})) {}

  std::span<const Column> columns() const override {
    return comparison_ == Comparison::kExact ? kMatchColumns : kF1Columns;
  }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<SquadMeasurer>(comparison_, normalizes_, form_);
  }

  double score(Row totals) const override {
    return totals[kSegments] > 0 ? 100 * totals[kSum] / totals[kSegments] : 0;
  }

  std::vector<Detail> details(Row /*totals*/) const override { return {}; }

 private:
  Comparison comparison_;
  bool normalizes_;
  FormId form_;
};

std::string canonical_normalization(std::string_view value) {
  static const std::vector<std::string> choices = {"squad", "none"};
  return canonical_choice(value, choices);
}

constexpr std::array<OptionInfo, 1> kOptions = {
    {{"normalize", "squad", "squad: lower-case, without punctuation and English articles; or none",
      &canonical_normalization}}};

std::string equals(const Options& /*options*/) {
  return "";
}

template <Comparison comparison>
std::unique_ptr<Metric> make(const MetricInfo& /*info*/, const Options& options, FormSet& forms) {
  return std::make_unique<Squad>(comparison, options, forms);
}

template <Comparison comparison>
constexpr MetricInfo info_with(std::string_view name, std::string_view title,
                               std::string_view summary) {
  return {.name = name,
          .title = title,
          .summary = summary,
          .scale = Scale::kHundred,
          .better = Better::kHigher,
          .options = kOptions,
          .equals = &equals,
          .make = &make<comparison>};
}

}  // namespace

extern constinit const MetricInfo kExactMatch = info_with<Comparison::kExact>(
    "em", "EM", "exact match: the share of segments that equal a reference");
extern constinit const MetricInfo kTokenF1 = info_with<Comparison::kOverlap>(
    "f1", "F1", "overlap of words in any order: F-measure, mean over segments");

}  // namespace assay
