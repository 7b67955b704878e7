#include "assay/error.h"
#include "assay/metric.h"
#include "assay/ngram.h"

#include "characters.h"
#include "chrf_matcher.h"
#include "metrics/explain_text.h"
#include "metrics/tokenizer_choice.h"

#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

// Popović, "chrF: character n-gram F-score for automatic MT evaluation", 2015, and "chrF++: words
// helping character n-grams", 2017, as sacreBLEU 2.6.0 computes them.

namespace assay {
namespace {

/// A row: for each order, first of characters and then of words, three counts of n-grams.
enum Cell : std::size_t { kHypothesis, kReference, kMatch, kCellsPerOrder };

struct ChrfOptions {
  std::size_t character_order = 6;
  std::size_t word_order = 0;
  double beta = 2;              ///< How much more recall weighs than precision.
  bool effective_order = true;  ///< False: all orders count, and each by itself.
  bool lowercase = false;
  WhiteSpace white_space = WhiteSpace::kDropped;

  explicit ChrfOptions(const Options& options)
      : character_order(static_cast<std::size_t>(options.whole("nc"))),
        word_order(static_cast<std::size_t>(options.whole("nw"))),
        effective_order(options.is_yes("eff")),
        lowercase(options["case"] == "lc"),
        white_space(options.is_yes("space") ? WhiteSpace::kKept : WhiteSpace::kDropped) {
    const std::string& text = options["beta"];
    std::from_chars(text.data(), text.data() + text.size(), beta);
    if (orders() == 0) {
      throw usage_error("E-VALUE", "chrF with nc=0 and nw=0 has nothing to count",
                        "give one of them at least 1");
    }
  }

  std::size_t orders() const { return character_order + word_order; }
};

struct ChrfScore {
  double score = 0;
  double precision = 0;
  double recall = 0;
};

/// Stands for a ratio without a denominator.
constexpr double kNothing = 1e-16;

double ratio(double count, double total) {
  return total > 0 ? count / total : kNothing;
}

/// Averages precision and recall over the orders that both sides have.
ChrfScore effective_score(Row row, double beta) {
  ChrfScore chrf;
  double orders = 0;
  for (std::size_t i = 0; i < row.size(); i += kCellsPerOrder) {
    if (row[i + kHypothesis] == 0 || row[i + kReference] == 0) continue;
    chrf.precision += row[i + kMatch] / row[i + kHypothesis];
    chrf.recall += row[i + kMatch] / row[i + kReference];
    ++orders;
  }
  if (orders == 0) return chrf;
  chrf.precision /= orders;
  chrf.recall /= orders;
  if (chrf.precision + chrf.recall == 0) return chrf;
  const double factor = beta * beta;
  chrf.score = (1 + factor) * chrf.precision * chrf.recall;
  chrf.score /= factor * chrf.precision + chrf.recall;
  chrf.score *= 100;
  return chrf;
}

/// Averages the F-scores of all orders.
double smoothed_score(Row row, double beta) {
  const double factor = beta * beta;
  double sum = 0;
  for (std::size_t i = 0; i < row.size(); i += kCellsPerOrder) {
    const double precision = ratio(row[i + kMatch], row[i + kHypothesis]);
    const double recall = ratio(row[i + kMatch], row[i + kReference]);
    const double denominator = factor * precision + recall;
    sum += denominator > 0 ? (1 + factor) * precision * recall / denominator : kNothing;
  }
  const std::size_t orders = row.size() / kCellsPerOrder;
  return 100 * sum / static_cast<double>(orders);
}

double score_of(Row row, const ChrfOptions& options) {
  return options.effective_order ? effective_score(row, options.beta).score
                                 : smoothed_score(row, options.beta);
}

class ChrfMeasurer : public Measurer {
 public:
  ChrfMeasurer(const ChrfOptions& options, std::optional<FormId> words)
      : options_(options), words_(words), characters_(options.white_space, options.lowercase) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    characters_.prepare(segment);
    best_.assign(rows.size(), -1);
    cells_.resize(kCellsPerOrder * options_.orders());
    for (std::size_t r = 0; r < segment.references(); ++r) {
      const auto reference = characters_.reference(r);
      character_matcher_.set_reference(reference, characters_.vocabulary_size());
      for (std::size_t h = 0; h < rows.size(); ++h) {
        compare(segment, r, h);
        // Of several references the one with the best score counts, of equals the first.
        const double score = segment.references() == 1 ? 0 : score_of(cells_, options_);
        if (score <= best_[h]) continue;
        best_[h] = score;
        std::ranges::copy(cells_, rows[h].begin());
      }
    }
  }

 private:
  void compare(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const auto hypothesis = characters_.hypothesis(h);
    const OrderCounts matches = character_matcher_.matches(hypothesis, options_.character_order);
    set_cells(0, options_.character_order, hypothesis.size(), characters_.reference(r).size(),
              matches);
    if (words_) compare_words(segment, r, h);
  }

  void compare_words(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const Places* const places = segment.places(*words_, r, h);
    const OrderCounts matches = places != nullptr ? match_places(*places, options_.word_order)
                                                  : word_matches(segment, r, h);
    set_cells(options_.character_order, options_.word_order, segment.hypothesis_length(*words_, h),
              segment.reference_length(*words_, r), matches);
  }

