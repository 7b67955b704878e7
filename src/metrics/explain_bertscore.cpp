#include "metrics/explain_bertscore.h"

#include "assay/text.h"

#include "metrics/bertscore_files.h"
#include "metrics/bertscore_pass.h"
#include "metrics/bertscore_setup.h"
#include "metrics/embedded_text.h"
#include "metrics/greedy_match.h"
#include "metrics/padding_blocks.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

/// A text of one side, and how to call its tokens.
class NamedText {
 public:
  NamedText(const EmbeddingFile& file, const BertScoreSetup& setup, std::size_t number)
      : file_(file),
        weights_(file, setup.idf.get(), setup.settings.special_ids[number]),
        text_(file, file.embeddings(setup.settings.layer), weights_, setup.settings) {}

  void read(std::uint64_t segment, std::uint64_t text) {
    rows_ = file_.rows_of(text);
    text_.read(segment, text, text + 1);
    text_.widen();
  }

  MatchSide side() const { return text_.side(); }

  std::string name(std::size_t row) const {
    const std::uint64_t place = rows_.begin + row;
    if (const auto token = file_.token(place)) return escape(*token);
    if (file_.ids().empty()) return fmt::format("#{}", row);
    return fmt::format("id {}", file_.ids()[static_cast<std::size_t>(place)]);
  }

 private:
  const EmbeddingFile& file_;
  TokenWeights weights_;
  EmbeddedText text_;
  RowRange rows_;
};

/// The token of `other` that is most similar to row `i`; the first of equals.
std::size_t most_similar(const MatchSide& side, std::size_t i, const MatchSide& other) {
  std::vector<float> products(other.rows.count);
  row_products(some_rows(side.rows, i, 1), other.rows, products);
  std::size_t best = 0;
  float most = -std::numeric_limits<float>::infinity();
  for (std::size_t j = 0; j < products.size(); ++j) {
    const bool is_masked = !other.masked.empty() && other.masked[j] != 0;
    const float similarity = products[j] * other.factors[j];
    if (is_masked || similarity <= most) continue;
    most = similarity;
    best = j;
  }
  return best;
}

std::size_t longest_name(const NamedText& text) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < text.side().rows.count; ++i) {
    longest = std::max(longest, text.name(i).size());
  }
  return longest;
}

void print_side(std::string_view title, std::string_view symbol, double mean, const NamedText& text,
                std::span<const float> best, const NamedText& other, std::ostream& out) {
  fmt::print(out, "{}\n", title);
  const MatchSide side = text.side();
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < side.rows.count; ++i) {
    const auto weight = static_cast<double>(side.weights[i]);
    const bool has_target = std::isfinite(best[i]) && other.side().rows.count > 0;
    fmt::print(out, "  {:<{}}  {:<{}}  {:>7.4f}  {:.4g}\n", text.name(i), longest_name(text),
               has_target ? other.name(most_similar(side, i, other.side())) : "-",
               longest_name(other), has_target ? best[i] : 0.0F, weight);
    if (weight == 0 || !has_target) continue;
    sum += weight * static_cast<double>(best[i]);
    total += weight;
  }
  fmt::print(out, "{} = {:.4f} / {:.4g} = {:.4f}\n", symbol, sum, total, mean);
}

class BertScoreExplanation {
 public:
  BertScoreExplanation(const MetricSpec& spec, const EmbeddingCorpus& corpus, std::uint64_t segment,
                       std::ostream& out)
      : options_(spec.options),
        corpus_(corpus),
        segment_(segment),
        out_(out),
        setup_(set_up(corpus, options_)),
        padding_(corpus, setup_.settings.pairs_padded),
        candidate_(*corpus.systems.front(), setup_, corpus.references.size()) {
    const std::string references = fmt::format("{}", corpus.references_of(segment));
    fmt::print(
        out, "{}\n\n",
        spec.segment_signature(references, all_facts_of(corpus, options_, setup_.idf.get())));
  }

  void operator()() {
    candidate_.read(segment_, segment_);
    std::uint64_t number = 0;
    for (std::size_t f = 0; f < corpus_.references.size(); ++f) {
      const EmbeddingFile& file = *corpus_.references[f];
      NamedText reference(file, setup_, f);
      const RowRange texts = file.texts_of(segment_);
      for (std::uint64_t text = texts.begin; text < texts.end; ++text, ++number) {
        reference.read(segment_, text);
        explain(reference, number);
      }
    }
    print_score();
  }

 private:
  void explain(const NamedText& reference, std::uint64_t number) {
    const MatchSide ours = candidate_.side();
    const MatchSide theirs = reference.side();
    const Padding padding = padding_.of(0, segment_, number, ours.rows.count, theirs.rows.count);
    const MatchScore score = matcher_(ours, theirs, padding);
    const SegmentScore values = {score.precision, score.recall, score.f1};
    if (corpus_.references_of(segment_) > 1) fmt::print(out_, "reference {}\n", number + 1);
    if (ours.has_nan || theirs.has_nan) {
      fmt::print(out_, "A row has no direction, so that there is no P and no R.\n");
    } else {
      print_side("hypothesis: the most similar token, similarity, weight", "P", score.precision,
                 candidate_, matcher_.best_of_candidate(), reference, out_);
      print_side("reference: the most similar token, similarity, weight", "R", score.recall,
                 reference, matcher_.best_of_reference(), candidate_, out_);
    }
    if (ours.rows.count == 2 || theirs.rows.count == 2) {
      fmt::print(out_, "A text of two tokens counts as empty: P = R = 0.\n");
    }
    fmt::print(out_, "F = 2 P R / (P + R) = {:.4f}\n\n", score.f1);
    best_ = number == 0 ? values : best_of(best_, values);
  }

  void print_score() const {
    if (corpus_.references_of(segment_) > 1) {
      fmt::print(out_, "best of all references: P {:.4f}, R {:.4f}, F {:.4f}\n", best_[0], best_[1],
                 best_[2]);
    }
    double score = best_[2];
    if (const auto baseline = baseline_of(corpus_, options_)) {
      score = rescaled(score, baseline->values[2]);
      fmt::print(out_, "rescaled: ({:.4f} - {}) / (1 - {}) = {:.4f}\n", best_[2],
                 baseline->values[2], baseline->values[2], score);
    }
    fmt::print(out_, "score: {}\n", score);
  }

  const Options& options_;
  const EmbeddingCorpus& corpus_;
  std::uint64_t segment_;
  std::ostream& out_;
  BertScoreSetup setup_;
  PaddingBlocks padding_;
  NamedText candidate_;
  GreedyMatcher matcher_;
  SegmentScore best_{};
};

}  // namespace

void explain_bertscore(const MetricSpec& spec, const EmbeddingCorpus& corpus, std::uint64_t segment,
                       std::ostream& out) {
  check_agreement(corpus, layer_option(spec.options), spec.options["mismatch"] == "allow");
  BertScoreExplanation(spec, corpus, segment, out)();
}

}  // namespace assay
