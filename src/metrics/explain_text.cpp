#include "metrics/explain_text.h"

#include "assay/registry.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include "sentences.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

/// Makes sides of texts, and remembers the words.
class SideBuilder {
 public:
  explicit SideBuilder(ExplainedTokens& tokens) : words_(tokens.words) {}

  void add(std::string_view word, ExplainedSide& side) {
    const TokenId id = vocabulary_.id(word);
    if (id == words_.size()) words_.emplace_back(word);
    side.tokens.push_back(id);
  }

  void add_text(std::string_view text, const TextPipeline& pipeline, const FormSpec& spec,
                ExplainedSide& side) {
    const StemmerInfo* stemmer =
        spec.stemmer.empty() ? nullptr : find_named(stemmers(), spec.stemmer);
    Tokens tokens;
    pipeline(text, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      std::string word(tokens[i]);
      if (stemmer != nullptr && word.size() > kLongestUnstemmed) stemmer->apply(word);
      add(word, side);
    }
  }

  ExplainedSide side(std::string_view text, const TextPipeline& pipeline, const FormSpec& spec) {
    ExplainedSide side;
    if (!spec.lines) {
      add_text(text, pipeline, spec, side);
      return side;
    }
    for_each_sentence(text, spec.sentences, [&](std::string_view line) {
      add_text(line, pipeline, spec, side);
      side.line_ends.push_back(static_cast<std::uint32_t>(side.tokens.size()));
    });
    return side;
  }

  ExplainedSide characters(std::string_view text, bool lowers, bool keeps_inner_space) {
    ExplainedSide side;
    std::string lowered;
    if (lowers) lowercase(text, lowered);
    const std::string_view shown = strip(lowers ? std::string_view(lowered) : text);
    for (std::size_t i = 0; i < shown.size();) {
      const CodePoint point = code_point_at(shown, i);
      if (keeps_inner_space || !is_space(point.value)) add(shown.substr(i, point.size), side);
      i += point.size;
    }
    return side;
  }

 private:
  Vocabulary vocabulary_;
  std::vector<std::string>& words_;
};

std::string joined(const ExplainedTokens& tokens, std::span<const TokenId> ids,
                   std::string_view between) {
  std::string text;
  for (const TokenId id : ids) {
    if (!text.empty()) text += between;
    text += tokens.words[id];
  }
  return escape(text, std::string::npos);
}

using NgramCounts = std::map<std::vector<TokenId>, std::size_t>;

NgramCounts count_ngrams(std::span<const TokenId> tokens, std::size_t order) {
  NgramCounts counts;
  for (std::size_t i = 0; i + order <= tokens.size(); ++i) {
    const auto ngram = tokens.subspan(i, order);
    ++counts[{ngram.begin(), ngram.end()}];
  }
  return counts;
}

}  // namespace

ExplainedTokens tokens_of(const ExplainedSegment& segment) {
  const FormSpec& spec = segment.forms.front();
  const bool has_own = !spec.reference_tokenizer.empty();
  const TextPipeline pipeline(spec.tokenizer);
  const TextPipeline reference_pipeline(has_own ? spec.reference_tokenizer : spec.tokenizer);
  ExplainedTokens tokens;
  SideBuilder builder(tokens);
  for (const std::string_view text : segment.references) {
    tokens.references.push_back(builder.side(text, reference_pipeline, spec));
  }
  tokens.hypothesis = builder.side(segment.hypothesis, pipeline, spec);
  return tokens;
}

ExplainedTokens characters_of(const ExplainedSegment& segment, bool keeps_inner_space) {
  const bool lowers = segment.options["case"] == "lc";
  ExplainedTokens tokens;
  SideBuilder builder(tokens);
  for (const std::string_view text : segment.references) {
    tokens.references.push_back(builder.characters(text, lowers, keeps_inner_space));
  }
  tokens.hypothesis = builder.characters(segment.hypothesis, lowers, keeps_inner_space);
  return tokens;
}

std::string words_of(const ExplainedTokens& tokens, std::span<const TokenId> ids) {
  return joined(tokens, ids, " ");
}

