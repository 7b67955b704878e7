#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/text.h"

#include "metrics/rouge_options.h"
#include "modules/sha256.h"
#include "rouge155/counts.h"
#include "rouge155/text.h"
#include "rouge155/word_lists.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

// Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, as the Perl program
// ROUGE-1.5.5 computes it. A segment is a document of its own, whose lines are sentences.

namespace assay {
namespace {

using Unit = Rouge155Kind::Unit;

/// How scores against several references become one.
enum class Multi { kPool, kBest, kJackknife };

struct Settings {
  Rouge155Kind kind;
  bool stems = false;
  Rouge155Cutter::Options cutting;
  Multi multi = Multi::kPool;
  double alpha = 0.5;
};

class Rouge155Measurer : public Measurer {
 public:
  Rouge155Measurer(std::shared_ptr<const WordLists> lists, const Settings& settings)
      : settings_(settings), cutter_(std::move(lists), settings.cutting) {}

  void measure(const SegmentForms& segment, std::span<const MutableRow> rows) override {
    cutter_.clear_if_large();
    models_.clear();
    bool lost_reference = false;
    for (std::size_t r = 0; r < segment.references(); ++r) {
      models_.push_back(text_of(segment.reference_text(r)));
      lost_reference = lost_reference || is_lost(segment.reference_text(r), models_.back());
    }
    for (std::size_t h = 0; h < rows.size(); ++h) {
      const Rouge155Text peer = text_of(segment.hypothesis_text(h));
      const Rouge155Score score = score_against_models(peer);
      const bool lost = lost_reference || is_lost(segment.hypothesis_text(h), peer);
      std::ranges::copy(std::array{1.0, score.precision, score.recall, score.f, lost ? 1.0 : 0.0},
                        rows[h].begin());
    }
  }

 private:
  Rouge155Text text_of(std::string_view text) {
    return cutter_(sentences_of(text, SentenceFormat::kLines), settings_.stems);
  }

  bool is_lost(std::string_view text, const Rouge155Text& tokens) const {
    if (is_mostly_dropped(text)) return true;
    return tokens.flat.empty() && !settings_.cutting.removes_stop_words && !strip(text).empty();
  }

  Rouge155Score score_against_models(const Rouge155Text& peer) {
    counts_.clear();
    for (const Rouge155Text& model : models_) {
      counts_.push_back(
          counter_(settings_.kind, peer, {&model, &model}, cutter_.vocabulary_size()));
    }
    if (settings_.multi == Multi::kJackknife && counts_.size() > 1) return jackknife();
    return score_of_models(
        counts_, settings_.multi == Multi::kPool ? ModelChoice::kPool : ModelChoice::kBest);
  }

  Rouge155Score score_of_models(std::span<const Rouge155Counts> counts, ModelChoice choice) const {
    return score_of(settings_.kind, combine(counts, choice), settings_.alpha);
  }

  /// The mean of what is best when each reference in turn is left out.
  Rouge155Score jackknife() const {
    Rouge155Score sum;
    for (std::size_t left_out = 0; left_out < counts_.size(); ++left_out) {
      std::vector<Rouge155Counts> others = counts_;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
      const Rouge155Score score = score_of_models(others, ModelChoice::kBest);
      sum.recall += score.recall;
      sum.precision += score.precision;
      sum.f += score.f;
    }
    const auto count = static_cast<double>(counts_.size());
    return {sum.recall / count, sum.precision / count, sum.f / count};
  }

  Settings settings_;
  Rouge155Cutter cutter_;
  Rouge155Counter counter_;
  std::vector<Rouge155Text> models_;
  std::vector<Rouge155Counts> counts_;  ///< By model.
};

/// What is in the user's own word lists, in short.
std::string facts_of(const WordLists::Choice& choice) {
  const std::vector<std::string> paths = WordLists::files(choice);
  if (paths.empty()) return "";
  Sha256 digest;
  for (const std::string& path : paths) digest.add(read_file(path));
  return "lists:" + digest.abbreviated();
}

class Rouge155 : public Metric {
 public:
  Rouge155(const WordLists::Choice& choice, const Settings& settings)
      : lists_(WordLists::load(choice)), facts_(facts_of(choice)), settings_(settings) {}

  std::span<const Column> columns() const override {
    return std::span(kRougeColumns).first(kRougeColumns.size() - 1);
  }

  std::unique_ptr<Measurer> measurer() const override {
    return std::make_unique<Rouge155Measurer>(lists_, settings_);
  }

  std::string facts() const override { return facts_; }

