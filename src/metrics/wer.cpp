#include "assay/edit_distance.h"
#include "assay/metric.h"

#include "characters.h"
#include "metrics/explain_text.h"
#include "metrics/tokenizer_choice.h"

#include <array>

#include <fmt/format.h>

// Error rates of speech recognition: Morris, Maier and Green, "From WER and RIL to MER and WIL:
// improved evaluation measures for connected speech recognition", 2004, as jiwer 4.0 computes them.
//
// jiwer's default for words: runs of two or more white space become a space, both ends are
// stripped, and the text is split at spaces. For characters both ends are stripped, and white space
// inside counts as it stands. Empty references are allowed: a corpus without a word of reference
// has as WER the number of insertions, and as MER 0 or, if there is a word of hypothesis, 1.
//
// jiwer takes one reference. Of several the one that gives the segment the best score by the metric
// itself counts, of equals the first.

namespace assay {
namespace {

enum class Measure {
  kWordErrors,
  kCharacterErrors,
  kMatchErrors,
  kInformationLost,
  kInformationKept
};

/// A row of kWordErrors and kCharacterErrors, which need no alignment.
enum DistanceCell : std::size_t { kEdits, kReferenceLength };

constexpr std::array<Column, 2> kDistanceColumns = {{{"edits"}, {"ref_len"}}};

/// A row of the others.
enum AlignmentCell : std::size_t { kHits, kSubstitutions, kDeletions, kInsertions };

constexpr std::array<Column, 4> kAlignmentColumns = {
    {{"hits"}, {"substitutions"}, {"deletions"}, {"insertions"}}};

std::span<const Column> columns_of(Measure measure) {
  const bool needs_distance =
      measure == Measure::kWordErrors || measure == Measure::kCharacterErrors;
  if (needs_distance) return kDistanceColumns;
  return kAlignmentColumns;
}

double error_rate(Row row) {
  return row[kReferenceLength] > 0 ? row[kEdits] / row[kReferenceLength] : row[kEdits];
}

double match_error_rate(Row row) {
  const double reference = row[kHits] + row[kSubstitutions] + row[kDeletions];
  const double edits = row[kSubstitutions] + row[kDeletions] + row[kInsertions];
  if (reference == 0) return edits > 0 ? 1 : 0;
  return edits / (reference + row[kInsertions]);
}

double information_kept(Row row) {
  const double reference = row[kHits] + row[kSubstitutions] + row[kDeletions];
  const double hypothesis = row[kHits] + row[kSubstitutions] + row[kInsertions];
  if (reference == 0) return hypothesis > 0 ? 0 : 1;
  if (hypothesis == 0) return 0;
  return (row[kHits] / reference) * (row[kHits] / hypothesis);
}

double score_of(Row row, Measure measure) {
  switch (measure) {
    case Measure::kWordErrors:
    case Measure::kCharacterErrors:
      return error_rate(row);
    case Measure::kMatchErrors:
      return match_error_rate(row);
    case Measure::kInformationLost:
      return 1 - information_kept(row);
    case Measure::kInformationKept:
      break;
  }
  return information_kept(row);
}

/// Measures tokens, wherever they come from: SegmentTokens is a SegmentCharacters or SegmentWords.
template <typename SegmentTokens>
class WerMeasurer : public Measurer {
 public:
  WerMeasurer(Measure measure, SegmentTokens tokens)
      : measure_(measure), tokens_(std::move(tokens)), cells_(columns_of(measure).size()) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    tokens_.prepare(segment);
    for (std::size_t h = 0; h < rows.size(); ++h) {
      for (std::size_t r = 0; r < segment.references(); ++r) {
        compare(tokens_.reference(r), tokens_.hypothesis(h));
        if (r == 0 || is_better(cells_, rows[h])) std::ranges::copy(cells_, rows[h].begin());
      }
    }
  }

 private:
  bool is_better(Row row, Row than) const {
    const double difference = score_of(row, measure_) - score_of(than, measure_);
    return measure_ == Measure::kInformationKept ? difference > 0 : difference < 0;
  }

  void compare(std::span<const TokenId> reference, std::span<const TokenId> hypothesis) {
    const std::size_t vocabulary_size = tokens_.vocabulary_size();
    if (cells_.size() == kDistanceColumns.size()) {
      cells_[kEdits] =
          static_cast<double>(matcher_.distance(reference, hypothesis, vocabulary_size));
      cells_[kReferenceLength] = static_cast<double>(reference.size());
      return;
    }
    const EditCounts counts = matcher_.align(reference, hypothesis, vocabulary_size);
    cells_[kHits] = static_cast<double>(counts.hits);
    cells_[kSubstitutions] = static_cast<double>(counts.substitutions);
    cells_[kDeletions] = static_cast<double>(counts.deletions);
    cells_[kInsertions] = static_cast<double>(counts.insertions);
  }