  OrderCounts word_matches(const SegmentForms& segment, std::size_t r, std::size_t h) {
    const auto reference = segment.reference(*words_, r).tokens;
    return word_matcher_.matches(segment.hypothesis(*words_, h).tokens, {&reference, 1},
                                 options_.word_order, segment.vocabulary_size(*words_));
  }

  /// N-grams of the hypothesis count only if the reference has any of that order.
  void set_cells(std::size_t first_order, std::size_t orders, std::size_t hypothesis_length,
                 std::size_t reference_length, const OrderCounts& matches) {
    const OrderCounts hypothesis = ngram_totals(hypothesis_length, orders);
    const OrderCounts reference = ngram_totals(reference_length, orders);
    for (std::size_t n = 0; n < orders; ++n) {
      double* cells = &cells_[(first_order + n) * kCellsPerOrder];
      cells[kHypothesis] = reference[n] > 0 ? hypothesis[n] : 0;
      cells[kReference] = reference[n];
      cells[kMatch] = matches[n];
    }
  }

  ChrfOptions options_;
  std::optional<FormId> words_;
  SegmentCharacters characters_;
  CharacterMatcher character_matcher_;
  NgramMatcher word_matcher_;
  std::vector<double> cells_;  ///< Of one pair.
  std::vector<double> best_;   ///< [hypothesis]: the best score so far.
};

class Chrf : public Metric {
 public:
  Chrf(const Options& options, FormSet& forms) : options_(options) {
    if (options_.word_order > 0) {
      words_ = forms.require({lower_if(options_.lowercase, "chrf-words")});
    }
    for (std::size_t i = 0; i < options_.orders(); ++i) {
      columns_.insert(columns_.end(), {{"hyp"}, {"ref"}, {"match"}});
    }
  }

  std::span<const Column> columns() const override { return columns_; }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<ChrfMeasurer>(options_, words_);
  }

  double score(Row totals) const override { return score_of(totals, options_); }

  /// Only the effective order has one precision and one recall that make up the score.
  std::vector<Detail> details(Row totals) const override {
    if (!options_.effective_order) return {};
    const ChrfScore chrf = effective_score(totals, options_.beta);
    return {{"precision", {100 * chrf.precision}}, {"recall", {100 * chrf.recall}}};
  }

 private:
  ChrfOptions options_;
  std::optional<FormId> words_;
  std::vector<Column> columns_;
};

std::string canonical_case(std::string_view value) {
  static const std::vector<std::string> choices = {"mixed", "lc"};
  return canonical_choice(value, choices);
}

std::string canonical_character_order(std::string_view value) {
  return canonical_whole(value, 0, static_cast<int>(kMostCharacterOrders));
}

std::string canonical_word_order(std::string_view value) {
  return canonical_whole(value, 0, static_cast<int>(kMostOrders));
}

std::string canonical_beta(std::string_view value) {
  constexpr double kMost = 1000;
  double beta = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), beta);
  const bool is_number = error == std::errc() && end == value.data() + value.size();
  // The sum makes a plain zero of -0.
  if (is_number && beta >= 0 && beta <= kMost) return fmt::format("{}", beta + 0.0);
  throw usage_error("E-VALUE", fmt::format("'{}' is not a number from 0 to {}", value, kMost));
}

constexpr std::array<OptionInfo, 6> options_with(std::string_view word_order) {
  return {{
      {"case", "mixed", "mixed, or lc: lower-case everything first", &canonical_case},
      {.key = "eff",
       .fallback = "yes",
       .summary = "no, or eps=yes: average the F-scores of all orders, as chrF++.py does",
       .canonical = &canonical_yes_no,
       .opposite = "eps"},
      {"nc", "6", "longest n-grams of characters, 0 to 8", &canonical_character_order},
      {"nw", word_order, "longest n-grams of words, 0 to 9", &canonical_word_order},
      {"space", "no", "yes: white space is a character like others", &canonical_yes_no},
      {"beta", "2", "how much more recall weighs than precision", &canonical_beta, false},
  }};
}

constexpr auto kOptions = options_with("0");
constexpr auto kPlusOptions = options_with("1");
constexpr auto kPlusPlusOptions = options_with("2");

/// sacreBLEU takes whole numbers only for beta.
std::string equals(const Options& options) {
  return options["beta"].find_first_of(".e") == std::string::npos ? "sacrebleu 2.6.0" : "";
}

std::unique_ptr<Metric> make(const MetricInfo& /*info*/, const Options& options, FormSet& forms) {
  return std::make_unique<Chrf>(options, forms);
}

constexpr MetricInfo info_with(std::string_view name, std::string_view title,
                               std::string_view summary, std::span<const OptionInfo> options) {
  return {.name = name,
          .title = title,
          .summary = summary,
          .scale = Scale::kHundred,
          .better = Better::kHigher,
          .options = options,
          .equals = &equals,
          .make = &make,
          .explain = &explain_chrf};
}

}  // namespace

extern constinit const MetricInfo kChrf = info_with(
    "chrf", "chrF", "overlap of character n-grams: F-measure, recall weighs more", kOptions);
extern constinit const MetricInfo kChrfPlus =
    info_with("chrf+", "chrF+", "chrF with words: overlap of n-grams of characters and of words",
              kPlusOptions);
extern constinit const MetricInfo kChrfPlusPlus =
    info_with("chrf++", "chrF++", "chrF with words and word pairs: overlap of n-grams of both",
              kPlusPlusOptions);

}  // namespace assay
