#include "assay/alignment.h"
#include "assay/error.h"
#include "assay/ngram.h"

#include "metrics/explain_text.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

/// What precision and recall are made of.
struct Hits {
  std::size_t hits = 0;
  std::size_t hypothesis = 0;
  std::size_t reference = 0;
};

void print_f(const ExplainedSegment& segment, const Hits& hits, std::ostream& out) {
  const double precision = detail_of(segment, "precision").front();
  const double recall = detail_of(segment, "recall").front();
  const auto ratio = [&](std::size_t total) {
    return static_cast<double>(hits.hits) / static_cast<double>(std::max<std::size_t>(total, 1));
  };
  check_agreement(ratio(hits.hypothesis) == precision && ratio(hits.reference) == recall);
  fmt::print(out, "\nP = {} / {} = {:.4f}\nR = {} / {} = {:.4f}\n", hits.hits, hits.hypothesis,
             precision, hits.hits, hits.reference, recall);
  if (segment.score > 0) fmt::print(out, "F = 2 P R / (P + R) = {:.4f}\n", segment.score);
}

/// Marks of the reference's tokens that count, by its lines.
std::vector<std::uint8_t> mark_hits(const ExplainedTokens& tokens, const ExplainedSide& reference) {
  std::vector<std::uint8_t> marks(reference.tokens.size());
  const auto ends_of = [](const ExplainedSide& side) {
    return side.line_ends.empty()
               ? std::vector<std::uint32_t>{static_cast<std::uint32_t>(side.tokens.size())}
               : side.line_ends;
  };
  const std::span<const TokenId> ours = tokens.hypothesis.tokens;
  const std::span<const TokenId> theirs = reference.tokens;
  LcsMatcher matcher;
  std::size_t begin = 0;
  for (const std::uint32_t end : ends_of(reference)) {
    std::size_t first = 0;
    for (const std::uint32_t last : ends_of(tokens.hypothesis)) {
      matcher.mark(theirs.subspan(begin, end - begin), ours.subspan(first, last - first),
                   tokens.vocabulary_size(), std::span(marks).subspan(begin, end - begin));
      first = last;
    }
    begin = end;
  }
  return marks;
}

/// A token counts at most as often as the hypothesis has it.
std::vector<TokenId> counting_tokens(const ExplainedTokens& tokens,
                                     const ExplainedSide& reference) {
  std::vector<std::size_t> left(tokens.vocabulary_size());
  for (const TokenId id : tokens.hypothesis.tokens) ++left[id];
  const std::vector<std::uint8_t> marks = mark_hits(tokens, reference);
  std::vector<TokenId> counting;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const TokenId id = reference.tokens[i];
    if (marks[i] == 0 || left[id] == 0) continue;
    --left[id];
    counting.push_back(id);
  }
  return counting;
}

/// Of several references there is one to tell about only if one counts.
void check_best_counts(const ExplainedSegment& segment) {
  if (segment.references.size() == 1 || segment.options["multi"] == "best") return;
  throw usage_error("E-EXPLAIN",
                    "with several references there is an explanation only for multi=best");
}

std::string short_side(const Hits& hits, std::size_t order) {
  if (hits.hypothesis == 0) return fmt::format("the hypothesis has no {}-gram", order);
  if (hits.reference == 0) return fmt::format("the reference has no {}-gram", order);
  return fmt::format("no {}-gram of the hypothesis is in the reference", order);
}

}  // namespace

void explain_rouge_ngrams(const ExplainedSegment& segment, std::size_t order, std::ostream& out) {
  check_best_counts(segment);
  const ExplainedTokens tokens = tokens_of(segment);
  print_tokens(tokens, "tokens", out);
  const CountingReference counting = counting_reference(segment, score_cost, out);
  const ExplainedSide& reference = tokens.references[counting.index];
  const auto matches = matched_ngrams(tokens.hypothesis.tokens, {&reference, 1}, order);
  const std::size_t n = order - 1;
  const Hits hits{clipped_sum(matches), ngram_totals(tokens.hypothesis.tokens.size(), order)[n],
                  ngram_totals(reference.tokens.size(), order)[n]};
  fmt::print(out, "\n{}-grams: {} in the hypothesis, {} in the reference, {} match\n", order,
             hits.hypothesis, hits.reference, hits.hits);
  print_matches(tokens, matches, out);
  print_f(segment, hits, out);
  if (segment.score > 0) return;
  const std::string why = empty_side(segment, tokens.hypothesis, reference);
  print_reason(why.empty() ? short_side(hits, order) : why, out);
}

void explain_rouge_l(const ExplainedSegment& segment, std::ostream& out) {
  check_best_counts(segment);
  const ExplainedTokens tokens = tokens_of(segment);
  print_tokens(tokens, "tokens", out);
  const CountingReference counting = counting_reference(segment, score_cost, out);
  const ExplainedSide& reference = tokens.references[counting.index];
  const std::vector<TokenId> common = counting_tokens(tokens, reference);
  const bool has_lines = segment.forms.front().lines;
  fmt::print(out, "\n{}: {}{}{}\n",
             has_lines ? "tokens on a common subsequence of lines" : "longest common subsequence",
             common.size(), common.empty() ? "" : "  ", words_of(tokens, common));
  print_f(segment, {common.size(), tokens.hypothesis.tokens.size(), reference.tokens.size()}, out);
  if (segment.score > 0) return;
  const std::string why = empty_side(segment, tokens.hypothesis, reference);
  print_reason(why.empty() ? "no token of the hypothesis is in the reference" : why, out);
}

}  // namespace assay
