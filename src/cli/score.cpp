#include "assay/compare.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/reporting.h"
#include "cli/resampling_options.h"

#include <memory>

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
};

void score(const ScoreArguments& arguments, Outcome& outcome) {
  const ReportRun run(arguments.report);
  Evaluation evaluation = run.measure({.rows = arguments.confidence});
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
  add_sample_options(*command, arguments->intervals.samples, arguments->intervals.seed, more);
  CLI::Option* level =
      command->add_option("--level", arguments->intervals.level, "Of the intervals")
          ->type_name("P")
          ->capture_default_str()
          ->group(more);
  require_real(level, 0.5, 0.999);
  command->footer(examples_footer(kExamples, show_all));
  command->callback([arguments, &outcome] { score(*arguments, outcome); });
}

}  // namespace assay