void print_tokens(const ExplainedTokens& tokens, std::string_view what, std::ostream& out) {
  const std::string_view between = what == "characters" ? "" : " ";
  fmt::print(out, "{}\n", what);
  const auto print = [&](std::string_view name, const ExplainedSide& side) {
    const std::string text = joined(tokens, side.tokens, between);
    fmt::print(out, "  {:<12} {:>4}{}{}\n", name, side.tokens.size(), text.empty() ? "" : "  ",
               text);
  };
  for (std::size_t r = 0; r < tokens.references.size(); ++r) {
    print(fmt::format("reference {}", r + 1), tokens.references[r]);
  }
  print("hypothesis", tokens.hypothesis);
}

std::vector<NgramMatch> matched_ngrams(std::span<const TokenId> hypothesis,
                                       std::span<const ExplainedSide> references,
                                       std::size_t order) {
  NgramCounts counts = count_ngrams(hypothesis, order);
  NgramCounts most;
  for (const ExplainedSide& reference : references) {
    for (const auto& [ngram, count] : count_ngrams(reference.tokens, order)) {
      most[ngram] = std::max(most[ngram], count);
    }
  }
  std::vector<NgramMatch> matches;
  for (std::size_t i = 0; i + order <= hypothesis.size(); ++i) {
    const auto view = hypothesis.subspan(i, order);
    const std::vector<TokenId> ngram(view.begin(), view.end());
    const auto found = most.find(ngram);
    const std::size_t count = std::exchange(counts[ngram], 0);
    if (found != most.end() && count > 0) matches.push_back({ngram, count, found->second});
  }
  return matches;
}

void print_matches(const ExplainedTokens& tokens, std::span<const NgramMatch> matches,
                   std::ostream& out) {
  if (matches.empty()) return;
  fmt::print(out, "   hyp  clipped   ref\n");
  for (const NgramMatch& match : matches) {
    fmt::print(out, "  {:>4}  {:>7}  {:>4}  {}\n", match.hypothesis, match.clipped(),
               match.reference, words_of(tokens, match.ngram));
  }
}

std::size_t clipped_sum(std::span<const NgramMatch> matches) {
  std::size_t sum = 0;
  for (const NgramMatch& match : matches) sum += match.clipped();
  return sum;
}

CountingReference counting_reference(const ExplainedSegment& segment,
                                     const std::function<double(const ExplainedSegment&)>& cost,
                                     std::ostream& out) {
  CountingReference best{0, segment};
  for (std::size_t r = 0; r < segment.references.size(); ++r) {
    ExplainedSegment alone = measure_segment(*segment.info, segment.options,
                                             {&segment.references[r], 1}, segment.hypothesis);
    if (r == 0 || cost(alone) < cost(best.segment)) best = {r, std::move(alone)};
  }
  if (segment.references.size() > 1) {
    fmt::print(out, "\nreference {} counts: the hypothesis is nearest to it\n", best.index + 1);
  }
  return best;
}

double score_cost(const ExplainedSegment& segment) {
  return segment.info->better == Better::kHigher ? -segment.score : segment.score;
}

std::vector<double> detail_of(const ExplainedSegment& segment, std::string_view name) {
  const auto found = std::ranges::find(segment.details, name, &Detail::name);
  return found == segment.details.end() ? std::vector<double>() : found->values;
}

void check_agreement(bool agrees) {
  if (!agrees) throw std::logic_error("an explanation disagrees with the metric");
}

std::string empty_side(const ExplainedSegment& segment, const ExplainedSide& hypothesis,
                       const ExplainedSide& reference) {
  if (hypothesis.tokens.empty()) {
    return strip(segment.hypothesis).empty() ? "the hypothesis is empty"
                                             : "the tokenizer leaves nothing of the hypothesis";
  }
  return reference.tokens.empty() ? "the reference has no tokens" : "";
}

void print_reason(std::string_view why, std::ostream& out) {
  fmt::print(out, "The score is 0: {}.\n", why);
}

}  // namespace assay
