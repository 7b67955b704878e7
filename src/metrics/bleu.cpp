#include "assay/error.h"
#include "assay/metric.h"
#include "assay/ngram.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "metrics/explain_text.h"
#include "metrics/tokenizer_choice.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

// Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002, as
// sacreBLEU 2.6.0 computes it. Smoothing: Chen and Cherry, "A Systematic Comparison of Smoothing
// Techniques for Sentence-Level BLEU", 2014.

namespace assay {
namespace {

/// A row: hyp_len, ref_len, then the matches of each order, then the n-grams of each order.
enum Cell : std::size_t { kHypLength, kRefLength, kFirstMatch };

/// What sacreBLEU takes for the logarithm of zero.
constexpr double kLogOfZero = -9999999999;

enum class Smoothing { kNone, kFloor, kAddK, kExp };

struct SmoothingInfo {
  std::string_view name;
  Smoothing smoothing;
  bool has_value;
  double fallback;
};

constexpr std::array<SmoothingInfo, 4> kSmoothings = {{
    {"exp", Smoothing::kExp, false, 0},
    {"none", Smoothing::kNone, false, 0},
    {"floor", Smoothing::kFloor, true, 0.1},
    {"add-k", Smoothing::kAddK, true, 1},
}};

/// A smoothing method and its value, from "floor[0.1]" or "exp".
struct SmoothingChoice {
  const SmoothingInfo* info = nullptr;
  double value = 0;
};

double parse_smoothing_value(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (is_number && std::isfinite(value) && value >= 0) return value;
  throw usage_error("E-VALUE", fmt::format("'{}' is not a number of at least 0", escape(text)));
}

SmoothingChoice parse_smoothing(std::string_view text) {
  const std::size_t bracket = text.find('[');
  const std::string_view name = text.substr(0, bracket);
  for (const SmoothingInfo& info : kSmoothings) {
    if (info.name != name) continue;
    if (bracket == std::string_view::npos) return {&info, info.fallback};
    if (!info.has_value || text.back() != ']') break;
    return {&info, parse_smoothing_value(text.substr(bracket + 1, text.size() - bracket - 2))};
  }
  throw usage_error("E-VALUE", fmt::format("'{}' is not a smoothing method", escape(text)),
                    did_you_mean(name, names_of(kSmoothings)) +
                        "the methods are: exp, none, floor[0.1], add-k[1]");
}

/// At least two decimals, as sacreBLEU shows them, and as many more as the value needs.
std::string canonical_smoothing(std::string_view text) {
  const SmoothingChoice choice = parse_smoothing(text);
  if (!choice.info->has_value) return std::string(choice.info->name);
  const std::string two_decimals = fmt::format("{:.2f}", choice.value);
  double read_back = 0;
  std::from_chars(two_decimals.data(), two_decimals.data() + two_decimals.size(), read_back);
  return read_back == choice.value ? fmt::format("{}[{}]", choice.info->name, two_decimals)
                                   : fmt::format("{}[{}]", choice.info->name, choice.value);
}

std::string canonical_case(std::string_view value) {
  static const std::vector<std::string> choices = {"mixed", "lc"};
  return canonical_choice(value, choices);
}

std::string canonical_order(std::string_view value) {
  return canonical_whole(value, 1, static_cast<int>(kMostOrders));
}

constexpr std::array<OptionInfo, 5> kOptions = {{
    {"case", "mixed", "mixed, or lc: lower-case everything first", &canonical_case},
    {"eff", "no", "yes: use only the orders that the hypothesis has n-grams of", &canonical_yes_no},
    {"tok", "13a", "tokenizer, with normalizers in front: nfkc+13a", &canonical_tokenizer},
    {"smooth", "exp", "exp, none, floor[0.1] or add-k[1]: what to do about orders without a match",
     &canonical_smoothing},
    {"order", "4", "longest n-grams, 1 to 9", &canonical_order, false},
}};

class BleuMeasurer : public Measurer {
 public:
  BleuMeasurer(FormId form, std::size_t order) : form_(form), order_(order) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    lengths_.clear();
    for (std::size_t r = 0; r < segment.references(); ++r) {
      lengths_.push_back(segment.reference_length(form_, r));
    }
    for (std::size_t h = 0; h < rows.size(); ++h) {
      const std::size_t length = segment.hypothesis_length(form_, h);
      const OrderCounts matched = matches(segment, h);
      rows[h][kHypLength] = static_cast<double>(length);
      rows[h][kRefLength] = static_cast<double>(closest_length(length));
      for (std::size_t n = 0; n < order_; ++n) {
        rows[h][kFirstMatch + n] = matched[n];
        rows[h][kFirstMatch + order_ + n] = static_cast<double>(length - std::min(n, length));
      }
    }
  }

 private:
  OrderCounts matches(const SegmentForms& segment, std::size_t h) {
    if (segment.references() == 1) {
      const Places* const places = segment.places(form_, 0, h);
      if (places != nullptr) return match_places(*places, order_);
    }
    references_.clear();
    for (std::size_t r = 0; r < segment.references(); ++r) {
      references_.push_back(segment.reference(form_, r).tokens);
    }
    return matcher_.matches(segment.hypothesis(form_, h).tokens, references_, order_,
                            segment.vocabulary_size(form_));
  }

