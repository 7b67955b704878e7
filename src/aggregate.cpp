#include "assay/aggregate.h"

#include "assay/error.h"
#include "assay/random.h"

#include "rouge155/averages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array<std::string_view, 3> kMeasures = {"precision", "recall", "f1"};

/// Precision, recall and F of every segment.
std::vector<Triple> triples_of(const StatsTable& table) {
  std::vector<Triple> triples(table.size());
  for (std::size_t i = 0; i < kMeasures.size(); ++i) {
    const auto column = std::ranges::find(table.columns(), kMeasures[i], &Column::name);
    const auto c = static_cast<std::size_t>(column - table.columns().begin());
    for (std::size_t s = 0; s < table.size(); ++s) triples[s][i] = table[s][c];
  }
  return triples;
}

bool is_rouge(const MetricColumn& metric) {
  return metric.info->name.starts_with("rouge");
}

/// NumPy's percentile with linear interpolation, of ascending values.
double percentile(const std::vector<double>& values, double part) {
  const double place = static_cast<double>(values.size() - 1) * part;
  const auto k = static_cast<std::size_t>(std::floor(place));
  const double fraction = place - static_cast<double>(k);
  const double a = values[k];
  const double b = values[std::min(k + 1, values.size() - 1)];
  return fraction < 0.5 ? a + (b - a) * fraction : b - (b - a) * (1 - fraction);
}

/// The means of `samples` resampled corpora: per measure, in ascending order.
std::array<std::vector<double>, 3> sample_means(const std::vector<Triple>& triples,
                                                std::size_t samples,
                                                NumpyLegacyGenerator& generator) {
  std::array<std::vector<double>, 3> means;
  const auto segments = static_cast<std::uint32_t>(triples.size());
  for (std::size_t sample = 0; sample < samples; ++sample) {
    Triple sum = triples[generator.below(segments)];
    for (std::uint32_t i = 1; i < segments; ++i) {
      const Triple& drawn = triples[generator.below(segments)];
      for (std::size_t m = 0; m < sum.size(); ++m) sum[m] += drawn[m];
    }
    for (std::size_t m = 0; m < sum.size(); ++m) means[m].push_back(sum[m] / segments);
  }
  for (auto& values : means) std::ranges::sort(values);
  return means;
}

/// The order in which ROUGE-1.5.5 has documents numbered from 1: that of the numbers' text.
std::vector<Triple> in_order_of_keys(const std::vector<Triple>& triples) {
  std::vector<std::string> keys;
  keys.reserve(triples.size());
  for (std::size_t i = 0; i < triples.size(); ++i) keys.push_back(fmt::format("{}.", i + 1));
  std::vector<std::size_t> order(triples.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) -> const std::string& { return keys[i]; });
  std::vector<Triple> sorted;
  sorted.reserve(order.size());
  for (const std::size_t i : order) sorted.push_back(triples[i]);
  return sorted;
}

class Aggregator {
 public:
  Aggregator(Evaluation& evaluation, const AggregateOptions& options)
      : evaluation_(evaluation), report_(evaluation.report), options_(options) {}

  /// Every system starts a stream of its own, as a run of that program would.
  void add_google(std::size_t system) {
    NumpyLegacyGenerator generator(static_cast<std::uint32_t>(options_.seed));
    for (std::size_t metric = 0; metric < report_.metrics.size(); ++metric) {
      if (!is_rouge(report_.metrics[metric])) continue;
      const auto means = sample_means(triples(metric, system), options_.samples, generator);
      for (std::size_t m = 0; m < kMeasures.size(); ++m) {
        if (options_.method == AggregateMethod::kRougeScore || kMeasures[m] == "f1") {
          add(system, metric, m, bounds(means[m]));
        }
      }
    }
  }

  void add_rouge155(std::size_t system) {
    std::vector<std::size_t> metrics;
    std::vector<std::vector<Triple>> tables;
    for (std::size_t metric = 0; metric < report_.metrics.size(); ++metric) {
      if (!is_rouge(report_.metrics[metric])) continue;
      metrics.push_back(metric);
      tables.push_back(in_order_of_keys(triples(metric, system)));
    }
    const auto mean = [](const Triple& sum, std::size_t documents) {
      const auto n = static_cast<double>(documents);
      return Triple{sum[0] / n, sum[1] / n, sum[2] / n};
    };
    const auto averages = rouge155_averages(tables, mean, {options_.samples, 100 * options_.level});
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      for (std::size_t m = 0; m < kMeasures.size(); ++m) {
        const Rouge155Average& average = averages[i][m];
        add(system, metrics[i], m, {average.low, average.mean, average.high});
      }
    }
  }

 private:
  std::vector<Triple> triples(std::size_t metric, std::size_t system) const {
    return triples_of(evaluation_.tables[metric * report_.systems.size() + system]);
  }

  /// Low, middle and high.
  Triple bounds(const std::vector<double>& means) const {
    // The same steps as there: the rounding of each shows.
    const double delta = (1 - options_.level) / 2;
    return {percentile(means, 100 * delta / 100), percentile(means, 50.0 / 100),
            percentile(means, 100 * (1 - delta) / 100)};
  }

  void add(std::size_t system, std::size_t metric, std::size_t measure, const Triple& values) {
    const std::vector<std::string>& fields = report_.aggregation->fields;
    std::vector<Detail>& details = report_.systems[system].scores[metric].details;
    for (const std::string& field : fields) {
      // Without bounds the middle is all that there is.
      const auto i = fields.size() == 1 ? 1U : static_cast<std::size_t>(&field - fields.data());
      details.push_back({fmt::format("{}_{}", kMeasures[measure], field), {values[i]}});
    }
  }

  Evaluation& evaluation_;
  Report& report_;
  const AggregateOptions& options_;
};

Aggregation aggregation_of(const AggregateOptions& options) {
  Aggregation aggregation{.method = "rouge_score",
                          .fields = {"low", "median", "high"},
                          .samples = options.samples,
                          .seed = options.seed,
                          .level = options.level};
  if (options.method == AggregateMethod::kEvaluate) {
    aggregation.method = "evaluate";
    aggregation.fields = {"median"};
  } else if (options.method == AggregateMethod::kRouge155) {
    aggregation.method = "rouge-1.5.5";
    aggregation.fields[1] = "average";
    aggregation.seed = 0;
  }
  return aggregation;
}

void check(const Report& report, const AggregateOptions& options) {
  if (std::ranges::none_of(report.metrics, is_rouge)) {
    throw usage_error("E-AGGREGATE", "there is no ROUGE metric to aggregate", "add one: -m rouge1");
  }
  if (report.documents == "aggregate") {
    throw usage_error("E-AGGREGATE", "other ROUGE programs know no documents of several segments",
                      "--doc-mode concat, or leave out --aggregate");
  }
  if (options.method != AggregateMethod::kRouge155 &&
      options.seed > std::numeric_limits<std::uint32_t>::max()) {
    throw usage_error("E-AGGREGATE", fmt::format("NumPy takes no seed of {}", options.seed),
                      "give one of at most 4294967295");
  }
}

}  // namespace

void add_aggregates(Evaluation& evaluation, const AggregateOptions& options) {
  Report& report = evaluation.report;
  check(report, options);
  report.aggregation = aggregation_of(options);
  if (report.segments == 0) return;
  Aggregator aggregator(evaluation, options);
  for (std::size_t system = 0; system < report.systems.size(); ++system) {
    if (options.method == AggregateMethod::kRouge155) {
      aggregator.add_rouge155(system);
    } else {
      aggregator.add_google(system);
    }
  }
}

}  // namespace assay
