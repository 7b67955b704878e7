#include "assay/error.h"
#include "assay/metric.h"

#include "metrics/bertscore_baseline.h"
#include "metrics/bertscore_files.h"
#include "metrics/bertscore_pass.h"
#include "metrics/bertscore_setup.h"
#include "metrics/explain_bertscore.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

#include <fmt/format.h>

// Zhang et al., "BERTScore: Evaluating Text Generation with BERT", 2020, as bert_score 0.3.13
// computes it, from embeddings in files.

namespace assay {
namespace {

enum Cell : std::size_t { kSegments, kPrecision, kRecall, kF1, kNoPrecision, kNoRecall };

constexpr std::array<Column, 6> kColumns = {{
    {"segments"},
    {"precision", false},
    {"recall", false},
    {"f1", false},
    {"no_precision"},
    {"no_recall"},
}};

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

class BertScore : public Metric {
 public:
  BertScore(const Options& options, std::shared_ptr<const EmbeddingCorpus> corpus)
      : options_(options), corpus_(std::move(corpus)) {
    if (corpus_ == nullptr) {
      throw usage_error("E-EMBEDDINGS", "bertscore needs the embeddings of the texts",
                        "give --ref-emb FILE for each -r, and --hyp-emb FILE for each system");
    }
    check_agreement(*corpus_, layer_option(options), options["mismatch"] == "allow");
    baseline_ = baseline_of(*corpus_, options);
  }

  std::span<const Column> columns() const override { return kColumns; }
  std::unique_ptr<Measurer> measurer() const override;
  std::vector<Warning> prepare(std::size_t threads) override;
  std::string facts() const override { return facts_; }

  std::string peer_signature() const override { return bert_score_hash(*corpus_, options_); }

  double score(Row totals) const override { return mean(totals, kF1, totals[kSegments]); }

  std::vector<Detail> details(Row totals) const override {
    return {
        {"precision", {mean(totals, kPrecision, with_value(totals, kNoPrecision))}},
        {"recall", {mean(totals, kRecall, with_value(totals, kNoRecall))}},
        {"f1", {score(totals)}},
    };
  }

  std::vector<Warning> warnings(Row totals) const override {
    const double most = std::max(totals[kNoPrecision], totals[kNoRecall]);
    if (most == 0) return {};
    return {{"W-WEIGHTS", "", 0,
             fmt::format("{} of {} segments have no precision and {} no recall: all weights zero",
                         totals[kNoPrecision], totals[kSegments], totals[kNoRecall]),
             Warning::About::kStatistics}};
  }

  void check_segments(std::uint64_t segments) const override {
    if (segments != corpus_->segments()) throw wrong_count(segments);
  }

  Error wrong_count(std::uint64_t segments) const {
    return input_error(
        "E-SHAPE",
        fmt::format("{}: embeddings of {} segments for {} segments of text",
                    corpus_->systems.front()->shown(), corpus_->segments(), segments),
        "export the embeddings from these texts");
  }

  const EmbeddingCorpus& corpus() const { return *corpus_; }
  const BertScores& scores() const { return scores_; }

 private:
  bool has_nan() const { return options_["nan"] == "compat"; }

  /// How many segments a mean is of. In bert_score one without a value leaves the mean without.
  double with_value(Row totals, Cell missing) const {
    if (has_nan() && totals[missing] > 0) return 0;
    return totals[kSegments] - totals[missing];
  }

  double mean(Row totals, Cell cell, double segments) const {
    if (totals[kSegments] == 0) return 0;
    if (segments == 0) return kNan;
    const double mean = totals[cell] / segments;
    return baseline_ ? rescaled(mean, baseline_->values[cell - kPrecision]) : mean;
  }

  void add_file_warnings(std::vector<Warning>& warnings) const;

  Options options_;
  std::shared_ptr<const EmbeddingCorpus> corpus_;
  std::optional<BaselineScores> baseline_;
  std::string facts_;
  BertScores scores_;
};

class BertScoreMeasurer : public Measurer {
 public:
  explicit BertScoreMeasurer(const BertScore& metric) : metric_(metric) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    if (segment.index() >= metric_.corpus().segments()) {
      throw metric_.wrong_count(segment.index() + 1);
    }
    check_references(segment);
    for (std::size_t h = 0; h < rows.size(); ++h) {
      const SegmentScore& score = metric_.scores().segments[h][segment.index()];
      const auto value = [&](std::size_t i) { return std::isnan(score[i]) ? 0 : score[i]; };
      const auto missing = [&](std::size_t i) { return std::isnan(score[i]) ? 1.0 : 0.0; };
      std::ranges::copy(std::array{1.0, value(0), value(1), value(2), missing(0), missing(1)},
                        rows[h].begin());
    }
  }

