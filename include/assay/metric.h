#pragma once

#include "assay/options.h"
#include "assay/segment.h"
#include "assay/stats.h"
#include "assay/warning.h"

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// More about a score than one number: "bp", "counts", "precision".
struct Detail {
  std::string name;
  std::vector<double> values;
  bool is_list = false;  ///< Whether machine formats show a list or, of one value, a number.
};

/// Which way is up.
enum class Better { kHigher, kLower };

/// The scale of the implementation that a metric equals.
enum class Scale { kHundred, kOne };

/// A metric at work in one thread, with its scratch memory.
class Measurer {
 public:
  Measurer() = default;
  Measurer(const Measurer&) = delete;
  Measurer& operator=(const Measurer&) = delete;
  virtual ~Measurer() = default;

  /// Writes the statistics of each hypothesis to the row of the same index. A segment has at least
  /// one reference.
  virtual void measure(const SegmentForms& segment, std::span<const MutableRow> rows) = 0;
};

/// Measures segments into rows of numbers that add up, and scores a sum of rows. Immutable.
class Metric {
 public:
  Metric() = default;
  Metric(const Metric&) = delete;
  Metric& operator=(const Metric&) = delete;
  virtual ~Metric() = default;

  virtual std::span<const Column> columns() const = 0;
  virtual std::unique_ptr<Measurer> measurer() const = 0;
  virtual double score(Row totals) const = 0;
  virtual std::vector<Detail> details(Row totals) const = 0;

  /// Called once before the first measurer is made. A metric that reads files of its own works
  /// here, on up to `threads` threads, and returns what is odd about them. Throws Error.
  virtual std::vector<Warning> prepare(std::size_t threads);

  /// What a signature tells besides options, as "key:value|key:value": what files say about
  /// themselves. Known after prepare().
  virtual std::string facts() const;

  /// The signature that the peer would print, or "". Known after prepare().
  virtual std::string peer_signature() const;

  /// Called once with the number of segments, when all are measured. Throws Error if a file that
  /// the metric reads has another number.
  virtual void check_segments(std::uint64_t segments) const;

  /// What a user should know about these totals, such as that most segments had no tokens.
  virtual std::vector<Warning> warnings(Row totals) const;
};

struct ExplainedSegment;
struct MetricSpec;

/// A table entry: all that anyone says about a metric.
struct MetricInfo {
  std::string_view name;
  std::string_view title;  ///< As papers write it: "BLEU", "ROUGE-1".
  std::string_view summary;
  Scale scale = Scale::kHundred;
  Better better = Better::kHigher;
  std::span<const OptionInfo> options;
  bool needs_file = false;               ///< There is no such metric without a file of the user's.
  bool needs_texts = true;               ///< False: embeddings of the texts are enough.
  std::string_view missing_reason = {};  ///< Why a detail may be NaN, which stands for no value.
  /// The options for the score of a single segment; nullptr where they are the same.
  void (*for_segments)(Options& options) = nullptr;
  bool is_peer_single_reference = false;  ///< `equals` holds for one reference per segment.
  /// The program and version whose numbers these are with these options; "" if there is none.
  std::string (*equals)(const Options& options) = nullptr;
  /// Registers the forms that the metric needs.
  std::unique_ptr<Metric> (*make)(const MetricInfo& info, const Options& options,
                                  FormSet& forms) = nullptr;
  /// Prints how one segment gets its score; nullptr where nothing is to be told.
  void (*explain)(const ExplainedSegment& segment, std::ostream& out) = nullptr;
  /// The entry that stands for this one where the first option has another value than the default:
  /// the same name, other options.
  const MetricInfo* variant = nullptr;
  /// The same for a metric of embeddings, from its signature on to its score.
  void (*explain_embedded)(const MetricSpec& spec, const EmbeddingCorpus& corpus,
                           std::uint64_t segment, std::ostream& out) = nullptr;
};

std::span<const MetricInfo* const> metrics();

/// A metric and its settings: "bleu:tok=intl,smooth=floor[0.1]".
struct MetricSpec {
  std::string key;  ///< As typed: what reports call it.
  const MetricInfo* info = nullptr;
  Options options;
  /// "nfc" or "nfkc" if the inputs are normalized so (InputOptions::normalize): part of the
  /// signature.
  std::string normalization;
  /// "concat" or "aggregate" if documents are scored (InputOptions::documents): part of it too.
  std::string documents;

  /// Throws a usage Error (E-METRIC, E-KEY, E-VALUE, E-SPEC) with the nearest name.
  static MetricSpec parse(std::string_view text);

  /// "nrefs:1|case:mixed|…|version:assay-0.1.0"; `references` is a number or "var", `facts` those
  /// of Metric::facts().
  std::string signature(std::string_view references, std::string_view facts = {}) const;

  /// The files that its options name: of scores, weights, baselines, of a tokenizer's model.
  std::vector<std::string> files() const;

  /// Which way is up: of the metric, or as its option `better` says.
  Better better() const;

  /// The program whose numbers these are, or "".
  std::string equals(std::string_view references) const;

  /// Its options for scores of single segments, or of single documents.
  Options segment_options() const;

  /// As `signature`, for scores of single segments.
  std::string segment_signature(std::string_view references, std::string_view facts = {}) const;
};

/// Several specs from one -m value: without a colon a comma separates metrics ("bleu,chrf").
std::vector<MetricSpec> parse_metric_list(std::string_view text);

/// "assay-0.1.0", the last part of every signature.
std::string_view version_signature();

}  // namespace assay