  double score(Row totals) const override { return rouge_mean(totals, RougeCell::kF1); }

  std::vector<Detail> details(Row totals) const override { return rouge_details(totals); }

  std::vector<Warning> warnings(Row totals) const override {
    return rouge_warnings(totals, "of ROUGE-1.5.5");
  }

 private:
  std::shared_ptr<const WordLists> lists_;
  std::string facts_;
  Settings settings_;
};

std::string canonical_only_algorithm(std::string_view value) {
  static const std::vector<std::string> choices = {"1.5.5"};
  return canonical_choice(value, choices);
}

std::string canonical_exceptions(std::string_view value) {
  static const std::vector<std::string> choices = {"wordnet", "none"};
  return canonical_choice(value, choices);
}

std::string canonical_multi(std::string_view value) {
  static const std::vector<std::string> choices = {"pool", "best", "jackknife"};
  return canonical_choice(value, choices);
}

/// A number from `low` to `high` in its shortest digits.
std::string canonical_real(std::string_view value, double low, double high) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool is_number = error == std::errc() && end == value.data() + value.size();
  if (is_number && number >= low && number <= high) return fmt::format("{}", number + 0.0);
  throw usage_error("E-VALUE",
                    fmt::format("'{}' is not a number from {} to {}", escape(value), low, high));
}

std::string canonical_alpha(std::string_view value) {
  return canonical_real(value, 0, 1);
}

std::string canonical_weight(std::string_view value) {
  return canonical_real(value, 1, 10);
}

std::string canonical_skip(std::string_view value) {
  constexpr int kMostSkip = 1'000'000;
  return canonical_whole(value, -1, kMostSkip);
}

double real(const Options& options, std::string_view key) {
  const std::string& text = options[key];
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The limit that "words[100]" or "bytes[665]" stands for; nothing for anything else but "none".
std::optional<LengthLimit> parse_limit(std::string_view value) {
  if (value == "none") return LengthLimit();
  constexpr std::string_view kWords = "words[";
  constexpr std::string_view kBytes = "bytes[";
  if (!value.ends_with(']') || !(value.starts_with(kWords) || value.starts_with(kBytes))) {
    return std::nullopt;
  }
  const std::string_view digits = value.substr(kWords.size(), value.size() - kWords.size() - 1);
  constexpr std::size_t kMost = 1'000'000'000;
  std::size_t count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (count == 0 || count > kMost) return std::nullopt;
  return LengthLimit{
      value.starts_with(kWords) ? LengthLimit::Unit::kWords : LengthLimit::Unit::kBytes, count};
}

std::string canonical_limit(std::string_view value) {
  const std::optional<LengthLimit> limit = parse_limit(value);
  if (!limit) {
    throw usage_error("E-VALUE", fmt::format("'{}' is not a limit", escape(value)),
                      "write none, words[100] or bytes[665]");
  }
  if (limit->unit == LengthLimit::Unit::kNone) return "none";
  return fmt::format("{}[{}]", limit->unit == LengthLimit::Unit::kWords ? "words" : "bytes",
                     limit->count);
}

constexpr OptionInfo kOnlyAlgorithm = {"alg", "1.5.5", "1.5.5: as the Perl program ROUGE-1.5.5",
                                       &canonical_only_algorithm};
constexpr OptionInfo kStem = {"stem", "no", "yes: its stemmer, for English (-m)",
                              &canonical_yes_no};
constexpr OptionInfo kExceptions = {"exc", "wordnet",
                                    "list of irregular forms that stem=yes uses: wordnet, or none",
                                    &canonical_exceptions};
constexpr OptionInfo kStop = {"stop", "no", "yes: remove stop words (-s)", &canonical_yes_no};
constexpr OptionInfo kMulti = {
    "multi", "pool",
    "several references: pool their counts (-f A); best recall (-f B); jackknife: mean of the "
    "best but one",
    &canonical_multi};
constexpr OptionInfo kAlpha = {"alpha", "0.5", "weight of recall in F, 0 to 1 (-p)",
                               &canonical_alpha};
constexpr OptionInfo kLimit = {"limit", "none",
                               "words[N] or bytes[N]: cut every text to this length (-l, -b)",
                               &canonical_limit};
constexpr OptionInfo kData = {"data", "",
                              "data folder of ROUGE-1.5.5, instead of the built-in word lists",
                              &canonical_rouge155_folder, false};
constexpr OptionInfo kWeight = {"w", "1.2", "weight of runs, 1 to 10", &canonical_weight};
constexpr OptionInfo kSkip = {"skip", "-1", "words between the two at most; -1: any number",
                              &canonical_skip};

constexpr std::array<OptionInfo, 8> kVariantOptions = {
    {kRougeAlgorithm, kStem, kExceptions, kStop, kMulti, kAlpha, kLimit, kData}};
constexpr std::array<OptionInfo, 9> kWeightedOptions = {
    {kOnlyAlgorithm, kWeight, kStem, kExceptions, kStop, kMulti, kAlpha, kLimit, kData}};
constexpr std::array<OptionInfo, 9> kSkipOptions = {
    {kOnlyAlgorithm, kSkip, kStem, kExceptions, kStop, kMulti, kAlpha, kLimit, kData}};

/// The program has no jackknife.
std::string equals_rouge155(const Options& options) {
  return options["multi"] == "jackknife" ? "" : "ROUGE-1.5.5";
}

Multi multi_of(const Options& options) {
  if (options["multi"] == "best") return Multi::kBest;
  return options["multi"] == "jackknife" ? Multi::kJackknife : Multi::kPool;
}

std::unique_ptr<Metric> make_kind(const Rouge155Kind& kind, const Options& options) {
  const Settings settings{.kind = kind,
                          .stems = options.is_yes("stem"),
                          .cutting = {options.is_yes("stop"), *parse_limit(options["limit"])},
                          .multi = multi_of(options),
                          .alpha = real(options, "alpha")};
  const WordLists::Choice choice{settings.stems && options["exc"] == "wordnet",
                                 settings.cutting.removes_stop_words, options["data"]};
  return std::make_unique<Rouge155>(choice, settings);
}

template <Unit unit, std::size_t order = 1>
std::unique_ptr<Metric> make(const MetricInfo& /*info*/, const Options& options,
                             FormSet& /*forms*/) {
  Rouge155Kind kind{.unit = unit, .order = order};
  if constexpr (unit == Unit::kWeightedLcs) kind.weight = real(options, "w");
  if constexpr (unit == Unit::kSkipBigrams || unit == Unit::kSkipBigramsAndUnigrams) {
    kind.skip = options.whole("skip");
  }
  return make_kind(kind, options);
}

constexpr MetricInfo info_of(std::string_view name, std::string_view title,
                             std::string_view summary, std::span<const OptionInfo> options,
                             decltype(MetricInfo::make) make) {
  return {.name = name,
          .title = title,
          .summary = summary,
          .scale = Scale::kOne,
          .better = Better::kHigher,
          .options = options,
          .equals = &equals_rouge155,
          .make = make};
}

template <std::size_t order>
constexpr MetricInfo ngram_info(std::string_view name, std::string_view title) {
  return info_of(name, title, "overlap of n-grams as ROUGE-1.5.5 counts it, mean over segments",
                 kVariantOptions, &make<Unit::kNgrams, order>);
}

}  // namespace

extern constinit const std::array<MetricInfo, 10> kRouge155Variants = {
    {ngram_info<1>("rouge1", "ROUGE-1"), ngram_info<2>("rouge2", "ROUGE-2"),
     ngram_info<3>("rouge3", "ROUGE-3"), ngram_info<4>("rouge4", "ROUGE-4"),
     ngram_info<5>("rouge5", "ROUGE-5"), ngram_info<6>("rouge6", "ROUGE-6"),
     ngram_info<7>("rouge7", "ROUGE-7"), ngram_info<8>("rouge8", "ROUGE-8"),
     ngram_info<9>("rouge9", "ROUGE-9"),
     info_of("rougeL", "ROUGE-L",
             "common subsequences of lines, united, as ROUGE-1.5.5 counts them, mean over segments",
             kVariantOptions, &make<Unit::kLcs>)}};

extern constinit const MetricInfo kRougeW = info_of(
    "rougeW", "ROUGE-W", "common subsequences of lines in which runs weigh more, by ROUGE-1.5.5",
    kWeightedOptions, &make<Unit::kWeightedLcs>);

extern constinit const MetricInfo kRougeS =
    info_of("rougeS", "ROUGE-S", "pairs of words with gaps between, by ROUGE-1.5.5", kSkipOptions,
            &make<Unit::kSkipBigrams>);

extern constinit const MetricInfo kRougeSU =
    info_of("rougeSU", "ROUGE-SU", "pairs of words with gaps between, and words, by ROUGE-1.5.5",
            kSkipOptions, &make<Unit::kSkipBigramsAndUnigrams>);

}  // namespace assay
