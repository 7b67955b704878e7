#include "rouge155/weighted_lcs.h"

#include <cmath>
#include <utility>

namespace assay {

WeightedLcs::Result WeightedLcs::operator()(const TokenLines& model, const TokenLines& peer,
                                            double weight, TokenBudget& budget) {
  Result result;
  for_each_token_line(model, [&](std::span<const TokenId> line) {
    is_marked_.assign(line.size(), 0);
    for_each_token_line(peer, [&](std::span<const TokenId> other) { mark(line, other, weight); });
    result.hits += line_hits(line, weight, budget);
    result.base += power(line.size(), weight);
  });
  return result;
}

double WeightedLcs::power(std::size_t length, double weight) {
  if (weight != weight_) powers_.clear();
  weight_ = weight;
  for (std::size_t i = powers_.size(); i <= length; ++i) {
    powers_.push_back(std::pow(static_cast<double>(i), weight));
  }
  return powers_[length];
}

void WeightedLcs::mark(std::span<const TokenId> model, std::span<const TokenId> peer,
                       double weight) {
  goes_up_.resize(model.size() * peer.size());
  scores_.assign(peer.size() + 1, 0);
  runs_.assign(peer.size() + 1, 0);
  power(std::min(model.size(), peer.size()) + 1, weight);
  for (std::size_t i = 0; i < model.size(); ++i) {
    double diagonal_score = 0;
    std::uint32_t diagonal_run = 0;
    for (std::size_t j = 0; j < peer.size(); ++j) {
      const double up = scores_[j + 1];
      const double left = scores_[j];
      const std::uint32_t run = std::exchange(diagonal_run, runs_[j + 1]);
      const double diagonal = std::exchange(diagonal_score, up);
      goes_up_[i * peer.size() + j] = up >= left ? 1 : 0;
      const bool is_match = model[i] == peer[j];
      scores_[j + 1] = is_match ? diagonal + powers_[run + 1] - powers_[run] : std::max(up, left);
      runs_[j + 1] = is_match ? run + 1 : 0;
    }
  }
  walk_back(model, peer);
}

void WeightedLcs::walk_back(std::span<const TokenId> model, std::span<const TokenId> peer) {
  std::size_t i = model.size();
  std::size_t j = peer.size();
  while (i > 0 && j > 0) {
    if (model[i - 1] == peer[j - 1]) {
      is_marked_[--i] = 1;
      --j;
    } else {
      (goes_up_[(i - 1) * peer.size() + j - 1] != 0 ? i : j) -= 1;
    }
  }
}

double WeightedLcs::line_hits(std::span<const TokenId> line, double weight, TokenBudget& budget) {
  double hits = 0;
  std::size_t run = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    // A marked token that cannot count neither breaks a run nor ends it.
    if (is_marked_[i] == 0 || !budget.take(line[i])) continue;
    ++run;
    if (i + 1 < line.size() && is_marked_[i + 1] != 0) continue;
    hits += power(run, weight);
    run = 0;
  }
  return hits;
}

}  // namespace assay
