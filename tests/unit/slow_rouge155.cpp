#include "slow_rouge155.h"

#include <cmath>
#include <map>
#include <set>

namespace assay::testing {
namespace {

using Unit = std::vector<TokenId>;
using Counts = std::map<Unit, std::size_t>;
using Unit155 = Rouge155Kind::Unit;

Counts units_of(const Rouge155Kind& kind, const std::vector<TokenId>& tokens) {
  Counts counts;
  const auto at = [&](std::size_t i) { return tokens.begin() + static_cast<std::ptrdiff_t>(i); };
  if (kind.unit == Unit155::kNgrams) {
    for (std::size_t i = 0; i + kind.order <= tokens.size(); ++i) {
      ++counts[Unit(at(i), at(i + kind.order))];
    }
    return counts;
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool is_last = i + 1 == tokens.size();
    if (kind.unit == Unit155::kSkipBigramsAndUnigrams && !is_last) ++counts[{tokens[i]}];
    for (std::size_t j = i + 1; j < tokens.size(); ++j) {
      const auto between = static_cast<int>(j - i - 1);
      if (kind.skip < 0 || between <= kind.skip) ++counts[{tokens[i], tokens[j]}];
    }
  }
  return counts;
}

Rouge155Counts count_units(const Counts& peer, const Counts& model) {
  Rouge155Counts counts;
  for (const auto& [unit, count] : peer) {
    counts.peer += static_cast<double>(count);
    const auto found = model.find(unit);
    if (found != model.end()) counts.hits += static_cast<double>(std::min(count, found->second));
  }
  for (const auto& [unit, count] : model) counts.model += static_cast<double>(count);
  return counts;
}

std::vector<Unit> sentences(const Rouge155Text& text) {
  std::vector<Unit> sentences;
  for_each_token_line({text.tokens, text.sentence_ends}, [&](std::span<const TokenId> line) {
    sentences.emplace_back(line.begin(), line.end());
  });
  return sentences;
}

/// Positions of `model` on the path that a walk back through a full table finds. Runs of matches
/// weigh length^weight; with weight 1 it is the table of the longest common subsequence.
std::set<std::size_t> path(const Unit& model, const Unit& peer, double weight) {
  std::vector<std::vector<double>> score(model.size() + 1, std::vector<double>(peer.size() + 1));
  auto run = score;
  for (std::size_t i = 1; i <= model.size(); ++i) {
    for (std::size_t j = 1; j <= peer.size(); ++j) {
      if (model[i - 1] != peer[j - 1]) {
        score[i][j] = std::max(score[i - 1][j], score[i][j - 1]);
        continue;
      }
      const double k = run[i - 1][j - 1];
      score[i][j] = score[i - 1][j - 1] + std::pow(k + 1, weight) - std::pow(k, weight);
      run[i][j] = k + 1;
    }
  }
  std::set<std::size_t> marked;
  for (std::size_t i = model.size(), j = peer.size(); i > 0 && j > 0;) {
    if (model[i - 1] == peer[j - 1]) {
      marked.insert(--i);
      --j;
    } else if (score[i][j - 1] > score[i - 1][j]) {
      --j;
    } else {
      --i;
    }
  }
  return marked;
}

std::map<TokenId, int> budget_of(const std::vector<TokenId>& tokens) {
  std::map<TokenId, int> budget;
  for (const TokenId id : tokens) ++budget[id];
  return budget;
}

Rouge155Counts count_paths(double weight, const Rouge155Text& peer, const Rouge155Text& model) {
  auto peer_left = budget_of(peer.flat);
  auto model_left = budget_of(model.flat);
  Rouge155Counts counts;
  for (const Unit& sentence : sentences(model)) {
    std::set<std::size_t> marked;
    for (const Unit& other : sentences(peer)) marked.merge(path(sentence, other, weight));
    double run = 0;
    for (const std::size_t i : marked) {
      const TokenId id = sentence[i];
      if (peer_left[id] == 0 || model_left[id] == 0) continue;
      --peer_left[id];
      --model_left[id];
      ++run;
      if (marked.contains(i + 1)) continue;
      counts.hits += std::pow(run, weight);
      run = 0;
    }
    if (weight == 1) counts.hits += run;  // Then a run has nothing to lose.
    counts.model += std::pow(static_cast<double>(sentence.size()), weight);
  }
  counts.model = std::pow(counts.model, weight);
  counts.peer = std::pow(static_cast<double>(peer.flat.size()), weight);
  return counts;
}

}  // namespace

Rouge155Counts slow_counts(const Rouge155Kind& kind, const Rouge155Text& peer,
                           const Rouge155Text& model) {
  if (kind.unit == Unit155::kLcs) return count_paths(1, peer, model);
  if (kind.unit == Unit155::kWeightedLcs) return count_paths(kind.weight, peer, model);
  return count_units(units_of(kind, peer.flat), units_of(kind, model.flat));
}

}  // namespace assay::testing
