#include "assay/gate.h"

#include "assay/text.h"

#include "cli/checks.h"
#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/output.h"
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

constexpr const char* kBaselineCode = "E-BASELINE";

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

  bool writes_baseline() const { return init || rebaseline; }
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
  const bool writes = arguments.writes_baseline();
  if ((compares || writes) && arguments.baseline.empty()) {
    throw usage_error("E-USAGE", "there is no baseline to compare with or to write",
                      "--baseline FILE");
  }
  if (gates.empty() && !writes) {
    throw usage_error("E-USAGE", "there is no gate",
                      "--fail-under, --fail-over, --max-drop, --significant-drop or --rule");
  }
}

/// What else the file of the baseline is, which is found before any file is opened.
void check_baseline_file(const GateArguments& arguments) {
  const std::string& path = arguments.baseline;
  const std::string& history = arguments.report.history;
  if (path.empty()) return;
  if (!history.empty() && place_of(path) == place_of(history)) {
    throw arguments.writes_baseline() ? two_outputs(history) : out_is_in(history);
  }
  if (path != "-") return;
  if (arguments.writes_baseline()) {
    throw usage_error("E-USAGE", "--baseline - is standard input, which cannot be written",
                      "name a file");
  }
  const CorpusFiles files = corpus_files(arguments.report.input);
  for (const auto* side : {&files.systems, &files.references}) {
    if (std::ranges::find(*side, path, &InputFile::path) == side->end()) continue;
    throw usage_error("E-STDIN-TWICE", "standard input is given twice but can be read only once",
                      "save it to a file and give that twice");
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

void print_undecided(const std::string& code, const std::string& reason) {
  const bool is_baseline = code == kBaselineCode;
  print_problem({code,
                 fmt::format("nothing is decided: {}", escape(reason, 2000)),
                 {},
                 is_baseline ? "--init writes a first baseline, --rebaseline another one"
                             : "give more segments"});
}

/// The first reason why a verdict is open is the error, and otherwise why the baseline does not
/// fit.
void print_why_undecided(const Report& report, const std::string& misfit) {
  const auto open =
      std::ranges::find(report.verdicts, Verdict::Status::kUndecided, &Verdict::status);
  if (open != report.verdicts.end()) {
    print_undecided(open->code, open->reason);
  } else if (!misfit.empty()) {
    print_undecided(kBaselineCode, misfit);
  }
}

/// One run of the command.
class GateRun {
 public:
  explicit GateRun(const GateArguments& arguments)
      : arguments_(arguments), gates_(parse_gates(arguments)) {
    check_arguments(arguments, gates_);
    check_baseline_file(arguments);
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
    const std::string misfit = misfit_with(evaluation);
    if (!arguments_.report.segments) evaluation.report.segment_scores = {};
    // Files first: nobody may be reading standard output any more. A baseline is replaced last, by
    // what nothing has been said against.
    run_->write_files(evaluation.report);
    const ExitCode strict = run_->print(evaluation.report);
    return std::max({strict, decide(evaluation, misfit), keep_as_baseline(evaluation, strict)});
  }

 private:
  /// Why the baseline that was given does not fit, whatever the gates; "" where one is written.
  std::string misfit_with(Evaluation& evaluation) const {
    if (output_) return {};
    return stored_.baseline ? misfit_of(evaluation, *stored_.baseline) : stored_.problem;
  }

  ExitCode decide(const Evaluation& evaluation, const std::string& misfit) const {
    print_why_undecided(evaluation.report, misfit);
    if (!misfit.empty()) return ExitCode::kUndecided;
    const ExitCode code = exit_code_of(evaluation.report.verdicts);
    return code == ExitCode::kGateFailed && arguments_.exit_zero ? ExitCode::kOk : code;
  }

  /// Why these scores are no baseline; "" if they are.
  static std::string objection_to(const Report& report, ExitCode strict) {
    if (exit_code_of(report.verdicts) == ExitCode::kGateFailed) return "a gate failed";
    if (strict != ExitCode::kOk) return "--strict refused a warning";
    return report.segments == 0 ? "there are no segments" : "";
  }

  /// The first baseline decides nothing.
  ExitCode keep_as_baseline(const Evaluation& evaluation, ExitCode strict) {
    if (!output_) return ExitCode::kOk;
    const std::string path = escape(arguments_.baseline, std::string::npos);
    const std::string objection = objection_to(evaluation.report, strict);
    if (!objection.empty()) {
      print_note(fmt::format("{}, so {} was not written", objection, path));
    } else {
      output_->commit([&](std::ostream& out) { write_baseline(make_baseline(evaluation), out); });
      print_note(fmt::format("{} was written; look at it and keep it", path));
    }
    const bool is_empty = evaluation.report.segments == 0;
    return arguments_.rebaseline && !is_empty ? ExitCode::kOk : ExitCode::kUndecided;
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

/// An empty name would mean that no baseline is given.
std::string refuse_no_name(const std::string& path) {
  if (!path.empty()) return {};
  throw usage_error("E-USAGE", fmt::format("--baseline: '{}' names no file", escape(path)),
                    "--baseline FILE");
}

void add_baseline_options(CLI::App& command, GateArguments& arguments) {
  const char* group = "Baseline";
  command.add_option("--baseline", arguments.baseline, "Stored scores to compare with")
      ->type_name("FILE")
      ->check(&refuse_no_name)
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
  CLI::Option* test =
      command
          .add_option("--test", arguments.test, "bs: paired bootstrap; ar: paired randomization")
          ->type_name("NAME")
          ->capture_default_str()
          ->group(more);
  require_choice(test, {"bs", "ar"});
  CLI::Option* alpha =
      command.add_option("--alpha", arguments.options.alpha, "Significance level, over all gates")
          ->type_name("P")
          ->capture_default_str()
          ->group("Gates");
  require_real(alpha, 1e-6, 0.5);
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
