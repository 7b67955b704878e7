#include "writers/grid.h"

#include "writers/numbers.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace assay {
namespace {

using Cells = std::vector<std::string>;

const Comparison* against_baseline(const Report& report, std::size_t system, std::size_t metric) {
  if (!report.testing || report.testing->is_all_pairs) return nullptr;
  const auto found = std::ranges::find_if(report.comparisons, [&](const Comparison& comparison) {
    return comparison.system == system && comparison.metric == metric;
  });
  return found == report.comparisons.end() ? nullptr : &*found;
}

std::string shown_p(double p, double alpha) {
  return fmt::format("{:.4f}{}", p, p <= alpha ? "*" : "");
}

std::string shown_range(const Rank& rank) {
  return rank.low == rank.high ? fmt::format("{}", rank.low)
                               : fmt::format("{}-{}", rank.low, rank.high);
}

/// Which columns every metric has next to its score.
struct Extras {
  bool interval = false;
  bool p = false;
  bool rank = false;
};

Extras extras_of(const Report& report) {
  const bool is_all_pairs = report.testing && report.testing->is_all_pairs;
  return {report.intervals.has_value(), report.testing && !is_all_pairs, is_all_pairs};
}

void add_headings(const MetricColumn& metric, const Extras& extras, const Report& report,
                  Cells& row) {
  row.push_back(heading(metric));
  if (extras.interval) row.push_back(fmt::format("±{}%", 100 * report.intervals->level));
  if (extras.p) row.emplace_back("p");
  if (extras.rank) {
    row.emplace_back("rank");
    row.emplace_back("cluster");
  }
}

void add_cells(const Report& report, std::size_t system, std::size_t m, const WriteOptions& options,
               Cells& row) {
  const MetricColumn& metric = report.metrics[m];
  const Score& score = report.systems[system].scores[m];
  const Extras extras = extras_of(report);
  row.push_back(shown_score(metric, score, options));
  if (extras.interval) {
    row.push_back(score.interval
                      ? shown_number(score.interval->half_width, metric.info->scale, options)
                      : "");
  }
  if (extras.p) {
    const Comparison* comparison = against_baseline(report, system, m);
    row.push_back(comparison == nullptr ? "" : shown_p(comparison->p, report.testing->alpha));
  }
  if (extras.rank) {
    row.push_back(score.rank ? shown_range(*score.rank) : "");
    row.push_back(score.rank ? fmt::format("{}", score.rank->cluster) : "");
  }
}

std::string counted_pairs(std::size_t pairs) {
  return pairs == 1 ? "1 pair" : fmt::format("{} pairs", pairs);
}

std::string test_name(const Testing& testing) {
  return testing.test == "paired-bs" ? "paired bootstrap" : "paired approximate randomization";
}

std::string test_caption(const Report& report) {
  const Testing& testing = *report.testing;
  const std::size_t pairs = report.comparisons.size() / report.metrics.size();
  const std::string what = testing.is_all_pairs
                               ? fmt::format("of all {}", counted_pairs(pairs))
                               : fmt::format("against {}", report.systems.front().name);
  return fmt::format("{} test {}: {} trials, seed {}, alpha {}, {}", test_name(testing), what,
                     testing.trials, testing.seed, testing.alpha,
                     testing.correction == "holm" ? "Holm's correction by metric"
                                                  : "no correction for several systems");
}

/// "BLEU: 20 of 28 pairs differ, 17 after correction".
std::string count_caption(const Report& report, std::size_t m) {
  const Testing& testing = *report.testing;
  std::size_t pairs = 0;
  std::size_t before = 0;
  std::size_t after = 0;
  for (const Comparison& comparison : report.comparisons) {
    if (comparison.metric != m) continue;
    ++pairs;
    before += comparison.p <= testing.alpha ? 1U : 0U;
    after += comparison.p_adjusted <= testing.alpha ? 1U : 0U;
  }
  std::string text = fmt::format("{}: {} of {} {}", heading(report.metrics[m]), before,
                                 counted_pairs(pairs), pairs == 1 ? "differs" : "differ");
  if (testing.correction == "holm") text += fmt::format(", {} after correction", after);
  return text;
}

/// The difference as a part of the larger score.
double relative_difference(const Report& report, const Comparison& comparison) {
  const double a = report.systems[comparison.baseline].scores[comparison.metric].value;
  const double b = report.systems[comparison.system].scores[comparison.metric].value;
  const double larger = std::max(std::abs(a), std::abs(b));
  return larger > 0 ? std::abs(comparison.difference) / larger : 0;
}

std::string documents_caption(const Report& report) {
  return fmt::format("documents by {}: {}", report.document_field,
                     report.documents == "concat"
                         ? "the texts of each are joined"
                         : "scores are means over documents, each from its segments' statistics");
}

/// What the numbers of another program are, and that the mean is exact.
std::string aggregate_caption(const Aggregation& aggregation) {
  const std::string of_samples =
      fmt::format("{} resamples, {}%", aggregation.samples, 100 * aggregation.level);
  std::string what = fmt::format("low, median, high: as rouge_score's aggregator ({}, seed {})",
                                 of_samples, aggregation.seed);
  if (aggregation.method == "evaluate") {
    what = fmt::format("median: as evaluate's \"rouge\" ({} resamples, seed {})",
                       aggregation.samples, aggregation.seed);
  } else if (aggregation.method == "rouge-1.5.5") {
    what = fmt::format("low, average, high: as ROUGE-1.5.5 prints them ({})", of_samples);
  }
  return what + "; the scores above are the exact means";
}

/// Where two systems disagree most: the smallest p, then the largest relative difference.
std::string extreme_caption(const Report& report) {
  const auto& all = report.comparisons;
  const auto best = std::ranges::min_element(all, [&](const Comparison& a, const Comparison& b) {
    return a.p != b.p ? a.p < b.p : relative_difference(report, a) > relative_difference(report, b);
  });
  return fmt::format("two systems disagree most by {}: {} and {} (p = {:.4f})",
                     heading(report.metrics[best->metric]), report.systems[best->baseline].name,
                     report.systems[best->system].name, best->p);
}

}  // namespace

