#include "assay/compare.h"

#include "assay/error.h"

#include "ranking.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace assay {
namespace {

using Pair = std::pair<std::size_t, std::size_t>;

Error undecided(std::string code, std::string what, std::string hint) {
  return {ExitCode::kUndecided, {std::move(code), std::move(what), {}, std::move(hint)}};
}

void check_segments(const Report& report) {
  if (report.segments >= 2) return;
  throw undecided("E-ONE-SEGMENT",
                  fmt::format("{} segment: nothing can be said about chance", report.segments),
                  "give at least two segments");
}

std::vector<const StatsTable*> tables_of(const Evaluation& evaluation, std::size_t metric) {
  const std::size_t systems = evaluation.report.systems.size();
  std::vector<const StatsTable*> tables;
  for (std::size_t s = 0; s < systems; ++s) {
    tables.push_back(&evaluation.tables[metric * systems + s]);
  }
  return tables;
}

std::vector<Pair> pairs_of(std::size_t systems, bool all) {
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < (all ? systems : 1); ++a) {
    for (std::size_t b = a + 1; b < systems; ++b) pairs.emplace_back(a, b);
  }
  return pairs;
}

void check_trials(const Testing& testing, std::size_t pairs) {
  const double strictest = testing.alpha / static_cast<double>(testing.is_all_pairs ? pairs : 1);
  if (1 / static_cast<double>(testing.trials + 1) <= strictest) return;
  throw undecided("E-TRIALS",
                  fmt::format("{} trials cannot give p <= {} for {} pairs", testing.trials,
                              testing.alpha, pairs),
                  fmt::format("use at least {} trials",
                              static_cast<std::size_t>(std::ceil(1 / strictest)) - 1));
}

/// The tests of one run, metric by metric.
class Tests {
 public:
  Tests(Evaluation& evaluation, const CompareOptions& options, std::vector<Pair> pairs,
        std::size_t trials)
      : evaluation_(evaluation),
        options_(options),
        pairs_(std::move(pairs)),
        resampling_{.samples = trials, .seed = options.seed, .threads = options.threads} {}

  void add(std::size_t metric) {
    const std::vector<const StatsTable*> tables = tables_of(evaluation_, metric);
    const std::vector<double> p = p_values(metric, tables);
    std::vector<Comparison> comparisons;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto [a, b] = pairs_[i];
      const bool is_identical = *tables[a] == *tables[b];
      comparisons.push_back({.baseline = a,
                             .system = b,
                             .metric = metric,
                             .difference = score(metric, b) - score(metric, a),
                             .p = is_identical && !options_.tests_copies ? 1 : p[i],
                             .is_identical = is_identical});
    }
    adjust(comparisons);
    if (options_.all_pairs) rank_systems(evaluation_.report, metric, comparisons, options_.alpha);
    auto& all = evaluation_.report.comparisons;
    all.insert(all.end(), comparisons.begin(), comparisons.end());
  }

 private:
  double score(std::size_t metric, std::size_t system) const {
    return evaluation_.report.systems[system].scores[metric].value;
  }

  std::vector<double> p_values(std::size_t metric, std::span<const StatsTable* const> tables) {
    const ScoreFunction& score_function = evaluation_.score_functions[metric];
    if (options_.test == PairedTest::kRandomization) {
      return randomization_p(tables, pairs_, score_function, resampling_);
    }
    const auto samples = bootstrap_scores(tables, score_function, resampling_);
    if (!options_.all_pairs) add_sample_intervals(metric, samples);
    std::vector<double> p;
    for (const auto& [a, b] : pairs_) {
      const double real = std::abs(score(metric, a) - score(metric, b));
      p.push_back(paired_bootstrap_p(real, samples[a], samples[b]));
    }
    return p;
  }

  /// The bootstrap gives intervals as well.
  void add_sample_intervals(std::size_t metric, const std::vector<std::vector<double>>& samples) {
    Report& report = evaluation_.report;
    for (std::size_t s = 0; s < samples.size(); ++s) {
      report.systems[s].scores[metric].interval = interval_of(samples[s], resampling_.level);
    }
    report.intervals = Resampled{resampling_.samples, resampling_.seed, resampling_.level};
  }

  void adjust(std::vector<Comparison>& comparisons) const {
    std::vector<double> p(comparisons.size());
    std::ranges::transform(comparisons, p.begin(), &Comparison::p);
    const std::vector<double> adjusted = options_.all_pairs ? holm(p) : p;
    for (std::size_t i = 0; i < p.size(); ++i) comparisons[i].p_adjusted = adjusted[i];
  }

  Evaluation& evaluation_;
  const CompareOptions& options_;
  std::vector<Pair> pairs_;
  Resampling resampling_;
};

}  // namespace

std::size_t enough_trials(PairedTest test, std::size_t pairs, double alpha) {
  const std::size_t usual = test == PairedTest::kBootstrap ? 1000 : 10000;
  // A quotient like 10 / 0.05 may come out a little above the whole number that it is.
  constexpr double kSlack = 1e-9;
  const double needed = std::ceil(10 * static_cast<double>(pairs) / alpha - kSlack);
  return std::max(usual, static_cast<std::size_t>(needed));
}

void add_intervals(Evaluation& evaluation, const IntervalOptions& options) {
  Report& report = evaluation.report;
  check_segments(report);
  const Resampling resampling{options.samples, options.seed, options.level, options.threads};
  for (std::size_t m = 0; m < report.metrics.size(); ++m) {
    const auto samples =
        bootstrap_scores(tables_of(evaluation, m), evaluation.score_functions[m], resampling);
    for (std::size_t s = 0; s < report.systems.size(); ++s) {
      report.systems[s].scores[m].interval = interval_of(samples[s], options.level);
    }
  }
  report.intervals = Resampled{options.samples, options.seed, options.level};
}

void add_comparisons(Evaluation& evaluation, const CompareOptions& options) {
  Report& report = evaluation.report;
  check_segments(report);
  if (report.systems.size() < 2) {
    throw undecided("E-ONE-SYSTEM", "one system has nothing to be compared with",
                    "give at least two systems");
  }
  std::vector<Pair> pairs = pairs_of(report.systems.size(), options.all_pairs);
  const std::size_t trials = options.trials > 0
                                 ? options.trials
                                 : enough_trials(options.test, pairs.size(), options.alpha);
  report.testing =
      Testing{.test = options.test == PairedTest::kBootstrap ? "paired-bs" : "paired-ar",
              .trials = trials,
              .seed = options.seed,
              .alpha = options.alpha,
              .is_all_pairs = options.all_pairs,
              .correction = options.all_pairs ? "holm" : "none"};
  check_trials(*report.testing, pairs.size());
  Tests tests(evaluation, options, std::move(pairs), trials);
  for (std::size_t m = 0; m < report.metrics.size(); ++m) tests.add(m);
}

}  // namespace assay