 private:
  void check_references(const SegmentForms& segment) const {
    const std::uint64_t count = metric_.corpus().references_of(segment.index());
    if (count == segment.references()) return;
    throw input_error("E-SHAPE",
                      fmt::format("{}: segment {} has embeddings of {} references, but {} texts",
                                  metric_.corpus().references.front()->shown(), segment.index(),
                                  count, segment.references()),
                      "give --ref-emb for each set of references");
  }

  const BertScore& metric_;
};

std::unique_ptr<Measurer> BertScore::measurer() const {
  return std::make_unique<BertScoreMeasurer>(*this);
}

std::vector<Warning> BertScore::prepare(std::size_t threads) {
  BertScoreSetup setup = set_up(*corpus_, options_);
  scores_ = score_embeddings(*corpus_, setup.settings, threads);
  facts_ = all_facts_of(*corpus_, options_, setup.idf.get());
  std::vector<Warning> warnings = scores_.warnings;
  add_file_warnings(warnings);
  if (setup.idf) std::ranges::move(setup.idf->warnings, std::back_inserter(warnings));
  if (baseline_) std::ranges::copy(baseline_->warnings, std::back_inserter(warnings));
  return warnings;
}

void BertScore::add_file_warnings(std::vector<Warning>& warnings) const {
  for (const auto* side : {&corpus_->references, &corpus_->systems}) {
    for (const auto& file : *side) {
      if (file->truncated() == 0) continue;
      warnings.push_back(
          {.code = "W-TRUNCATED",
           .file = file->path(),
           .message = fmt::format("{} of {} texts were longer than the model takes; what was cut "
                                  "off does not count",
                                  file->truncated(), file->texts())});
    }
  }
}

template <int low, int high>
std::string canonical_optional_whole(std::string_view value) {
  return value.empty() ? "" : canonical_whole(value, low, high);
}

std::string canonical_pad(std::string_view value) {
  constexpr int kMostPairs = 1'000'000;
  return value == "no" ? "no" : canonical_whole(value, 1, kMostPairs);
}

std::string canonical_special(std::string_view value) {
  static const std::vector<std::string> choices = {"match", "ignore"};
  return canonical_choice(value, choices);
}

std::string canonical_nan(std::string_view value) {
  static const std::vector<std::string> choices = {"fail", "compat"};
  return canonical_choice(value, choices);
}

std::string canonical_mismatch(std::string_view value) {
  static const std::vector<std::string> choices = {"refuse", "allow"};
  return canonical_choice(value, choices);
}

std::string canonical_id(std::string_view value) {
  if (value.empty() || value == "none") return std::string(value);
  return canonical_whole(value, 0, std::numeric_limits<int>::max());
}

constexpr std::array<OptionInfo, 9> kOptions = {{
    {"idf", "no", "yes: rare tokens of the references count more; or a file of frequencies",
     &canonical_yes_no_path},
    {"baseline", "", "a table of bert_score, by which to rescale", &canonical_path, false},
    {"layer", "", "which layer of the files, and row of the baseline",
     &canonical_optional_whole<0, 9999>, false},
    {"special", "match", "match: [CLS] and [SEP] can be matched, but do not count; or ignore",
     &canonical_special},
    {"pad", "no", "64: similarities to padding as in bert_score's batches of 64 pairs",
     &canonical_pad, false},
    {"nan", "fail", "fail: a row without direction is an error; compat: it makes the segment 0",
     &canonical_nan, false},
    {"cls", "", "id of [CLS], or none, where files do not tell", &canonical_id, false},
    {"sep", "", "id of [SEP], or none, where files do not tell", &canonical_id, false},
    {"mismatch", "refuse", "allow: score files of other models with each other",
     &canonical_mismatch, false},
}};

std::string equals(const Options& options) {
  const bool is_same = options["special"] == "match" && options["mismatch"] == "refuse";
  return is_same ? "bert_score 0.3.13" : "";
}

}  // namespace

extern constinit const MetricInfo kBertScore = {
    .name = "bertscore",
    .title = "BERTScore",
    .summary = "similarity of token embeddings from files: F-measure, mean over segments",
    .scale = Scale::kOne,
    .better = Better::kHigher,
    .options = kOptions,
    .needs_file = true,
    .needs_texts = false,
    .missing_reason = "all weights zero",
    .equals = &equals,
    .make = [](const MetricInfo& /*info*/, const Options& options,
               FormSet& forms) -> std::unique_ptr<Metric> {
      return std::make_unique<BertScore>(options, forms.embeddings());
    },
    .explain_embedded = &explain_bertscore,
};

}  // namespace assay
