#include "assay/gate.h"

#include "assay/text.h"

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/reporting.h"
#include "cli/resampling_options.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kExamples = R"(Examples:
  assay gate -r ref.txt hyp.txt --fail-under bleu=30 --fail-over ter=60
  assay gate -r ref.txt hyp.txt --baseline base.json --max-drop rougeL=0.005 --init
  assay gate -r ref.txt hyp.txt --rule 'segments(rouge1 < 0.10) <= 2%' -f junit)";

struct GateArguments {
  ReportArguments report;
  std::vector<std::string> floors;
  std::vector<std::string> ceilings;
  std::vector<std::string> drops;
  std::vector<std::string> significant;
  std::vector<std::string> rules;
  std::string baseline;
  bool init = false;
  bool rebaseline = false;
  bool exit_zero = false;
  std::string test = "bs";
  GateOptions options;
};

std::vector<Gate> parse_gates(const GateArguments& arguments) {
  std::vector<Gate> gates;
  const auto add = [&gates](GateKind kind, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) gates.push_back(parse_gate(kind, text));
  };
  add(GateKind::kFloor, arguments.floors);
  add(GateKind::kCeiling, arguments.ceilings);
  add(GateKind::kDrop, arguments.drops);
  add(GateKind::kSignificantDrop, arguments.significant);
  add(GateKind::kSegments, arguments.rules);
  return gates;
}

void check_arguments(const GateArguments& arguments, const std::vector<Gate>& gates) {
  const bool compares = std::ranges::any_of(gates, &Gate::needs_baseline);
  const bool writes = arguments.init || arguments.rebaseline;
  if ((compares || writes) && arguments.baseline.empty()) {
    throw usage_error("E-USAGE", "there is no baseline to compare with or to write",
                      "--baseline FILE");
  }
  if (gates.empty() && !writes) {
    throw usage_error("E-USAGE", "there is no gate",
                      "--fail-under, --fail-over, --max-drop, --significant-drop or --rule");
  }
}

/// A gate's metric is computed also where -m does not name it.
ReportArguments with_metrics_of(const std::vector<Gate>& gates, ReportArguments arguments) {
  std::vector<std::string> keys;
  for (const std::string& text : arguments.metrics) {
    for (const MetricSpec& spec : parse_metric_list(text)) keys.push_back(spec.key);
  }
  for (const Gate& gate : gates) {
    if (std::ranges::find(keys, gate.metric) != keys.end()) continue;
    keys.push_back(gate.metric);
    arguments.metrics.push_back(gate.metric);
  }
  return arguments;
}

/// The stored baseline, or why there is none.
struct Stored {
  std::optional<Baseline> baseline;
  std::string problem;
  bool is_missing = false;
};

Stored load(const std::string& path) {
  Stored stored;
  std::string text;
  try {
    text = read_file(path);
    if (text.empty()) stored.problem = escape(path, std::string::npos) + ": is empty";
  } catch (const Error& error) {
    if (error.exit_code() != ExitCode::kInput) throw;
    std::error_code ignored;
    stored.is_missing = !std::filesystem::exists(path, ignored);
    stored.problem = error.problem().what;
  }
  if (stored.problem.empty()) {
    stored.baseline = read_baseline(text, path);
  } else {
    stored.problem = "there is no baseline: " + stored.problem;
  }
  return stored;
}

Needs needs_of(const GateArguments& arguments, const std::vector<Gate>& gates) {
  Needs needs;
  needs.rows = needs.digest = !arguments.baseline.empty();
  for (const Gate& gate : gates) {
    needs.segment_scores = needs.segment_scores || gate.kind == GateKind::kSegments;
  }
  return needs;
}

/// The first reason why a verdict is open is the error.
void print_open_verdicts(const Report& report) {
  for (const Verdict& verdict : report.verdicts) {
    if (verdict.status != Verdict::Status::kUndecided) continue;
    const bool is_baseline = verdict.code == "E-BASELINE";
    print_problem({verdict.code,
                   fmt::format("nothing is decided: {}", escape(verdict.reason, 2000)),
                   {},
                   is_baseline ? "--init writes a first baseline, --rebaseline another one"
                               : "give more segments"});
    return;
  }
}

/// One run of the command.
class GateRun {
 public:
  explicit GateRun(const GateArguments& arguments)
      : arguments_(arguments), gates_(parse_gates(arguments)) {
    check_arguments(arguments, gates_);
    report_arguments_ = with_metrics_of(gates_, arguments.report);
    run_.emplace(report_arguments_);
    if (arguments.rebaseline) {
      // What compares with the baseline that is about to go has nothing to say.
      std::erase_if(gates_, &Gate::needs_baseline);
    } else if (!arguments.baseline.empty()) {
      stored_ = load(arguments.baseline);
    }
    const bool creates = arguments.init && stored_.is_missing;
    if (creates || arguments.rebaseline) {
      output_ = run_->open_output(arguments.baseline);
    } else {
      run_->refuse_to_write(arguments.baseline);
    }
  }