  Measure measure_;
  SegmentTokens tokens_;
  EditMatcher matcher_;
  std::vector<double> cells_;  ///< Of one pair.
};

/// The words of all sides of a segment, in the shape of SegmentCharacters.
class SegmentWords {
 public:
  explicit SegmentWords(FormId form) : form_(form) {}

  void prepare(const SegmentForms& segment) { segment_ = &segment; }

  std::span<const TokenId> reference(std::size_t r) const {
    return segment_->reference(form_, r).tokens;
  }
  std::span<const TokenId> hypothesis(std::size_t h) const {
    return segment_->hypothesis(form_, h).tokens;
  }
  std::size_t vocabulary_size() const { return segment_->vocabulary_size(form_); }

 private:
  FormId form_;
  const SegmentForms* segment_ = nullptr;
};

class Wer : public Metric {
 public:
  Wer(Measure measure, const Options& options, FormSet& forms)
      : measure_(measure), lowercase_(options["case"] == "lc") {
    if (measure != Measure::kCharacterErrors) {
      form_ = forms.require({lower_if(lowercase_, options["tok"])});
    }
  }

  std::span<const Column> columns() const override { return columns_of(measure_); }

  std::unique_ptr<Measurer> measurer() const override {
    if (measure_ == Measure::kCharacterErrors) {
      return std::make_unique<WerMeasurer<SegmentCharacters>>(
          measure_, SegmentCharacters(WhiteSpace::kKeptInside, lowercase_));
    }
    return std::make_unique<WerMeasurer<SegmentWords>>(measure_, SegmentWords(form_));
  }

  double score(Row totals) const override { return score_of(totals, measure_); }

  std::vector<Detail> details(Row totals) const override {
    std::vector<Detail> details;
    for (std::size_t i = 0; i < columns().size(); ++i) {
      details.push_back({std::string(columns()[i].name), {totals[i]}});
    }
    return details;
  }

 private:
  Measure measure_;
  bool lowercase_;
  FormId form_ = 0;
};

std::string canonical_case(std::string_view value) {
  static const std::vector<std::string> choices = {"mixed", "lc"};
  return canonical_choice(value, choices);
}

constexpr OptionInfo kCase = {"case", "mixed", "mixed, or lc: lower-case everything first",
                              &canonical_case};
constexpr OptionInfo kTokenizer = {"tok", "jiwer", "tokenizer, with normalizers in front",
                                   &canonical_tokenizer};

constexpr std::array<OptionInfo, 1> kCharacterOptions = {{kCase}};
constexpr std::array<OptionInfo, 2> kWordOptions = {{kCase, kTokenizer}};

std::string equals_for_words(const Options& options) {
  return options["tok"] == kTokenizer.fallback ? "jiwer 4.0.0" : "";
}

std::string equals_for_characters(const Options& /*options*/) {
  return "jiwer 4.0.0";
}

template <Measure measure>
std::unique_ptr<Metric> make(const MetricInfo& /*info*/, const Options& options, FormSet& forms) {
  return std::make_unique<Wer>(measure, options, forms);
}

template <Measure measure>
constexpr MetricInfo info_with(std::string_view name, std::string_view title,
                               std::string_view summary) {
  constexpr bool kHasWords = measure != Measure::kCharacterErrors;
  constexpr bool kHigherIsBetter = measure == Measure::kInformationKept;
  return {.name = name,
          .title = title,
          .summary = summary,
          .scale = Scale::kOne,
          .better = kHigherIsBetter ? Better::kHigher : Better::kLower,
          .options = kHasWords ? std::span<const OptionInfo>(kWordOptions) : kCharacterOptions,
          .is_peer_single_reference = true,
          .equals = kHasWords ? &equals_for_words : &equals_for_characters,
          .make = &make<measure>,
          .explain = &explain_wer};
}

}  // namespace

extern constinit const MetricInfo kWer = info_with<Measure::kWordErrors>(
    "wer", "WER", "word error rate: edits per word of the reference");
extern constinit const MetricInfo kCer = info_with<Measure::kCharacterErrors>(
    "cer", "CER", "character error rate: edits per character of the reference");
extern constinit const MetricInfo kMer = info_with<Measure::kMatchErrors>(
    "mer", "MER", "match error rate: the share of errors in hits and errors");
extern constinit const MetricInfo kWil =
    info_with<Measure::kInformationLost>("wil", "WIL", "word information lost: 1 - WIP");
extern constinit const MetricInfo kWip = info_with<Measure::kInformationKept>(
    "wip", "WIP", "word information preserved: precision times recall of words in order");

}  // namespace assay
