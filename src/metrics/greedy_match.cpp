#include "metrics/greedy_match.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace assay {
namespace {

/// Rows of the candidate at once, so that what is between the passes stays small.
constexpr std::size_t kStrip = 16;
/// bert_score takes a text of two tokens, [CLS] and [SEP], for empty.
constexpr std::size_t kRowsOfEmptyText = 2;
constexpr float kNoTarget = -std::numeric_limits<float>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// NaN if there is nothing to divide by, or no target for a token that counts.
double weighted_mean(std::span<const float> values, std::span<const float> weights) {
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (weights[i] == 0) continue;
    if (values[i] == kNoTarget) return kNan;
    sum += static_cast<double>(values[i]) * static_cast<double>(weights[i]);
    total += static_cast<double>(weights[i]);
  }
  return total > 0 ? sum / total : kNan;
}

void raise_to_zero(std::span<float> values) {
  for (float& value : values) value = std::max(value, 0.0F);
}

bool is_masked(const MatchSide& side, std::size_t i) {
  return !side.masked.empty() && side.masked[i] != 0;
}

}  // namespace

MatchScore GreedyMatcher::operator()(const MatchSide& candidate, const MatchSide& reference,
                                     const Padding& padding) {
  MatchScore score{kNan, kNan, 0};
  if (!candidate.has_nan && !reference.has_nan) {
    find_best(candidate, reference);
    if (padding.of_reference) raise_to_zero(best_of_candidate_);
    if (padding.of_candidate) raise_to_zero(best_of_reference_);
    score.precision = weighted_mean(best_of_candidate_, candidate.weights);
    score.recall = weighted_mean(best_of_reference_, reference.weights);
    const double f1 = 2 * score.precision * score.recall / (score.precision + score.recall);
    if (std::isfinite(f1)) score.f1 = f1;
  }
  // F is what it was before: this, too, is as in bert_score.
  if (candidate.rows.count == kRowsOfEmptyText || reference.rows.count == kRowsOfEmptyText) {
    score.precision = 0;
    score.recall = 0;
  }
  return score;
}

void GreedyMatcher::find_best(const MatchSide& candidate, const MatchSide& reference) {
  const std::size_t columns = reference.rows.count;
  best_of_candidate_.assign(candidate.rows.count, kNoTarget);
  best_of_reference_.assign(columns, kNoTarget);
  for (std::size_t begin = 0; begin < candidate.rows.count; begin += kStrip) {
    const std::size_t count = std::min(kStrip, candidate.rows.count - begin);
    products_.resize(count * columns);
    row_products(some_rows(candidate.rows, begin, count), reference.rows, products_);
    for (std::size_t i = 0; i < count; ++i) {
      use_row(candidate, reference, begin + i, std::span(products_).subspan(i * columns, columns));
    }
  }
}

void GreedyMatcher::use_row(const MatchSide& candidate, const MatchSide& reference, std::size_t i,
                            std::span<const float> products) {
  const float factor = candidate.factors[i];
  const bool is_target = !is_masked(candidate, i);
  float best = kNoTarget;
  for (std::size_t j = 0; j < products.size(); ++j) {
    const float similarity = products[j] * factor * reference.factors[j];
    if (!is_masked(reference, j)) best = std::max(best, similarity);
    if (is_target) best_of_reference_[j] = std::max(best_of_reference_[j], similarity);
  }
  best_of_candidate_[i] = best;
}

}  // namespace assay
