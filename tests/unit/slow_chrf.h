#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// chrF by its definition: n-grams in maps, one reference after the other.
struct SlowChrf {
  std::size_t character_order = 6;
  std::size_t word_order = 0;
  double beta = 2;
  bool effective_order = true;
  bool lowercase = false;
  bool keeps_space = false;

  /// For each order the n-grams of the hypothesis, of the reference with the best score, and those
  /// that match.
  std::vector<double> counts(std::string_view hypothesis,
                             const std::vector<std::string>& references) const;

  /// From the counts of one segment or their sums.
  double score(const std::vector<double>& counts) const;

  /// How a user asks for it.
  std::string spec() const;
};

/// The words of chrF++.
std::vector<std::string> slow_chrf_words(std::string_view text);

}  // namespace assay
