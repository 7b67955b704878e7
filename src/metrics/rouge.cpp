#include "assay/alignment.h"
#include "assay/error.h"
#include "assay/metric.h"
#include "assay/ngram.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "metrics/explain_text.h"
#include "metrics/rouge_options.h"
#include "metrics/tokenizer_choice.h"
#include "union_lcs.h"

#include <algorithm>
#include <array>

// Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, as Google's rouge_score
// 0.1.2 computes it.

namespace assay {
namespace {

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

using Scores = std::span<const PrecisionRecall>;

/// The first with the best F.
PrecisionRecall best_of(Scores scores) {
  return *std::ranges::max_element(scores, {}, &PrecisionRecall::f1);
}

PrecisionRecall mean_of(Scores scores) {
  PrecisionRecall mean;
  for (const PrecisionRecall& score : scores) {
    mean.precision += score.precision;
    mean.recall += score.recall;
    mean.f1 += score.f1;
  }
  const auto count = static_cast<double>(scores.size());
  return {mean.precision / count, mean.recall / count, mean.f1 / count};
}

/// The mean of what is best when each reference in turn is left out.
PrecisionRecall jackknife_of(Scores scores) {
  if (scores.size() == 1) return scores.front();
  std::vector<PrecisionRecall> best;
  for (std::size_t left_out = 0; left_out < scores.size(); ++left_out) {
    std::vector<PrecisionRecall> others(scores.begin(), scores.end());
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
    best.push_back(best_of(others));
  }
  return mean_of(best);
}

/// How the scores against several references become one.
using Choose = PrecisionRecall(Scores scores);

Choose* choice_of(const Options& options) {
  if (options["multi"] == "mean") return &mean_of;
  return options["multi"] == "jackknife" ? &jackknife_of : &best_of;
}

/// What a metric computes, from which form.
struct RougeSettings {
  RougeKind kind;
  FormId form = 0;
  Choose* choose = nullptr;
  bool keeps_ascii_only = false;  ///< The tokenizer drops all other letters.
};

class RougeMeasurer : public Measurer {
 public:
  explicit RougeMeasurer(const RougeSettings& settings) : settings_(settings) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    const bool lost_reference = has_lost_reference(segment);
    for (std::size_t h = 0; h < rows.size(); ++h) {
      scores_.clear();
      for (std::size_t r = 0; r < segment.references(); ++r) {
        scores_.push_back(compare(segment, r, h));
      }
      const PrecisionRecall score = settings_.choose(scores_);
      const bool lost = lost_reference || is_lost(segment.hypothesis_text(h),
                                                  segment.hypothesis_length(settings_.form, h));
      const std::array cells = {1.0, score.precision, score.recall, score.f1, lost ? 1.0 : 0.0};
      std::ranges::copy(cells, rows[h].begin());
      if (rows[h].size() > cells.size()) rows[h].back() = is_one_line(segment, h) ? 1 : 0;
    }
  }

 private:
  PrecisionRecall compare(const SegmentForms& segment, std::size_t r, std::size_t h) {
    return from_hits(hits(segment, r, h), units(segment.hypothesis_length(settings_.form, h)),
                     units(segment.reference_length(settings_.form, r)));
  }

  /// How many n-grams so many tokens have; those tokens where the order is 1.
  std::size_t units(std::size_t tokens) const {
    return tokens < settings_.kind.order ? 0 : tokens - settings_.kind.order + 1;
  }

  std::size_t hits(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const bool is_lcs = settings_.kind.unit != Unit::kNgrams;
    const std::size_t order = settings_.kind.order;
    const Overlap* const overlap = segment.overlap(settings_.form, r, h);
    if (overlap == nullptr) return is_lcs ? lcs_hits(segment, r, h) : ngram_hits(segment, r, h);
    if (is_lcs) return overlap->subsequence;
    if (order <= 2) return order == 1 ? overlap->unigrams : overlap->bigrams;
    return match_places(*segment.places(settings_.form, r, h), order)[order - 1];
  }

