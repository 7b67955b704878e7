#include "ter.h"

#include "assay/metric.h"

#include "metrics/explain_text.h"

#include <algorithm>
#include <array>
#include <limits>

// Snover et al., "A Study of Translation Edit Rate with Targeted Human Annotation", 2006, as
// sacreBLEU 2.6.0 computes it.

namespace assay {
namespace {

enum Cell : std::size_t { kEdits, kRefLength };

constexpr std::array<Column, 2> kColumns = {{{"edits"}, {"ref_len", false}}};

class TerMeasurer : public Measurer {
 public:
  explicit TerMeasurer(FormId form) : form_(form) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    const double length = mean_length(segment);
    for (std::size_t h = 0; h < rows.size(); ++h) {
      rows[h][kEdits] = static_cast<double>(fewest_edits(segment, h));
      rows[h][kRefLength] = length;
    }
  }

 private:
  double mean_length(const SegmentForms& segment) const {
    std::size_t sum = 0;
    for (std::size_t r = 0; r < segment.references(); ++r) {
      sum += segment.reference(form_, r).tokens.size();
    }
    return static_cast<double>(sum) / static_cast<double>(segment.references());
  }

  std::size_t fewest_edits(const SegmentForms& segment, std::size_t h) {
    const auto hypothesis = segment.hypothesis(form_, h).tokens;
    auto fewest = std::numeric_limits<std::size_t>::max();
    for (std::size_t r = 0; r < segment.references(); ++r) {
      const auto reference = segment.reference(form_, r).tokens;
      // Every word more or less is an edit.
      const auto [shorter, longer] = std::minmax({hypothesis.size(), reference.size()});
      if (longer - shorter >= fewest) continue;
      fewest =
          std::min(fewest, aligner_.edits(hypothesis, reference, segment.vocabulary_size(form_)));
    }
    return fewest;
  }

  FormId form_;
  TerAligner aligner_;
};

/// The steps of sacreBLEU's `tercom` tokenizer that the options ask for, after lower-casing.
std::string steps(const Options& options) {
  const bool asian = options.is_yes("asian");
  std::string text;
  if (options.is_yes("norm")) text += asian ? "ter-norm+ter-asian+" : "ter-norm+";
  if (!options.is_yes("punct")) text += asian ? "ter-nopunct+ter-nopunct-asian+" : "ter-nopunct+";
  return text;
}

FormSpec form(const Options& options) {
  const std::string first = options["case"] == "lc" ? "lower+" : "";
  const std::string once = steps(options);
  FormSpec spec;
  spec.tokenizer = first + once + "none";
  // sacreBLEU sends references through its tokenizer twice, which matters here: "Jim's." becomes
  // "Jim's ." at first and then "Jim 's ."; hypotheses stay at the first.
  if (options.is_yes("norm")) spec.reference_tokenizer = first + once + once + "none";
  return spec;
}

class Ter : public Metric {
 public:
  Ter(const Options& options, FormSet& forms) : form_(forms.require(form(options))) {}

  std::span<const Column> columns() const override { return kColumns; }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<TerMeasurer>(form_);
  }

  double score(Row totals) const override {
    if (totals[kRefLength] > 0) return 100 * (totals[kEdits] / totals[kRefLength]);
    return totals[kEdits] > 0 ? 100 : 0;
  }

  std::vector<Detail> details(Row totals) const override {
    return {{"num_edits", {totals[kEdits]}}, {"ref_length", {totals[kRefLength]}}};
  }

 private:
  FormId form_;
};

std::string canonical_case(std::string_view value) {
  static const std::vector<std::string> choices = {"lc", "mixed"};
  return canonical_choice(value, choices);
}

std::string canonical_tercom(std::string_view value) {
  static const std::vector<std::string> choices = {"tercom"};
  return canonical_choice(value, choices);
}

constexpr std::array<OptionInfo, 5> kOptions = {{
    {"case", "lc", "lc: lower-case everything first, or mixed", &canonical_case},
    {"tok", "tercom", "tercom: split at white space, after what norm, punct and asian do",
     &canonical_tercom},
    {"norm", "no", "yes: join lines, replace entities, part punctuation from words",
     &canonical_yes_no},
    {"punct", "yes", "no: drop punctuation", &canonical_yes_no},
    {"asian", "no", "yes: norm and punct do the same for Chinese and Japanese", &canonical_yes_no},
}};

}  // namespace

extern constinit const MetricInfo kTer = {
    .name = "ter",
    .title = "TER",
    .summary = "edits, moves of word blocks among them, per reference word",
    .scale = Scale::kHundred,
    .better = Better::kLower,
    .options = kOptions,
    .equals = [](const Options& /*options*/) { return std::string("sacrebleu 2.6.0"); },
    .make = [](const MetricInfo& /*info*/, const Options& options, FormSet& forms)
        -> std::unique_ptr<Metric> { return std::make_unique<Ter>(options, forms); },
    .explain = &explain_ter,
};

}  // namespace assay
