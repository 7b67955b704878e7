#include "assay/error.h"
#include "assay/gate.h"
#include "assay/version.h"

#include "gates/signature_fields.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

using Status = Verdict::Status;

/// Of the larger score, by which a drop may be over its limit.
constexpr double kSlack = 1e-12;

/// More are made only when they are asked for.
constexpr std::size_t kMostTrials = 1'000'000;

std::string kind_name(GateKind kind) {
  switch (kind) {
    case GateKind::kFloor:
      return "floor";
    case GateKind::kCeiling:
      return "ceiling";
    case GateKind::kDrop:
      return "drop";
    case GateKind::kSignificantDrop:
      return "significant-drop";
    default:
      return "segments";
  }
}

Status passed_if(bool condition) {
  return condition ? Status::kPassed : Status::kFailed;
}

void leave_open(Verdict& verdict, std::string code, std::string reason) {
  verdict.status = Status::kUndecided;
  verdict.code = std::move(code);
  verdict.reason = std::move(reason);
}

std::string made_otherwise(const std::vector<std::string>& differences) {
  return fmt::format("the baseline was made otherwise: {}", fmt::join(differences, "; "));
}

template <typename Value>
void add_difference(std::vector<std::string>& differences, std::string_view name, const Value& now,
                    const Value& before) {
  if (now != before) differences.push_back(fmt::format("{}: {}, was {}", name, now, before));
}

/// The verdicts on one evaluation.
class Judge {
 public:
  Judge(Evaluation& evaluation, const Baseline* baseline, const std::string& no_baseline,
        const GateOptions& options)
      : evaluation_(evaluation),
        report_(evaluation.report),
        baseline_(baseline),
        no_baseline_(no_baseline),
        options_(options) {}

  void judge(const Gate& gate) {
    for (std::size_t s = 0; s < report_.systems.size(); ++s) {
      Verdict verdict{.gate = describe(gate), .kind = kind_name(gate.kind), .system = s};
      verdict.metric = metric_of(gate);
      const Score& score = report_.systems[s].scores[verdict.metric];
      verdict.actual = score.value;
      if (!score.missing_reason.empty()) {
        leave_open(verdict, "E-ONE-SEGMENT",
                   fmt::format("{} has no score by {}: {}", report_.systems[s].name, gate.metric,
                               score.missing_reason));
      } else {
        decide(gate, verdict);
      }
      report_.verdicts.push_back(std::move(verdict));
    }
  }

  /// Of the baseline, which must be there; see misfit_of().
  std::string misfit() const {
    for (const auto& earlier : baseline_->systems) {
      if (is_renamed() || is_scored(earlier.first)) continue;
      return fmt::format("the baseline has the system {}, which was not scored", earlier.first);
    }
    std::vector<std::string> differences = differences_of_run();
    for (std::size_t i = 0; i < evaluation_.tables.size() && differences.empty(); ++i) {
      const Verdict score{.system = i % report_.systems.size(),
                          .metric = i / report_.systems.size()};
      const BaselineScore* earlier = earlier_score(score);
      if (earlier != nullptr) differences = differences_from(*earlier, score);
    }
    return differences.empty() ? "" : made_otherwise(differences);
  }

  /// Decides all significant drops at once, since Holm's correction is over all of them.
  void test() {
    const std::vector<Test> tests = open_tests();
    if (tests.empty()) return;
    check_trials(tests.size());
    std::vector<double> p;
    p.reserve(tests.size());
    for (const Test& test : tests) p.push_back(p_value(*test.front(), tests.size()));
    const std::vector<double> adjusted = holm(p);
    for (std::size_t i = 0; i < tests.size(); ++i) {
      for (Verdict* verdict : tests[i]) {
        verdict->p = p[i];
        verdict->p_adjusted = adjusted[i];
        const bool is_drop = worsening(*verdict) > 0 && adjusted[i] <= options_.alpha;
        verdict->status = passed_if(!is_drop);
      }
    }
  }

 private:
  /// The verdicts of one test: a gate that was given twice, perhaps spelt otherwise, is one test.
  using Test = std::vector<Verdict*>;

  std::vector<Test> open_tests() {
    std::vector<Test> tests;
    for (Verdict& verdict : report_.verdicts) {
      if (verdict.kind != "significant-drop" || verdict.status != Status::kPassed) continue;
      const auto same = std::ranges::find_if(
          tests, [&](const Test& test) { return is_same_score(*test.front(), verdict); });
      if (same == tests.end()) {
        tests.push_back({&verdict});
      } else {
        same->push_back(&verdict);
      }
    }
    return tests;
  }