  std::size_t lcs_hits(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const TokenizedText reference = segment.reference(settings_.form, r);
    const TokenizedText hypothesis = segment.hypothesis(settings_.form, h);
    vocabulary_size_ = segment.vocabulary_size(settings_.form);
    // With one line on each side the two units are the same, and the length needs no table.
    const bool has_lines = reference.line_ends.size() > 1 || hypothesis.line_ends.size() > 1;
    return has_lines ? line_hits(reference, hypothesis)
                     : lcs_.length(reference.tokens, hypothesis.tokens, vocabulary_size_);
  }

  std::size_t ngram_hits(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const std::size_t order = settings_.kind.order;
    const std::span<const TokenId> reference = segment.reference(settings_.form, r).tokens;
    return ngrams_.matches(segment.hypothesis(settings_.form, h).tokens, {&reference, 1}, order,
                           segment.vocabulary_size(settings_.form))[order - 1];
  }

  /// A token counts at most as often as it stands in either whole text.
  std::size_t line_hits(const TokenizedText& reference, const TokenizedText& hypothesis) {
    budget_.start(reference.tokens, hypothesis.tokens, vocabulary_size_);
    return union_lcs_.hits({reference.tokens, reference.line_ends},
                           {hypothesis.tokens, hypothesis.line_ends}, vocabulary_size_, budget_);
  }

  /// True if there is something to read but no token, or little, is left of it.
  bool is_lost(std::string_view text, std::size_t tokens) const {
    if (settings_.keeps_ascii_only && is_mostly_dropped(text)) return true;
    return tokens == 0 && !strip(text).empty();
  }

  bool is_one_line(const SegmentForms& segment, std::size_t h) const {
    if (segment.hypothesis(settings_.form, h).line_ends.size() > 1) return false;
    for (std::size_t r = 0; r < segment.references(); ++r) {
      if (segment.reference(settings_.form, r).line_ends.size() > 1) return false;
    }
    return true;
  }

  bool has_lost_reference(const SegmentForms& segment) const {
    for (std::size_t r = 0; r < segment.references(); ++r) {
      if (is_lost(segment.reference_text(r), segment.reference_length(settings_.form, r)))
        return true;
    }
    return false;
  }

  RougeSettings settings_;
  std::vector<PrecisionRecall> scores_;  ///< By reference.
  std::size_t vocabulary_size_ = 0;
  NgramMatcher ngrams_;
  LcsMatcher lcs_;
  UnionLcs union_lcs_;
  TokenBudget budget_;
};

class Rouge : public Metric {
 public:
  Rouge(const RougeSettings& settings, const Options& options)
      : settings_(settings),
        tokenizer_(options["tok"]),
        looks_at_lines_(settings.kind.unit == Unit::kLines && options["split"] == "newline") {}

  std::span<const Column> columns() const override {
    const std::size_t unused = looks_at_lines_ ? 0 : 1;
    return std::span(kRougeColumns).first(kRougeColumns.size() - unused);
  }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<RougeMeasurer>(settings_);
  }

  double score(Row totals) const override { return rouge_mean(totals, RougeCell::kF1); }

  std::vector<Detail> details(Row totals) const override { return rouge_details(totals); }

  std::vector<Warning> warnings(Row totals) const override {
    std::vector<Warning> warnings = rouge_warnings(totals, tokenizer_);
    if (looks_at_lines_ && rouge_mean(totals, RougeCell::kOneLine) == 1) {
      warnings.push_back({"W-ONE-LINE", "", 0,
                          "every text is one line, so rougeLsum is the same as rougeL; put "
                          "sentences on lines of their own, or use split=icu; split=none says that "
                          "it is meant",
                          Warning::About::kStatistics});
    }
    return warnings;
  }

 private:
  RougeSettings settings_;
  std::string tokenizer_;
  bool looks_at_lines_;
};