std::string heading(const MetricColumn& metric) {
  return metric.key != metric.info->name ? metric.key : std::string(metric.info->title);
}

Grid score_grid(const Report& report, const WriteOptions& options) {
  Grid grid{{{"system"}}, 1};
  const Extras extras = extras_of(report);
  for (const MetricColumn& metric : report.metrics) {
    add_headings(metric, extras, report, grid.rows.front());
  }
  for (std::size_t s = 0; s < report.systems.size(); ++s) {
    Cells row = {report.systems[s].name};
    for (std::size_t m = 0; m < report.metrics.size(); ++m) add_cells(report, s, m, options, row);
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

Grid segment_grid(const Report& report, const WriteOptions& options) {
  const SegmentScores& scores = report.segment_scores;
  if (scores.cells.empty()) return {};
  Grid grid{{{scores.ids.empty() || !report.documents.empty() ? unit(report) : "id", "system"}}, 2};
  for (const MetricColumn& metric : report.metrics) grid.rows.front().push_back(heading(metric));
  const double* cell = scores.cells.data();
  for (std::size_t segment = 0; segment < report.segments; ++segment) {
    for (const SystemResult& system : report.systems) {
      const std::string number = fmt::format("{}", segment);
      Cells row = {scores.ids.empty() ? number : scores.ids[segment], system.name};
      for (const MetricColumn& metric : report.metrics) {
        row.push_back(shown_number(*cell, metric.info->scale, options));
        cell += metric.segment_fields.size();
      }
      grid.rows.push_back(std::move(row));
    }
  }
  return grid;
}

Grid aggregate_grid(const Report& report, const WriteOptions& options) {
  if (!report.aggregation) return {};
  const std::vector<std::string>& fields = report.aggregation->fields;
  Grid grid{{{"system", "metric", "measure"}}, 3};
  grid.rows.front().insert(grid.rows.front().end(), fields.begin(), fields.end());
  for (const SystemResult& system : report.systems) {
    for (std::size_t m = 0; m < report.metrics.size(); ++m) {
      for (const char* measure : {"precision", "recall", "f1"}) {
        Cells row = {system.name, heading(report.metrics[m]), measure};
        for (const std::string& field : fields) {
          const std::string name = fmt::format("{}_{}", measure, field);
          const auto& details = system.scores[m].details;
          const auto found = std::ranges::find(details, name, &Detail::name);
          if (found == details.end()) continue;
          row.push_back(shown_number(found->values.front(), Scale::kOne, options));
        }
        if (row.size() == grid.rows.front().size()) grid.rows.push_back(std::move(row));
      }
    }
  }
  return grid;
}

Grid comparison_grid(const Report& report, const WriteOptions& options) {
  if (!report.testing || !report.testing->is_all_pairs) return {};
  Grid grid{{{"metric", "system", "other", "difference", "p", "adjusted"}}, 3};
  for (const Comparison& comparison : report.comparisons) {
    const MetricColumn& metric = report.metrics[comparison.metric];
    grid.rows.push_back(
        {heading(metric), report.systems[comparison.system].name,
         report.systems[comparison.baseline].name,
         shown_number(comparison.difference, metric.info->scale, options),
         comparison.is_identical ? "identical" : fmt::format("{:.4f}", comparison.p),
         shown_p(comparison.p_adjusted, report.testing->alpha)});
  }
  return grid;
}

Grid group_grid(const Report& report, const WriteOptions& options) {
  if (report.groups.empty()) return {};
  Grid grid{{{report.group_field, "system", "segments"}}, 2};
  for (const MetricColumn& metric : report.metrics) grid.rows.front().push_back(heading(metric));
  for (const GroupResult& group : report.groups) {
    for (std::size_t s = 0; s < report.systems.size(); ++s) {
      Cells row = {group.name, report.systems[s].name, fmt::format("{}", group.segments)};
      for (std::size_t m = 0; m < report.metrics.size(); ++m) {
        row.push_back(shown_score(report.metrics[m], group.scores[s][m], options));
      }
      grid.rows.push_back(std::move(row));
    }
  }
  return grid;
}

std::string status_name(Verdict::Status status) {
  switch (status) {
    case Verdict::Status::kPassed:
      return "passed";
    case Verdict::Status::kFailed:
      return "failed";
    default:
      return "undecided";
  }
}

Grid verdict_grid(const Report& report, const WriteOptions& options) {
  if (report.verdicts.empty()) return {};
  Grid grid{{{"gate", "system", "verdict", "score", "limit", "baseline", "p", "adjusted"}}, 3};
  for (const Verdict& verdict : report.verdicts) {
    const auto shown = [&](const std::optional<double>& value) {
      if (!value) return std::string();
      if (verdict.kind == "segments") return fmt::format("{:.6g}", *value);
      return shown_number(*value, report.metrics[verdict.metric].info->scale, options);
    };
    const auto shown_p = [](const std::optional<double>& p) {
      return p ? fmt::format("{:.4f}", *p) : std::string();
    };
    grid.rows.push_back({verdict.gate, report.systems[verdict.system].name,
                         status_name(verdict.status), shown(verdict.actual), shown(verdict.limit),
                         shown(verdict.baseline), shown_p(verdict.p), shown_p(verdict.p_adjusted)});
  }
  return grid;
}

Grid signature_grid(const Report& report) {
  Grid grid{{}, 2};
  for (const MetricColumn& metric : report.metrics) {
    grid.rows.push_back({heading(metric), metric.signature});
    if (metric.peer_signature.empty()) continue;
    grid.rows.push_back({metric.equals.empty() ? "" : metric.equals, metric.peer_signature});
  }
  return grid;
}

Grid segment_signature_grid(const Report& report) {
  Grid grid{{}, 2};
  if (report.segment_scores.cells.empty()) return grid;
  for (const MetricColumn& metric : report.metrics) {
    if (metric.segment_signature == metric.signature) continue;
    grid.rows.push_back({heading(metric), metric.segment_signature});
  }
  return grid;
}

std::string unit(const Report& report) {
  return report.documents.empty() ? "segment" : "document";
}

std::string counted_segments(const Report& report) {
  return fmt::format("{} {}{}", report.segments, unit(report), report.segments == 1 ? "" : "s");
}

std::vector<std::string> captions(const Report& report) {
  std::vector<std::string> lines;
  if (!report.documents.empty()) lines.push_back(documents_caption(report));
  if (report.aggregation) lines.push_back(aggregate_caption(*report.aggregation));
  if (report.intervals) {
    lines.push_back(fmt::format("±: half of the {}% bootstrap interval, {} samples, seed {}",
                                100 * report.intervals->level, report.intervals->samples,
                                report.intervals->seed));
  }
  for (const Verdict& verdict : report.verdicts) {
    const std::string line = fmt::format("undecided: {}", verdict.reason);
    const bool is_new = std::ranges::find(lines, line) == lines.end();
    if (!verdict.reason.empty() && is_new) lines.push_back(line);
  }
  if (!report.testing) return lines;
  lines.push_back(test_caption(report));
  for (std::size_t m = 0; m < report.metrics.size(); ++m) lines.push_back(count_caption(report, m));
  if (report.comparisons.size() > 1) lines.push_back(extreme_caption(report));
  return lines;
}

}  // namespace assay