  ExitCode operator()() {
    Evaluation evaluation = run_->measure(needs_of(arguments_, gates_));
    GateOptions options = arguments_.options;
    options.threads = run_->threads();
    options.test = arguments_.test == "bs" ? PairedTest::kBootstrap : PairedTest::kRandomization;
    const Baseline* baseline = stored_.baseline ? &*stored_.baseline : nullptr;
    add_verdicts(evaluation, gates_, baseline, stored_.problem, options);
    if (!arguments_.report.segments) evaluation.report.segment_scores = {};
    // Files first: nobody may be reading standard output any more.
    run_->write_files(evaluation.report);
    const bool is_written = write_baseline_of(evaluation);
    const ExitCode strict = run_->print(evaluation.report);
    return std::max({strict, decide(evaluation), tell_of_baseline(is_written)});
  }

 private:
  ExitCode decide(const Evaluation& evaluation) const {
    print_open_verdicts(evaluation.report);
    const ExitCode code = exit_code_of(evaluation.report.verdicts);
    return code == ExitCode::kGateFailed && arguments_.exit_zero ? ExitCode::kOk : code;
  }

  /// A new baseline is written unless a gate without one fails.
  bool write_baseline_of(const Evaluation& evaluation) {
    const bool has_failed = exit_code_of(evaluation.report.verdicts) == ExitCode::kGateFailed;
    if (!output_ || has_failed) return false;
    output_->commit([&](std::ostream& out) { write_baseline(make_baseline(evaluation), out); });
    return true;
  }

  /// The first baseline decides nothing.
  ExitCode tell_of_baseline(bool is_written) const {
    if (!output_) return ExitCode::kOk;
    const std::string path = escape(arguments_.baseline, std::string::npos);
    print_note(is_written ? fmt::format("{} was written; look at it and keep it", path)
                          : fmt::format("a gate failed, so {} was not written", path));
    return arguments_.rebaseline ? ExitCode::kOk : ExitCode::kUndecided;
  }

  const GateArguments& arguments_;
  std::vector<Gate> gates_;
  ReportArguments report_arguments_;
  std::optional<ReportRun> run_;
  Stored stored_;
  std::unique_ptr<OutputFile> output_;
};

void add_gate_option(CLI::App& command, const char* name, std::vector<std::string>& texts,
                     const char* type, const char* summary) {
  command.add_option(name, texts, summary)
      ->type_name(type)
      ->allow_extra_args(false)
      ->group("Gates");
}

void add_baseline_options(CLI::App& command, GateArguments& arguments) {
  const char* group = "Baseline";
  command.add_option("--baseline", arguments.baseline, "Stored scores to compare with")
      ->type_name("FILE")
      ->group(group);
  command
      .add_flag("--init", arguments.init, "Write the baseline if there is none, and exit with 4")
      ->group(group);
  command.add_flag("--rebaseline", arguments.rebaseline, "Replace the baseline by these scores")
      ->group(group);
  command.add_flag("--exit-zero", arguments.exit_zero, "Exit with 0 where a gate failed")
      ->group("Gates");
}

void add_test_options(CLI::App& command, GateArguments& arguments, const std::string& more) {
  command.add_option("--test", arguments.test, "bs: paired bootstrap; ar: paired randomization")
      ->type_name("NAME")
      ->check(CLI::IsMember({"bs", "ar"}))
      ->capture_default_str()
      ->group(more);
  command.add_option("--alpha", arguments.options.alpha, "Significance level, over all gates")
      ->type_name("P")
      ->check(CLI::Range(1e-6, 0.5))
      ->capture_default_str()
      ->group("Gates");
  add_sample_options(command, arguments.options.trials, arguments.options.seed, more);
}

}  // namespace

void add_gate_options(CLI::App& command, bool show_all, Outcome& outcome) {
  const auto arguments = std::make_shared<GateArguments>();
  const std::string more = show_all ? "More" : "";
  add_report_options(command, arguments->report, more);
  add_gate_option(command, "--fail-under", arguments->floors, "METRIC=N",
                  "The score must be at least N");
  add_gate_option(command, "--fail-over", arguments->ceilings, "METRIC=N",
                  "The same where less is better: at most N");
  add_gate_option(command, "--max-drop", arguments->drops, "METRIC=N",
                  "It may be worse than the baseline by N");
  add_gate_option(command, "--significant-drop", arguments->significant, "METRIC",
                  "It may not be worse by more than chance");
  add_gate_option(command, "--rule", arguments->rules, "RULE",
                  "How many segments: 'segments(rouge1 < 0.10) <= 2%'");
  add_baseline_options(command, *arguments);
  add_test_options(command, *arguments, more);
  command.footer(examples_footer(kExamples, show_all));
  command.callback([arguments, &outcome] { outcome.exit_code = GateRun(*arguments)(); });
}

}  // namespace assay
