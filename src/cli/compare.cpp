#include "assay/compare.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/reporting.h"
#include "cli/resampling_options.h"

#include <memory>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay compare -r ref.txt base.txt new.txt
  assay compare -r ref.txt --all-pairs a.txt b.txt c.txt
  assay compare -r ref.txt --test ar -m bleu,rougeL base.txt new.txt -f json)";

struct CompareArguments {
  ReportArguments report;
  std::string test = "bs";
  CompareOptions options;
};

void compare(const CompareArguments& arguments, Outcome& outcome) {
  const ReportRun run(arguments.report);
  CompareOptions options = arguments.options;
  options.threads = run.threads();
  options.test = arguments.test == "bs" ? PairedTest::kBootstrap : PairedTest::kRandomization;
  Evaluation evaluation = run.measure({.rows = true});
  add_comparisons(evaluation, options);
  outcome.exit_code = run.write(evaluation.report);
}

}  // namespace

void add_compare_options(CLI::App& command, bool show_all, Outcome& outcome) {
  const auto arguments = std::make_shared<CompareArguments>();
  const std::string group = "Tests";
  const std::string more = show_all ? "More" : "";
  add_report_options(command, arguments->report, more);
  CLI::Option* test =
      command
          .add_option("--test", arguments->test, "bs: paired bootstrap; ar: paired randomization")
          ->type_name("NAME")
          ->capture_default_str()
          ->group(group);
  require_choice(test, {"bs", "ar"});
  command
      .add_flag("--all-pairs", arguments->options.all_pairs,
                "Test all pairs with Holm's correction, and rank the systems")
      ->group(group);
  CLI::Option* alpha =
      command.add_option("--alpha", arguments->options.alpha, "Significance level")
          ->type_name("P")
          ->capture_default_str()
          ->group(group);
  require_real(alpha, 1e-6, 0.5);
  add_sample_options(command, arguments->options.trials, arguments->options.seed, group);
  command.footer(examples_footer(kExamples, show_all));
  command.callback([arguments, &outcome] { compare(*arguments, outcome); });
}

}  // namespace assay
