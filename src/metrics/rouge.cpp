#include "assay/alignment.h"
#include "assay/metric.h"
#include "assay/ngram.h"
#include "assay/text.h"

#include "metrics/explain_text.h"
#include "metrics/tokenizer_choice.h"
#include "union_lcs.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

// Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, as Google's rouge_score
// 0.1.2 computes it.

namespace assay {
namespace {

enum Cell : std::size_t { kSegments, kPrecision, kRecall, kF1, kWithoutTokens };

constexpr std::array<Column, 5> kColumns = {{
    {"segments"},
    {"precision", false},
    {"recall", false},
    {"f1", false},
    {"without_tokens"},
}};

/// rougeN, rougeL, or rougeLsum.
enum class Unit { kNgrams, kWhole, kLines };

struct RougeKind {
  Unit unit = Unit::kNgrams;
  std::size_t order = 1;  ///< Of n-grams.
};

struct PrecisionRecall {
  double precision = 0;
  double recall = 0;
  double f1 = 0;
};

/// From the hits and the number of units of each side.
PrecisionRecall from_hits(std::size_t hits, std::size_t hypothesis, std::size_t reference) {
  PrecisionRecall result;
  result.precision =
      static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(hypothesis, 1));
  result.recall =
      static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(reference, 1));
  const double sum = result.precision + result.recall;
  if (sum > 0) result.f1 = 2 * result.precision * result.recall / sum;
  return result;
}

class RougeMeasurer : public Measurer {
 public:
  RougeMeasurer(RougeKind kind, FormId form) : kind_(kind), form_(form) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    const bool lost_reference = has_lost_reference(segment);
    for (std::size_t h = 0; h < rows.size(); ++h) {
      const PrecisionRecall best = best_of(segment, h);
      const bool lost = lost_reference ||
                        is_lost(segment.hypothesis_text(h), segment.hypothesis_length(form_, h));
      std::ranges::copy(std::array{1.0, best.precision, best.recall, best.f1, lost ? 1.0 : 0.0},
                        rows[h].begin());
    }
  }

 private:
  /// The score against the reference with the best F; of equals the first.
  PrecisionRecall best_of(const SegmentForms& segment, std::size_t h) {
    PrecisionRecall best = compare(segment, 0, h);
    for (std::size_t r = 1; r < segment.references(); ++r) {
      const PrecisionRecall other = compare(segment, r, h);
      if (other.f1 > best.f1) best = other;
    }
    return best;
  }

  PrecisionRecall compare(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const std::size_t reference = segment.reference_length(form_, r);
    const std::size_t hypothesis = segment.hypothesis_length(form_, h);
    const Places* const places = segment.places(form_, r, h);
    if (kind_.unit != Unit::kNgrams) {
      const std::size_t hits = places != nullptr ? lcs_length(*places) : lcs_hits(segment, r, h);
      return from_hits(hits, hypothesis, reference);
    }
    const std::size_t n = kind_.order - 1;
    const std::size_t hits =
        places != nullptr ? match_places(*places, kind_.order)[n] : ngram_matches(segment, r, h)[n];
    return from_hits(hits, ngram_totals(hypothesis, kind_.order)[n],
                     ngram_totals(reference, kind_.order)[n]);
  }

  std::size_t lcs_hits(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const TokenizedText reference = segment.reference(form_, r);
    const TokenizedText hypothesis = segment.hypothesis(form_, h);
    vocabulary_size_ = segment.vocabulary_size(form_);
    // With one line on each side the two units are the same, and the length needs no table.
    const bool has_lines = reference.line_ends.size() > 1 || hypothesis.line_ends.size() > 1;
    return has_lines ? line_hits(reference, hypothesis)
                     : lcs_.length(reference.tokens, hypothesis.tokens, vocabulary_size_);
  }

  OrderCounts ngram_matches(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const std::span<const TokenId> reference = segment.reference(form_, r).tokens;
    return ngrams_.matches(segment.hypothesis(form_, h).tokens, {&reference, 1}, kind_.order,
                           segment.vocabulary_size(form_));
  }

  /// A token counts at most as often as it stands in either whole text.
  std::size_t line_hits(const TokenizedText& reference, const TokenizedText& hypothesis) {
    budget_.start(reference.tokens, hypothesis.tokens, vocabulary_size_);
    return union_lcs_.hits({reference.tokens, reference.line_ends},
                           {hypothesis.tokens, hypothesis.line_ends}, vocabulary_size_, budget_);
  }

  /// True if there is something to read but no token is left of it.
  static bool is_lost(std::string_view text, std::size_t tokens) {
    return tokens == 0 && !strip(text).empty();
  }

  bool has_lost_reference(const SegmentForms& segment) const {
    for (std::size_t r = 0; r < segment.references(); ++r) {
      if (is_lost(segment.reference_text(r), segment.reference_length(form_, r))) return true;
    }
    return false;
  }

  RougeKind kind_;
  FormId form_;
  std::size_t vocabulary_size_ = 0;
  NgramMatcher ngrams_;
  LcsMatcher lcs_;
  UnionLcs union_lcs_;
  TokenBudget budget_;
};

class Rouge : public Metric {
 public:
  Rouge(RougeKind kind, const Options& options, FormSet& forms)
      : kind_(kind),
        tokenizer_(options["tok"]),
        form_(forms.require({words_only(tokenizer_), options.is_yes("stem") ? "porter" : "",
                             kind.unit == Unit::kLines})) {}