/// rougeLsum has no variant: what it computes is called ROUGE-L there.
std::string canonical_lsum_algorithm(std::string_view value) {
  if (value != "1.5.5") return canonical_algorithm(value);
  throw usage_error("E-VALUE", "ROUGE-1.5.5 has no rougeLsum",
                    "what it calls ROUGE-L is this: rougeL:alg=1.5.5");
}

/// "yes" is the stemmer of rouge_score.
std::string canonical_stemmer(std::string_view value) {
  static const std::vector<std::string> choices = [] {
    std::vector<std::string> names = names_of(stemmers());
    names.front() = "yes";
    names.emplace_back("no");
    return names;
  }();
  return canonical_choice(value, choices);
}

std::string canonical_split(std::string_view value) {
  static const std::vector<std::string> choices = {"newline", "icu", "none"};
  return canonical_choice(value, choices);
}

std::string canonical_multi(std::string_view value) {
  static const std::vector<std::string> choices = {"best", "mean", "jackknife"};
  return canonical_choice(value, choices);
}

constexpr OptionInfo kLsumAlgorithm = {"alg", "google", "google: as rouge_score does",
                                       &canonical_lsum_algorithm};
constexpr OptionInfo kTokenizer = {"tok", "google-rouge",
                                   "tokenizer; icu for scripts that the default one drops",
                                   &canonical_tokenizer};
constexpr OptionInfo kStem = {
    "stem", "no", "yes: Porter's stemmer, for English; snowball-german and others: libstemmer's",
    &canonical_stemmer};
constexpr OptionInfo kSplit = {
    "split", "newline", "sentences: newline: lines; icu: by Unicode's rules; none: the whole text",
    &canonical_split};
constexpr OptionInfo kMulti = {
    "multi", "best",
    "several references: best: the best F counts; mean; jackknife: mean of the best but one",
    &canonical_multi};

constexpr std::array<OptionInfo, 4> kOptions = {{kRougeAlgorithm, kTokenizer, kStem, kMulti}};
constexpr std::array<OptionInfo, 5> kLsumOptions = {
    {kLsumAlgorithm, kTokenizer, kStem, kSplit, kMulti}};

/// rouge_score has one tokenizer and one stemmer, and takes the best of several references.
std::string equals_google(const Options& options) {
  const bool is_google = options["tok"] == kTokenizer.fallback && options["multi"] == "best" &&
                         (options["stem"] == "no" || options["stem"] == "yes");
  return is_google ? "rouge_score 0.1.2" : "";
}

std::string equals_google_lsum(const Options& options) {
  return options["split"] == kSplit.fallback ? equals_google(options) : "";
}

std::string stemmer_of(const Options& options) {
  const std::string& stem = options["stem"];
  if (stem == "no") return "";
  return stem == "yes" ? "porter" : stem;
}

template <Unit unit, std::size_t order>
std::unique_ptr<Metric> make(const MetricInfo& /*info*/, const Options& options, FormSet& forms) {
  RougeSettings settings{.kind = {unit, order}, .choose = choice_of(options)};
  FormSpec form{words_only(options["tok"]), stemmer_of(options)};
  if constexpr (unit == Unit::kLines) {
    form.lines = options["split"] != "none";
    form.sentences = options["split"] == "icu";
  }
  settings.form = forms.require(form);
  settings.keeps_ascii_only = split_pipeline(options["tok"]).tokenizer == kTokenizer.fallback;
  return std::make_unique<Rouge>(settings, options);
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
          .explain = [](const ExplainedSegment& segment,
                        std::ostream& out) { explain_rouge_ngrams(segment, order, out); },
          .variant = &kRouge155Variants[order - 1]};
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
    .variant = &kRouge155Variants.back(),
};

extern constinit const MetricInfo kRougeLsum = {
    .name = "rougeLsum",
    .title = "ROUGE-Lsum",
    .summary = "common subsequences of lines, united: F-measure, mean over segments",
    .scale = Scale::kOne,
    .better = Better::kHigher,
    .options = kLsumOptions,
    .equals = &equals_google_lsum,
    .make = &make<Unit::kLines, 1>,
    .explain = &explain_rouge_l,
};

}  // namespace assay