  bool is_same_score(const Verdict& a, const Verdict& b) const {
    const MetricColumn& first = report_.metrics[a.metric];
    const MetricColumn& second = report_.metrics[b.metric];
    return a.system == b.system && first.info == second.info && first.signature == second.signature;
  }

  std::size_t metric_of(const Gate& gate) const {
    const auto found = std::ranges::find(report_.metrics, gate.metric, &MetricColumn::key);
    return static_cast<std::size_t>(found - report_.metrics.begin());
  }

  bool is_up(const Verdict& verdict) const {
    return report_.metrics[verdict.metric].better == Better::kHigher;
  }

  double worsening(const Verdict& verdict) const {
    return is_up(verdict) ? *verdict.baseline - verdict.actual : verdict.actual - *verdict.baseline;
  }

  void decide(const Gate& gate, Verdict& verdict) const {
    switch (gate.kind) {
      case GateKind::kFloor:
        verdict.limit = gate.limit;
        verdict.status = passed_if(verdict.actual >= gate.limit);
        break;
      case GateKind::kCeiling:
        verdict.limit = gate.limit;
        verdict.status = passed_if(verdict.actual <= gate.limit);
        break;
      case GateKind::kSegments:
        count_segments(gate, verdict);
        break;
      default:
        compare(gate, verdict);
    }
  }

  /// Which cell of a segment is the score of `verdict`, and how many cells a segment has.
  std::pair<std::size_t, std::size_t> place_of(const Verdict& verdict) const {
    std::size_t width = 0;
    std::size_t before = 0;
    for (std::size_t m = 0; m < report_.metrics.size(); ++m) {
      if (m == verdict.metric) before = width;
      width += report_.metrics[m].segment_fields.size();
    }
    return {verdict.system * width + before, width * report_.systems.size()};
  }

  void count_segments(const Gate& gate, Verdict& verdict) const {
    const auto [first, step] = place_of(verdict);
    const std::vector<double>& cells = report_.segment_scores.cells;
    std::uint64_t count = 0;
    for (std::size_t i = first; i < cells.size(); i += step) {
      count += holds(cells[i], gate.segment_relation, gate.segment_limit) ? 1U : 0U;
    }
    verdict.actual = counted(gate, count, report_.segments);
    verdict.limit = gate.limit;
    verdict.status = passed_if(holds(verdict.actual, gate.relation, gate.limit));
  }

  /// A significant drop is left as passed until all of them are tested.
  void compare(const Gate& gate, Verdict& verdict) const {
    const BaselineScore* earlier = find_earlier(verdict);
    if (earlier == nullptr) return;
    verdict.baseline = earlier->score;
    if (gate.kind == GateKind::kSignificantDrop) {
      if (report_.segments < 2)
        leave_open(verdict, "E-ONE-SEGMENT", "one segment says nothing about chance");
      return;
    }
    verdict.limit = is_up(verdict) ? earlier->score - gate.limit : earlier->score + gate.limit;
    // Differences of decimal numbers are not exact: 0.8 - 0.7 > 0.1.
    const double slack = kSlack * std::max(std::abs(verdict.actual), std::abs(earlier->score));
    verdict.status = passed_if(worsening(verdict) <= gate.limit + slack);
  }

  /// The baseline's score, if it can be compared with; otherwise the verdict is left open.
  const BaselineScore* find_earlier(Verdict& verdict) const {
    if (baseline_ == nullptr) {
      leave_open(verdict, "E-BASELINE", no_baseline_);
      return nullptr;
    }
    const BaselineScore* earlier = earlier_score(verdict);
    if (earlier == nullptr) {
      leave_open(verdict, "E-BASELINE",
                 fmt::format("the baseline has no {} of {}", report_.metrics[verdict.metric].key,
                             report_.systems[verdict.system].name));
      return nullptr;
    }
    const std::vector<std::string> differences = differences_from(*earlier, verdict);
    if (differences.empty()) return earlier;
    leave_open(verdict, "E-BASELINE", made_otherwise(differences));
    return nullptr;
  }

  /// With one system on both sides the names may differ.
  bool is_renamed() const { return baseline_->systems.size() == 1 && report_.systems.size() == 1; }

  bool is_scored(const std::string& name) const {
    return std::ranges::find(report_.systems, name, &SystemResult::name) != report_.systems.end();
  }

  const BaselineScore* earlier_score(const Verdict& verdict) const {
    const auto system = is_renamed()
                            ? baseline_->systems.begin()
                            : baseline_->systems.find(report_.systems[verdict.system].name);
    if (system == baseline_->systems.end()) return nullptr;
    const auto metric = system->second.find(report_.metrics[verdict.metric].key);
    return metric == system->second.end() ? nullptr : &metric->second;
  }

