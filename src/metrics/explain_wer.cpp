#include "assay/edit_distance.h"

#include "metrics/explain_text.h"

#include <array>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

/// How a metric of the family makes its score of the counts.
struct Formula {
  std::string_view metric;
  std::string_view text;
};

constexpr std::array<Formula, 5> kFormulas = {{
    {"wer", "(S + D + I) / (H + S + D)"},
    {"cer", "(S + D + I) / (H + S + D)"},
    {"mer", "(S + D + I) / (H + S + D + I)"},
    {"wil", "1 - H / (H + S + D) * H / (H + S + I)"},
    {"wip", "H / (H + S + D) * H / (H + S + I)"},
}};

std::string_view formula_of(std::string_view metric) {
  for (const Formula& formula : kFormulas) {
    if (formula.metric == metric) return formula.text;
  }
  return "";
}

void check_counts(const ExplainedSegment& segment, const EditCounts& counts) {
  const auto equals = [&](std::size_t cell, std::size_t count) {
    return segment.row[cell] == static_cast<double>(count);
  };
  const bool has_distance_only = segment.row.size() == 2;
  if (has_distance_only) {
    check_agreement(equals(0, counts.substitutions + counts.deletions + counts.insertions) &&
                    equals(1, counts.hits + counts.substitutions + counts.deletions));
  } else {
    check_agreement(equals(0, counts.hits) && equals(1, counts.substitutions) &&
                    equals(2, counts.deletions) && equals(3, counts.insertions));
  }
}

std::string zero_reason(const ExplainedSegment& segment, const EditCounts& counts) {
  if (segment.info->name != "wip") return "the texts do not differ";
  return counts.substitutions + counts.insertions == 0 ? "the hypothesis is empty"
                                                       : "no word of the hypothesis is right";
}

}  // namespace

void explain_wer(const ExplainedSegment& segment, std::ostream& out) {
  const bool has_words = !segment.forms.empty();
  const ExplainedTokens tokens = has_words ? tokens_of(segment) : characters_of(segment, true);
  print_tokens(tokens, has_words ? "tokens" : "characters", out);
  const CountingReference counting = counting_reference(segment, score_cost, out);
  const std::vector<TokenId>& reference = tokens.references[counting.index].tokens;
  const EditCounts counts =
      EditMatcher().align(reference, tokens.hypothesis.tokens, tokens.vocabulary_size());
  check_counts(segment, counts);
  fmt::print(out, "\nhits H = {}, substitutions S = {}, deletions D = {}, insertions I = {}\n",
             counts.hits, counts.substitutions, counts.deletions, counts.insertions);
  if (reference.empty()) {
    fmt::print(out, "{} = {:.4f} as the reference is empty\n", segment.info->title, segment.score);
  } else {
    fmt::print(out, "{} = {} = {:.4f}\n", segment.info->title, formula_of(segment.info->name),
               segment.score);
  }
  if (segment.score == 0) print_reason(zero_reason(segment, counts), out);
}

}  // namespace assay