  /// The reference length closest to `length`; of two as close the shorter.
  std::size_t closest_length(std::size_t length) const {
    std::size_t best = lengths_.front();
    const auto distance = [length](std::size_t other) {
      return other > length ? other - length : length - other;
    };
    for (const std::size_t candidate : lengths_) {
      const bool is_closer = distance(candidate) < distance(best);
      if (is_closer || (distance(candidate) == distance(best) && candidate < best))
        best = candidate;
    }
    return best;
  }

  FormId form_;
  std::size_t order_;
  NgramMatcher matcher_;
  std::vector<std::size_t> lengths_;  ///< Of the references.
  std::vector<std::span<const TokenId>> references_;
};

/// A score and all that goes into it.
struct BleuScore {
  double score = 0;
  double brevity_penalty = 0;
  std::array<double, kMostOrders> matches{};
  std::array<double, kMostOrders> totals{};
  std::array<double, kMostOrders> precisions{};
};

double brevity_penalty(double hypothesis_length, double reference_length) {
  if (hypothesis_length >= reference_length) return 1;
  return hypothesis_length > 0 ? std::exp(1 - reference_length / hypothesis_length) : 0;
}

class Bleu : public Metric {
 public:
  Bleu(const Options& options, FormSet& forms)
      : form_(forms.require({lower_if(options["case"] == "lc", options["tok"])})),
        order_(static_cast<std::size_t>(options.whole("order"))),
        effective_order_(options.is_yes("eff")),
        smoothing_(parse_smoothing(options["smooth"])) {
    columns_ = {{"hyp_len"}, {"ref_len"}};
    columns_.insert(columns_.end(), order_, Column{"match"});
    columns_.insert(columns_.end(), order_, Column{"total"});
  }

  std::span<const Column> columns() const override { return columns_; }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<BleuMeasurer>(form_, order_);
  }

  double score(Row totals) const override { return compute(totals).score; }

  std::vector<Detail> details(Row totals) const override {
    const BleuScore bleu = compute(totals);
    const double ratio = totals[kRefLength] > 0 ? totals[kHypLength] / totals[kRefLength] : 0;
    return {
        {"precisions", by_order(bleu.precisions), true},
        {"counts", by_order(bleu.matches), true},
        {"totals", by_order(bleu.totals), true},
        {"bp", {bleu.brevity_penalty}},
        {"ratio", {ratio}},
        {"sys_len", {totals[kHypLength]}},
        {"ref_len", {totals[kRefLength]}},
    };
  }

 private:
  std::vector<double> by_order(const std::array<double, kMostOrders>& values) const {
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(order_)};
  }

  BleuScore compute(Row row) const {
    const Row matches = row.subspan(kFirstMatch, order_);
    const Row totals = row.subspan(kFirstMatch + order_, order_);
    BleuScore bleu;
    bleu.brevity_penalty = brevity_penalty(row[kHypLength], row[kRefLength]);
    std::ranges::copy(matches, bleu.matches.begin());
    std::ranges::copy(totals, bleu.totals.begin());
    const bool has_match = std::ranges::any_of(matches, [](double count) { return count > 0; });
    if (!has_match) return bleu;
    const std::size_t last = fill_precisions(bleu);
    double log_sum = 0;
    for (std::size_t n = 0; n < last; ++n) {
      log_sum += bleu.precisions[n] > 0 ? std::log(bleu.precisions[n]) : kLogOfZero;
    }
    bleu.score = bleu.brevity_penalty * std::exp(log_sum / static_cast<double>(last));
    return bleu;
  }

  /// Returns the number of orders that count.
  std::size_t fill_precisions(BleuScore& bleu) const {
    double halvings = 1;
    std::size_t last = order_;
    for (std::size_t n = 0; n < order_; ++n) {
      if (smoothing_.info->smoothing == Smoothing::kAddK && n > 0) {
        bleu.matches[n] += smoothing_.value;
        bleu.totals[n] += smoothing_.value;
      }
      if (bleu.totals[n] == 0) break;
      if (effective_order_) last = n + 1;
      bleu.precisions[n] = bleu.matches[n] == 0 ? smoothed(bleu.totals[n], halvings)
                                                : 100 * bleu.matches[n] / bleu.totals[n];
    }
    return last;
  }

  /// The precision of an order without a match.
  double smoothed(double total, double& halvings) const {
    switch (smoothing_.info->smoothing) {
      case Smoothing::kExp:
        halvings *= 2;
        return 100 / (halvings * total);
      case Smoothing::kFloor:
        return 100 * smoothing_.value / total;
      case Smoothing::kNone:
      case Smoothing::kAddK:
        break;
    }
    return 0;
  }

  FormId form_;
  std::size_t order_;
  bool effective_order_;
  SmoothingChoice smoothing_;
  std::vector<Column> columns_;
};

}  // namespace

extern constinit const MetricInfo kBleu = {
    .name = "bleu",
    .title = "BLEU",
    .summary = "geometric mean of clipped n-gram precisions, times a penalty for short output",
    .scale = Scale::kHundred,
    .better = Better::kHigher,
    .options = kOptions,
    .for_segments = [](Options& options) { options.set("eff", "yes"); },
    .equals = [](const Options& options) -> std::string {
      return is_in_sacrebleu(options["tok"]) ? "sacrebleu 2.6.0" : "";
    },
    .make = [](const MetricInfo& /*info*/, const Options& options, FormSet& forms)
        -> std::unique_ptr<Metric> { return std::make_unique<Bleu>(options, forms); },
    .explain = &explain_bleu,
};

}  // namespace assay