  std::vector<std::string> differences_from(const BaselineScore& earlier,
                                            const Verdict& verdict) const {
    std::vector<std::string> differences = signature_differences(
        without_version(report_.metrics[verdict.metric].signature), earlier.signature);
    const std::vector<std::string> of_run = differences_of_run();
    differences.insert(differences.end(), of_run.begin(), of_run.end());
    std::vector<std::string> columns;
    for (const Column& column : table_of(verdict).columns()) columns.emplace_back(column.name);
    add_difference(differences, "columns", fmt::format("{}", fmt::join(columns, ",")),
                   fmt::format("{}", fmt::join(earlier.columns, ",")));
    if (differences.empty()) {
      add_difference(differences, "score of its rows", score_of_rows(verdict), earlier.score);
    }
    return differences;
  }

  /// What concerns all of its scores.
  std::vector<std::string> differences_of_run() const {
    std::vector<std::string> differences;
    add_difference(differences, "scores_revision", kScoresRevision, baseline_->scores_revision);
    add_difference(differences, "segments", report_.segments, baseline_->segments);
    add_difference(differences, "references", fmt::format("{:016x}", evaluation_.references_digest),
                   baseline_->references);
    return differences;
  }

  /// What the baseline's score must be, unless somebody changed it.
  double score_of_rows(const Verdict& verdict) const {
    return evaluation_.score_functions[verdict.metric](earlier_table(verdict).total().row());
  }

  StatsTable earlier_table(const Verdict& verdict) const {
    StatsTable table(table_of(verdict).columns());
    table.append(earlier_score(verdict)->cells);
    return table;
  }

  const StatsTable& table_of(const Verdict& verdict) const {
    return evaluation_.tables[verdict.metric * report_.systems.size() + verdict.system];
  }

  std::size_t trials(std::size_t tests) const {
    return options_.trials > 0 ? options_.trials
                               : enough_trials(options_.test, tests, options_.alpha);
  }

  void check_trials(std::size_t tests) const {
    if (options_.trials == 0 && trials(tests) > kMostTrials) {
      throw Error(
          ExitCode::kUndecided,
          {"E-TRIALS",
           fmt::format("{} trials, which p <= {} for {} gate{} needs, are more than {}",
                       trials(tests), options_.alpha, tests, tests == 1 ? "" : "s", kMostTrials),
           {},
           "ask for so many with --samples, or give a larger --alpha"});
    }
    const double strictest = options_.alpha / static_cast<double>(tests);
    if (1 / static_cast<double>(trials(tests) + 1) <= strictest) return;
    throw Error(
        ExitCode::kUndecided,
        {"E-TRIALS",
         fmt::format("{} trial{} cannot give p <= {} for {} gate{}", trials(tests),
                     trials(tests) == 1 ? "" : "s", options_.alpha, tests, tests == 1 ? "" : "s"),
         {},
         fmt::format("use at least {} trials",
                     static_cast<std::size_t>(std::ceil(1 / strictest)) - 1)});
  }

  double p_value(const Verdict& verdict, std::size_t tests) const {
    const StatsTable& now = table_of(verdict);
    const StatsTable before = earlier_table(verdict);
    if (before == now) return 1;
    const std::vector<const StatsTable*> tables = {&before, &now};
    const ScoreFunction& score = evaluation_.score_functions[verdict.metric];
    const Resampling resampling{
        .samples = trials(tests), .seed = options_.seed, .threads = options_.threads};
    if (options_.test == PairedTest::kRandomization) {
      const std::vector<std::pair<std::size_t, std::size_t>> pairs = {{0, 1}};
      return randomization_p(tables, pairs, score, resampling).front();
    }
    const auto samples = bootstrap_scores(tables, score, resampling);
    return paired_bootstrap_p(std::abs(verdict.actual - *verdict.baseline), samples[0], samples[1]);
  }

  Evaluation& evaluation_;
  Report& report_;
  const Baseline* baseline_;
  const std::string& no_baseline_;
  const GateOptions& options_;
};

}  // namespace

void add_verdicts(Evaluation& evaluation, std::span<const Gate> gates, const Baseline* baseline,
                  const std::string& no_baseline, const GateOptions& options) {
  Judge judge(evaluation, baseline, no_baseline, options);
  for (const Gate& gate : gates) judge.judge(gate);
  judge.test();
}

std::string misfit_of(Evaluation& evaluation, const Baseline& baseline) {
  return Judge(evaluation, &baseline, {}, {}).misfit();
}

}  // namespace assay