  std::span<const Column> columns() const override { return kColumns; }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<RougeMeasurer>(kind_, form_);
  }

  double score(Row totals) const override { return mean(totals, kF1); }

  std::vector<Detail> details(Row totals) const override {
    return {
        {"precision", {mean(totals, kPrecision)}},
        {"recall", {mean(totals, kRecall)}},
        {"f1", {mean(totals, kF1)}},
    };
  }

  std::vector<Warning> warnings(Row totals) const override {
    if (2 * totals[kWithoutTokens] <= totals[kSegments]) return {};
    return {{"W-TOKENS", "", 0,
             fmt::format("the tokenizer {} leaves no token of {} of {} segments, which score 0; "
                         "choose another, such as tok=icu",
                         tokenizer_, totals[kWithoutTokens], totals[kSegments]),
             Warning::About::kStatistics}};
  }

 private:
  static double mean(Row totals, Cell cell) {
    return totals[kSegments] > 0 ? totals[cell] / totals[kSegments] : 0;
  }

  RougeKind kind_;
  std::string tokenizer_;
  FormId form_;
};

std::string canonical_algorithm(std::string_view value) {
  static const std::vector<std::string> choices = {"google"};
  return canonical_choice(value, choices);
}

std::string canonical_split(std::string_view value) {
  static const std::vector<std::string> choices = {"newline"};
  return canonical_choice(value, choices);
}

std::string canonical_multi(std::string_view value) {
  static const std::vector<std::string> choices = {"best"};
  return canonical_choice(value, choices);
}

constexpr OptionInfo kAlgorithm = {"alg", "google", "google: as rouge_score does",
                                   &canonical_algorithm};
constexpr OptionInfo kTokenizer = {"tok", "google-rouge",
                                   "tokenizer; icu for scripts that the default one drops",
                                   &canonical_tokenizer};
constexpr OptionInfo kStem = {"stem", "no", "yes: Porter's stemmer, for English",
                              &canonical_yes_no};
constexpr OptionInfo kSplit = {"split", "newline", "newline: sentences are lines",
                               &canonical_split};
constexpr OptionInfo kMulti = {"multi", "best", "best: of several references the best F counts",
                               &canonical_multi};

constexpr std::array<OptionInfo, 4> kOptions = {{kAlgorithm, kTokenizer, kStem, kMulti}};
constexpr std::array<OptionInfo, 5> kLsumOptions = {
    {kAlgorithm, kTokenizer, kStem, kSplit, kMulti}};

std::string equals_google(const Options& options) {
  return options["tok"] == kTokenizer.fallback ? "rouge_score 0.1.2" : "";
}

template <Unit unit, std::size_t order>
std::unique_ptr<Metric> make(const MetricInfo& /*info*/, const Options& options, FormSet& forms) {
  return std::make_unique<Rouge>(RougeKind{unit, order}, options, forms);
}

template <std::size_t order>
constexpr MetricInfo ngram_info(std::string_view name, std::string_view title) {
  return {.name = name,
          .title = title,
          .summary = "overlap of n-grams: F-measure of precision and recall, mean over segments",
          .scale = Scale::kOne,
          .better = Better::kHigher,
          .options = kOptions,
          .equals = &equals_google,
          .make = &make<Unit::kNgrams, order>,
          .explain = [](const ExplainedSegment& segment, std::ostream& out) {
            explain_rouge_ngrams(segment, order, out);
          }};
}

}  // namespace

extern constinit const MetricInfo kRouge1 = ngram_info<1>("rouge1", "ROUGE-1");
extern constinit const MetricInfo kRouge2 = ngram_info<2>("rouge2", "ROUGE-2");
extern constinit const MetricInfo kRouge3 = ngram_info<3>("rouge3", "ROUGE-3");
extern constinit const MetricInfo kRouge4 = ngram_info<4>("rouge4", "ROUGE-4");
extern constinit const MetricInfo kRouge5 = ngram_info<5>("rouge5", "ROUGE-5");
extern constinit const MetricInfo kRouge6 = ngram_info<6>("rouge6", "ROUGE-6");
extern constinit const MetricInfo kRouge7 = ngram_info<7>("rouge7", "ROUGE-7");
extern constinit const MetricInfo kRouge8 = ngram_info<8>("rouge8", "ROUGE-8");
extern constinit const MetricInfo kRouge9 = ngram_info<9>("rouge9", "ROUGE-9");

extern constinit const MetricInfo kRougeL = {
    .name = "rougeL",
    .title = "ROUGE-L",
    .summary = "longest common subsequence of the whole texts: F-measure, mean over segments",
    .scale = Scale::kOne,
    .better = Better::kHigher,
    .options = kOptions,
    .equals = &equals_google,
    .make = &make<Unit::kWhole, 1>,
    .explain = &explain_rouge_l,
};

extern constinit const MetricInfo kRougeLsum = {
    .name = "rougeLsum",
    .title = "ROUGE-Lsum",
    .summary = "common subsequences of lines, united: F-measure, mean over segments",
    .scale = Scale::kOne,
    .better = Better::kHigher,
    .options = kLsumOptions,
    .equals = &equals_google,
    .make = &make<Unit::kLines, 1>,
    .explain = &explain_rouge_l,
};

}  // namespace assay
