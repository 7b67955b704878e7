#pragma once

#include "rouge155/text.h"
#include "rouge155/weighted_lcs.h"
#include "union_lcs.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// One of the scores of ROUGE-1.5.5.
struct Rouge155Kind {
  enum class Unit { kNgrams, kLcs, kWeightedLcs, kSkipBigrams, kSkipBigramsAndUnigrams };
  Unit unit = Unit::kNgrams;
  std::size_t order = 1;  ///< Of n-grams.
  double weight = 1.2;    ///< Of ROUGE-W: the exponent of a run's length.
  int skip = -1;          ///< Words between the two of a skip-bigram at most; any number if < 0.
};

/// What a document has in common with a model. Counts of ROUGE-W are not whole numbers.
struct Rouge155Counts {
  double model = 0;  ///< Units of the model, …
  double peer = 0;   ///< … of the peer, …
  double hits = 0;   ///< … and those of both.
  /// What picks the best of several models: recall.
  double selection = 0;
};

/// A model as the kinds see it: both the same text, but for the option -M.
struct Rouge155Model {
  const Rouge155Text* plain = nullptr;
  const Rouge155Text* stemmed = nullptr;
};

/// Counts units. Holds scratch memory; one per thread.
class Rouge155Counter {
 public:
  /// All ids are below `vocabulary_size`.
  Rouge155Counts operator()(const Rouge155Kind& kind, const Rouge155Text& peer,
                            const Rouge155Model& model, std::size_t vocabulary_size);

 private:
  Rouge155Counts ngrams(std::size_t order, std::span<const TokenId> peer,
                        std::span<const TokenId> model);
  Rouge155Counts skip_bigrams(const Rouge155Kind& kind, std::span<const TokenId> peer,
                              std::span<const TokenId> model);
  Rouge155Counts lcs(const Rouge155Text& peer, const Rouge155Text& model,
                     std::size_t vocabulary_size);
  Rouge155Counts weighted_lcs(double weight, const Rouge155Text& peer, const Rouge155Model& model,
                              std::size_t vocabulary_size);

  /// Counts the units whose keys both have, and sorts them.
  Rouge155Counts count_keys();

  std::vector<std::uint64_t> peer_keys_;
  std::vector<std::uint64_t> model_keys_;
  std::vector<std::uint64_t> all_keys_;
  UnionLcs union_lcs_;
  WeightedLcs weighted_lcs_;
  TokenBudget budget_;
};

/// A number with five decimals, as C's "%7.5f" rounds it.
double round_to_five(double value);

/// How several models of one document become one: -f A and -f B.
enum class ModelChoice { kPool, kBest };

/// The sums over models, or the first with the highest selection score.
Rouge155Counts combine(std::span<const Rouge155Counts> models, ModelChoice choice);

struct Rouge155Score {
  double recall = 0;
  double precision = 0;
  double f = 0;
};

/// All three with five decimals, F made of the other two as rounded.
Rouge155Score score_of(const Rouge155Kind& kind, const Rouge155Counts& counts, double alpha);

/// P R / ((1 - alpha) P + alpha R), or 0 without a divisor.
double f_of(double precision, double recall, double alpha);

}  // namespace assay
