#include "assay/aggregate.h"
#include "assay/compare.h"
#include "assay/registry.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/presets.h"
#include "cli/reporting.h"
#include "cli/resampling_options.h"

#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay score -r ref.txt hyp.txt
  assay score -r refA.txt -r refB.txt -m bleu -m rougeL:stem=yes old=a.txt new=b.txt
  assay score --ref-field references --hyp-field prediction -f json summaries.jsonl)";

struct ScoreArguments {
  ReportArguments report;
  bool confidence = false;
  IntervalOptions intervals;
  std::string preset;
  std::string aggregate;
};

AggregateMethod aggregate_method(const std::string& name) {
  if (name == "rouge-1.5.5") return AggregateMethod::kRouge155;
  return name == "evaluate" ? AggregateMethod::kEvaluate : AggregateMethod::kRougeScore;
}

/// The metrics and the aggregate that a preset stands for, before those that were given.
void apply_preset(ScoreArguments& arguments) {
  if (arguments.preset.empty()) return;
  const Preset& preset = find_preset(arguments.preset);
  if (!arguments.report.quiet) print_note(expansion_of(preset));
  auto& metrics = arguments.report.metrics;
  metrics.insert(metrics.begin(), preset.metrics.begin(), preset.metrics.end());
  if (arguments.aggregate.empty()) arguments.aggregate = preset.aggregate;
}

void aggregate(Evaluation& evaluation, const ScoreArguments& arguments) {
  add_aggregates(evaluation, {.method = aggregate_method(arguments.aggregate),
                              .samples = arguments.intervals.samples,
                              .seed = arguments.intervals.seed,
                              .level = arguments.intervals.level});
}

/// Not all formats have a place for aggregates.
void note_what_lacks_aggregates(const ReportRun& run) {
  const std::vector<std::string> options = run.without_aggregates();
  if (options.empty()) return;
  print_note(fmt::format("what --aggregate computes is left out of {}; table and json have it",
                         fmt::join(options, ", ")));
}

void score(ScoreArguments& arguments, Outcome& outcome) {
  apply_preset(arguments);
  const ReportRun run(arguments.report);
  const bool aggregates = !arguments.aggregate.empty();
  if (aggregates && !arguments.report.quiet) note_what_lacks_aggregates(run);
  Evaluation evaluation = run.measure({.rows = arguments.confidence || aggregates});
  if (aggregates) aggregate(evaluation, arguments);
  if (arguments.confidence) {
    IntervalOptions intervals = arguments.intervals;
    intervals.threads = run.threads();
    add_intervals(evaluation, intervals);
  }
  outcome.exit_code = run.write(evaluation.report);
}

}  // namespace

void add_score(CLI::App& app, bool show_all, Outcome& outcome) {
  const auto arguments = std::make_shared<ScoreArguments>();
  const std::string more = show_all ? "More" : "";
  CLI::App* command =
      app.add_subcommand("score", "Score one or more systems (the default command)");
  add_report_options(*command, arguments->report, more);
  command->add_flag("--confidence", arguments->confidence, "Add bootstrap intervals")
      ->group("Metrics");
  command
      ->add_option("--preset", arguments->preset,
                   fmt::format("Metrics and aggregate of another program: {}",
                               fmt::join(preset_names(), ", ")))
      ->type_name("NAME")
      ->group("Metrics");
  CLI::Option* method = command
                            ->add_option("--aggregate", arguments->aggregate,
                                         "What another ROUGE program reports: rouge_score, "
                                         "evaluate or rouge-1.5.5")
                            ->type_name("NAME")
                            ->group(more);
  require_choice(method, {"rouge_score", "evaluate", "rouge-1.5.5"});
  add_sample_options(*command, arguments->intervals.samples, arguments->intervals.seed, more);
  CLI::Option* level =
      command->add_option("--level", arguments->intervals.level, "Of the intervals and aggregates")
          ->type_name("P")
          ->capture_default_str()
          ->group(more);
  require_real(level, 0.5, 0.999);
  command->footer(examples_footer(kExamples, show_all));
  command->callback([arguments, &outcome] { score(*arguments, outcome); });
}

}  // namespace assay
