#include "metrics/explain_text.h"
#include "ter.h"

#include <algorithm>
#include <array>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

/// Moves the words as TerAligner did.
void apply(const TerShift& shift, std::vector<TokenId>& words) {
  const auto at = [&](std::size_t i) { return words.begin() + static_cast<std::ptrdiff_t>(i); };
  if (shift.to < shift.from) {
    std::rotate(at(shift.to), at(shift.from), at(shift.from + shift.length));
  } else {
    std::rotate(at(shift.from), at(shift.from + shift.length), at(shift.to + shift.length));
  }
}

void print_shifts(const ExplainedTokens& tokens, const TerTrace& trace, std::vector<TokenId>& words,
                  std::ostream& out) {
  fmt::print(out, "\nshifts: {}\n", trace.shifts.size());
  for (const TerShift& shift : trace.shifts) {
    const auto block = std::span(words).subspan(shift.from, shift.length);
    fmt::print(out, "  \"{}\" from word {} to word {}\n", words_of(tokens, block), shift.from + 1,
               shift.to + 1);
    apply(shift, words);
  }
  if (!trace.shifts.empty()) fmt::print(out, "  now: {}\n", words_of(tokens, words));
}

using PathCounts = std::array<std::size_t, 4>;  ///< [Edit]

/// One line for each word; how many there are of each edit.
PathCounts print_path(const ExplainedTokens& tokens, const TerTrace& trace,
                      std::span<const TokenId> words, std::span<const TokenId> reference,
                      std::ostream& out) {
  constexpr std::array<std::string_view, 4> kNames = {"match", "sub", "del", "ins"};
  fmt::print(out, "\nedit path, from the hypothesis to the reference\n");
  PathCounts counts{};
  std::size_t row = 0;
  std::size_t column = 0;
  for (const Edit edit : trace.path) {
    const auto index = static_cast<std::size_t>(edit);
    ++counts[index];
    const bool takes_ours = edit != Edit::kInsertion;
    const bool takes_theirs = edit != Edit::kDeletion;
    check_agreement(!takes_ours || !takes_theirs ||
                    (words[row] == reference[column]) == (edit == Edit::kMatch));
    std::string text = takes_ours ? words_of(tokens, words.subspan(row, 1)) : "";
    if (edit == Edit::kSubstitution) text += " -> ";
    if (takes_theirs && edit != Edit::kMatch) {
      text += words_of(tokens, reference.subspan(column, 1));
    }
    fmt::print(out, "  {:<6} {}\n", kNames[index], text);
    row += takes_ours ? 1 : 0;
    column += takes_theirs ? 1 : 0;
  }
  return counts;
}

void print_arithmetic(const ExplainedSegment& segment, const TerTrace& trace,
                      const PathCounts& counts, std::ostream& out) {
  const auto count_of = [&](Edit edit) { return counts[static_cast<std::size_t>(edit)]; };
  const std::size_t substitutions = count_of(Edit::kSubstitution);
  const std::size_t insertions = count_of(Edit::kInsertion);
  const std::size_t deletions = count_of(Edit::kDeletion);
  const std::size_t edits = trace.shifts.size() + substitutions + insertions + deletions;
  check_agreement(segment.row[0] == static_cast<double>(edits));
  fmt::print(out, "\nedits = {} shifts + {} substitutions + {} insertions + {} deletions = {}\n",
             trace.shifts.size(), substitutions, insertions, deletions, edits);
  const bool has_several = segment.references.size() > 1;
  fmt::print(out, "reference length{} = {:.6g}\n", has_several ? ", mean of all" : "",
             segment.row[1]);
  if (segment.row[1] > 0) {
    fmt::print(out, "TER = 100 * {} / {:.6g} = {:.2f}\n", edits, segment.row[1], segment.score);
  } else {
    fmt::print(out, "TER = {} as the reference has no words\n", segment.score);
  }
}

}  // namespace

void explain_ter(const ExplainedSegment& segment, std::ostream& out) {
  const ExplainedTokens tokens = tokens_of(segment);
  print_tokens(tokens, "tokens", out);
  const auto edits = [](const ExplainedSegment& alone) { return alone.row[0]; };
  const CountingReference counting = counting_reference(segment, edits, out);
  const std::vector<TokenId>& reference = tokens.references[counting.index].tokens;
  TerTrace trace;
  TerAligner().edits(tokens.hypothesis.tokens, reference, tokens.vocabulary_size(), &trace);
  std::vector<TokenId> words = tokens.hypothesis.tokens;
  print_shifts(tokens, trace, words, out);
  const PathCounts counts = print_path(tokens, trace, words, reference, out);
  print_arithmetic(segment, trace, counts, out);
  if (segment.score == 0) print_reason("no edit is needed", out);
}

}  // namespace assay
