#include "rouge155/counts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

// Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, as ROUGE-1.5.5 computes it.

namespace assay {
namespace {

constexpr std::uint64_t kUnigram = 0xFFFFFFFF;

std::uint64_t pair_key(std::uint64_t first, std::uint64_t second) {
  return first << 32U | second;
}

double ratio(double hits, double total) {
  return total > 0 ? hits / total : 0;
}

/// From a key for each n-gram that starts at a token to one for each that is one token longer.
void lengthen(std::vector<std::uint64_t>& keys, const std::vector<std::uint64_t>& sorted,
              std::span<const TokenId> tokens, std::size_t order) {
  if (keys.empty()) return;
  keys.pop_back();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto place = std::ranges::lower_bound(sorted, keys[i]) - sorted.begin();
    keys[i] = pair_key(static_cast<std::uint64_t>(place), tokens[i + order]);
  }
}

void append_skip_bigrams(const Rouge155Kind& kind, std::span<const TokenId> tokens,
                         std::vector<std::uint64_t>& keys) {
  keys.clear();
  const bool has_unigrams = kind.unit == Rouge155Kind::Unit::kSkipBigramsAndUnigrams;
  // The last token begins no pair, and so it does not count as a unigram either.
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    std::size_t end = tokens.size();
    if (kind.skip >= 0) end = std::min(end, i + static_cast<std::size_t>(kind.skip) + 2);
    for (std::size_t j = i + 1; j < end; ++j) keys.push_back(pair_key(tokens[i], tokens[j]));
    if (has_unigrams) keys.push_back(pair_key(tokens[i], kUnigram));
  }
}

TokenLines lines_of(const Rouge155Text& text) {
  return {text.tokens, text.sentence_ends};
}

}  // namespace

Rouge155Counts Rouge155Counter::operator()(const Rouge155Kind& kind, const Rouge155Text& peer,
                                           const Rouge155Model& model,
                                           std::size_t vocabulary_size) {
  switch (kind.unit) {
    case Rouge155Kind::Unit::kNgrams:
      return ngrams(kind.order, peer.flat, model.plain->flat);
    case Rouge155Kind::Unit::kLcs:
      return lcs(peer, *model.stemmed, vocabulary_size);
    case Rouge155Kind::Unit::kWeightedLcs:
      return weighted_lcs(kind.weight, peer, model, vocabulary_size);
    case Rouge155Kind::Unit::kSkipBigrams:
    case Rouge155Kind::Unit::kSkipBigramsAndUnigrams:
      return skip_bigrams(kind, peer.flat, model.stemmed->flat);
  }
  return {};
}

Rouge155Counts Rouge155Counter::ngrams(std::size_t order, std::span<const TokenId> peer,
                                       std::span<const TokenId> model) {
  peer_keys_.assign(peer.begin(), peer.end());
  model_keys_.assign(model.begin(), model.end());
  for (std::size_t n = 1; n < order; ++n) {
    all_keys_ = peer_keys_;
    all_keys_.insert(all_keys_.end(), model_keys_.begin(), model_keys_.end());
    std::ranges::sort(all_keys_);
    all_keys_.erase(std::unique(all_keys_.begin(), all_keys_.end()), all_keys_.end());
    lengthen(peer_keys_, all_keys_, peer, n);
    lengthen(model_keys_, all_keys_, model, n);
  }
  return count_keys();
}

Rouge155Counts Rouge155Counter::skip_bigrams(const Rouge155Kind& kind,
                                             std::span<const TokenId> peer,
                                             std::span<const TokenId> model) {
  append_skip_bigrams(kind, peer, peer_keys_);
  append_skip_bigrams(kind, model, model_keys_);
  return count_keys();
}

Rouge155Counts Rouge155Counter::count_keys() {
  std::ranges::sort(peer_keys_);
  std::ranges::sort(model_keys_);
  std::size_t hits = 0;
  auto model = model_keys_.begin();
  for (const std::uint64_t key : peer_keys_) {
    while (model != model_keys_.end() && *model < key) ++model;
    if (model == model_keys_.end()) break;
    if (*model != key) continue;
    ++hits;
    ++model;
  }
  Rouge155Counts counts{static_cast<double>(model_keys_.size()),
                        static_cast<double>(peer_keys_.size()), static_cast<double>(hits)};
  counts.selection = round_to_five(ratio(counts.hits, counts.model));
  return counts;
}

Rouge155Counts Rouge155Counter::lcs(const Rouge155Text& peer, const Rouge155Text& model,
                                    std::size_t vocabulary_size) {
  budget_.start(model.flat, peer.flat, vocabulary_size);
  const std::size_t hits =
      union_lcs_.hits(lines_of(model), lines_of(peer), vocabulary_size, budget_);
  Rouge155Counts counts{static_cast<double>(model.tokens.size()),
                        static_cast<double>(peer.flat.size()), static_cast<double>(hits)};
  counts.selection = ratio(counts.hits, counts.model);
  return counts;
}

Rouge155Counts Rouge155Counter::weighted_lcs(double weight, const Rouge155Text& peer,
                                             const Rouge155Model& model,
                                             std::size_t vocabulary_size) {
  budget_.start(model.stemmed->flat, peer.flat, vocabulary_size);
  const WeightedLcs::Result result =
      weighted_lcs_(lines_of(*model.plain), lines_of(peer), weight, budget_);
  Rouge155Counts counts{std::pow(result.base, weight),
                        std::pow(static_cast<double>(peer.flat.size()), weight), result.hits};
  counts.selection = std::pow(ratio(result.hits, result.base), 1 / weight);
  return counts;
}

double round_to_five(double value) {
  std::array<char, 400> text{};
  const auto written = std::to_chars(text.begin(), text.end(), value, std::chars_format::fixed, 5);
  double rounded = 0;
  std::from_chars(text.begin(), written.ptr, rounded);
  return rounded;
}

Rouge155Counts combine(std::span<const Rouge155Counts> models, ModelChoice choice) {
  if (choice == ModelChoice::kBest) {
    return *std::ranges::max_element(models, {}, &Rouge155Counts::selection);
  }
  Rouge155Counts sum;
  for (const Rouge155Counts& counts : models) {
    sum.model += counts.model;
    sum.peer += counts.peer;
    sum.hits += counts.hits;
  }
  return sum;
}

double f_of(double precision, double recall, double alpha) {
  const double divisor = (1 - alpha) * precision + alpha * recall;
  return divisor > 0 ? precision * recall / divisor : 0;
}

Rouge155Score score_of(const Rouge155Kind& kind, const Rouge155Counts& counts, double alpha) {
  double recall = ratio(counts.hits, counts.model);
  double precision = ratio(counts.hits, counts.peer);
  if (kind.unit == Rouge155Kind::Unit::kWeightedLcs) {
    recall = std::pow(recall, 1 / kind.weight);
    precision = std::pow(precision, 1 / kind.weight);
  }
  Rouge155Score score{round_to_five(recall), round_to_five(precision)};
  score.f = round_to_five(f_of(score.precision, score.recall, alpha));
  return score;
}

}  // namespace assay
