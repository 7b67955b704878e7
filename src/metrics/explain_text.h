#pragma once

#include "assay/explain.h"
#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the explanations of several metrics have in common, and their names.
namespace assay {

void explain_bleu(const ExplainedSegment& segment, std::ostream& out);
void explain_rouge_ngrams(const ExplainedSegment& segment, std::size_t order, std::ostream& out);
void explain_rouge_l(const ExplainedSegment& segment, std::ostream& out);
void explain_chrf(const ExplainedSegment& segment, std::ostream& out);
void explain_ter(const ExplainedSegment& segment, std::ostream& out);
void explain_wer(const ExplainedSegment& segment, std::ostream& out);

/// One side of a segment: tokens, and for a form with lines how many stand before each line's end.
struct ExplainedSide {
  std::vector<TokenId> tokens;
  std::vector<std::uint32_t> line_ends;
};

/// All sides of a segment as the metric sees them.
struct ExplainedTokens {
  std::vector<ExplainedSide> references;
  ExplainedSide hypothesis;
  std::vector<std::string> words;  ///< [id]
  std::size_t vocabulary_size() const { return words.size(); }
};

/// The tokens in the form that the metric asked for.
ExplainedTokens tokens_of(const ExplainedSegment& segment);

/// Every character as a token: without white space, or with what is not at an end.
ExplainedTokens characters_of(const ExplainedSegment& segment, bool keeps_inner_space);

/// "the cat", fit for a terminal.
std::string words_of(const ExplainedTokens& tokens, std::span<const TokenId> ids);

/// The tokens of each side, as `what`: "tokens". Of characters nothing stands between them.
void print_tokens(const ExplainedTokens& tokens, std::string_view what, std::ostream& out);

/// An n-gram of the hypothesis that a reference has too, and how often.
struct NgramMatch {
  std::vector<TokenId> ngram;
  std::size_t hypothesis = 0;
  std::size_t reference = 0;  ///< The most of any reference.

  std::size_t clipped() const { return hypothesis < reference ? hypothesis : reference; }
};

/// In the order of the hypothesis.
std::vector<NgramMatch> matched_ngrams(std::span<const TokenId> hypothesis,
                                       std::span<const ExplainedSide> references,
                                       std::size_t order);

void print_matches(const ExplainedTokens& tokens, std::span<const NgramMatch> matches,
                   std::ostream& out);

std::size_t clipped_sum(std::span<const NgramMatch> matches);

/// The reference that counts, and what the metric says about the hypothesis and this one alone.
struct CountingReference {
  std::size_t index = 0;
  ExplainedSegment segment;
};

/// The first reference whose `cost` is the lowest. Says which it is, if there are several.
CountingReference counting_reference(const ExplainedSegment& segment,
                                     const std::function<double(const ExplainedSegment&)>& cost,
                                     std::ostream& out);

/// The score, negated where higher is better.
double score_cost(const ExplainedSegment& segment);

/// The values of a detail, or none.
std::vector<double> detail_of(const ExplainedSegment& segment, std::string_view name);

/// Throws std::logic_error, which ends as a bug, if what was counted to be shown is not what the
/// metric counted.
void check_agreement(bool agrees);

/// "the hypothesis has no tokens" or the same of the reference; "" if both have some.
std::string empty_side(const ExplainedSegment& segment, const ExplainedSide& hypothesis,
                       const ExplainedSide& reference);

/// "The score is 0: WHY."
void print_reason(std::string_view why, std::ostream& out);

}  // namespace assay
