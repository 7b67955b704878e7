#include "cli/reporting.h"

#include "assay/embeddings.h"
#include "assay/registry.h"
#include "assay/text.h"

#include "cli/checks.h"
#include "cli/messages.h"
#include "cli/progress.h"
#include "cli/signals.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

constexpr std::string_view kDefaultMetrics = "bleu,chrf,rouge1,rouge2,rougeL";
constexpr std::string_view kEmbeddingMetric = "bertscore";
constexpr int kMostDecimals = 17;
constexpr unsigned kMostThreads = 1024;

/// Without texts there is only one that can be computed.
std::vector<std::string> default_metrics(const InputArguments& input) {
  if (input.hyp_embeddings.empty()) return {std::string(kDefaultMetrics)};
  if (input.systems.empty()) return {std::string(kEmbeddingMetric)};
  return {std::string(kDefaultMetrics), std::string(kEmbeddingMetric)};
}

void refuse_metrics_of_texts(const CorpusFiles& files, const std::vector<MetricSpec>& specs) {
  for (const MetricSpec& spec : specs) {
    if (files.has_texts || !spec.info->needs_texts) continue;
    throw usage_error("E-EMBEDDINGS", fmt::format("{} needs texts, not embeddings", spec.key),
                      "give texts too: -r REF HYP");
  }
}

/// Metrics in the order asked for; an exact repetition is dropped with a note.
std::vector<MetricSpec> parse_metrics(const ReportArguments& arguments) {
  std::vector<MetricSpec> specs;
  std::vector<std::string> texts = arguments.metrics;
  if (texts.empty()) texts = default_metrics(arguments.input);
  for (const std::string& text : texts) {
    for (MetricSpec& spec : parse_metric_list(text)) {
      if (std::ranges::find(specs, spec.key, &MetricSpec::key) == specs.end()) {
        specs.push_back(std::move(spec));
      } else if (!arguments.quiet) {
        print_note(fmt::format("-m {} was given twice", spec.key));
      }
    }
  }
  return specs;
}

std::vector<std::string> input_paths(const CorpusFiles& files) {
  std::vector<std::string> paths;
  for (const auto* side : {&files.embeddings.systems, &files.embeddings.references}) {
    for (const std::string& path : *side) {
      const std::vector<std::string> all = files_of_embeddings(path);
      paths.insert(paths.end(), all.begin(), all.end());
    }
  }
  for (const auto* side : {&files.systems, &files.references}) {
    for (const InputFile& file : *side) paths.push_back(file.path);
  }
  return paths;
}

const WriterInfo& find_writer(std::string_view name) {
  const WriterInfo* writer = find_named(writers(), name);
  if (writer != nullptr) return *writer;
  const std::vector<std::string> names = names_of(writers());
  throw usage_error(
      "E-FORMAT", fmt::format("no format is called '{}'", escape(name)),
      fmt::format("{}the formats are: {}", did_you_mean(name, names), fmt::join(names, ", ")));
}

/// "did you mean '.json'? " or "".
std::string similar_suffix(const std::string& path) {
  std::vector<std::string> suffixes;
  for (const WriterInfo* writer : writers()) suffixes.emplace_back(writer->suffix);
  return did_you_mean(path.substr(std::min(path.rfind('.'), path.size())), suffixes);
}

/// Bare numbers are a format of their own.
void check_score_only(const ReportArguments& arguments) {
  if (!arguments.score_only) return;
  if (arguments.format != "table") {
    throw usage_error("E-USAGE",
                      fmt::format("-b and -f {} contradict each other", arguments.format),
                      "leave one of them out");
  }
  if (arguments.segments && arguments.outputs.empty()) {
    throw usage_error("E-USAGE", "-b prints no segments", "leave out -b or --segments");
  }
}

/// What --strict makes of warnings: the larger problem wins.
ExitCode strict_exit_code(const std::vector<Warning>& warnings) {
  ExitCode code = ExitCode::kOk;
  for (const Warning& warning : warnings) {
    const bool is_input = warning.about == Warning::About::kInput;
    code = std::max(code, is_input ? ExitCode::kInput : ExitCode::kUndecided);
  }
  return code;
}

Problem strict_problem(std::size_t warnings) {
  return {"E-STRICT",
          fmt::format("--strict refuses {} warning{}", warnings, warnings == 1 ? "" : "s"),
          {},
          "mend what the warnings name, or leave out --strict"};
}

WriteOptions write_options(const ReportArguments& arguments) {
  WriteOptions options;
  options.decimals = arguments.decimals;
  options.score_only = arguments.score_only;
  options.csv_raw = arguments.csv_raw;
  // GitHub's runner looks for commands in what a step prints.
  options.guards_commands = std::getenv("GITHUB_ACTIONS") != nullptr;
  return options;
}

}  // namespace

Error out_is_in(const std::string& path) {
  return usage_error("E-OUT-IS-IN", fmt::format("the output '{}' is also an input", escape(path)),
                     "write to another file");
}

Error two_outputs(const std::string& path) {
  return usage_error("E-USAGE", fmt::format("two outputs go to '{}'", escape(path)),
                     "give each a file of its own");
}

void add_report_options(CLI::App& command, ReportArguments& arguments, const std::string& more) {
  const std::string output = "Output";
  add_input_options(command, arguments.input, more);
  command
      .add_option("-m,--metric", arguments.metrics,
                  fmt::format("Metrics, NAME or NAME:key=value,… (default: {})", kDefaultMetrics))
      ->type_name("SPEC")
      ->allow_extra_args(false)
      ->group("Metrics");
  command
      .add_option("-f,--format", arguments.format,
                  fmt::format("{}", fmt::join(names_of(writers()), ", ")))
      ->type_name("NAME")
      ->capture_default_str()
      ->group(output);
  command
      .add_option("-o,--output", arguments.outputs,
                  "Also write to a file, as its suffix says (.json, .csv, .md, …), or FORMAT:FILE")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(output);
  command
      .add_option("--append", arguments.history,
                  "Also append a line of JSON: time, commit, scores, signatures")
      ->type_name("FILE")
      ->group(output);
  command.add_option("--commit", arguments.commit, "Of --append (in CI it is known)")
      ->type_name("ID")
      ->group(more);
  command.add_flag("--segments", arguments.segments, "Add a record for each segment")
      ->group(output);
  command.add_flag("-b,--score-only", arguments.score_only, "Print bare numbers, one a line")
      ->group(output);
  CLI::Option* width =
      command.add_option("-w,--width", arguments.decimals, "Decimals of the table")
          ->type_name("N")
          ->group(output);
  require_whole(width, 0, kMostDecimals);
  command
      .add_flag("--csv-raw", arguments.csv_raw, "In csv and tsv no ' before =, +, - and @ in texts")
      ->group(more);
  command.add_flag("-q,--quiet", arguments.quiet, "No notes on standard error")->group(more);
  command.add_flag("--strict", arguments.strict, "A warning becomes exit code 3 (input) or 4")
      ->group(more);
  CLI::Option* threads =
      command.add_option("-j,--threads", arguments.threads, "Threads; 0: one per core")
          ->type_name("N")
          ->group(more);
  require_whole(threads, 0, kMostThreads);
}

OutputName split_output(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return {nullptr, text};
  const WriterInfo* writer = find_named(writers(), text.substr(0, colon));
  return {writer, writer == nullptr ? text : text.substr(colon + 1)};
}

ReportRun::ReportRun(const ReportArguments& arguments)
    : arguments_(arguments),
      specs_(parse_metrics(arguments)),
      writer_(&find_writer(arguments.format)),
      files_(corpus_files(arguments.input)),
      input_(input_options(arguments.input)),
      threads_(arguments.threads > 0 ? arguments.threads
                                     : std::max(1U, std::thread::hardware_concurrency())) {
  check_score_only(arguments);
  for (MetricSpec& spec : specs_) apply_inputs(arguments.input, spec);
  refuse_metrics_of_texts(files_, specs_);
  for (const std::string& output : arguments.outputs) targets_.push_back(open_target(output));
  open_history();
}

ReportRun::Target ReportRun::open_target(const std::string& text) const {
  auto [writer, path] = split_output(text);
  if (path.empty() || path == "-") {
    throw usage_error("E-USAGE", fmt::format("-o '{}' names no file", escape(text)),
                      "-f FORMAT is what goes to standard output");
  }
  for (const WriterInfo* candidate : writers()) {
    if (writer == nullptr && text.ends_with(candidate->suffix)) writer = candidate;
  }
  if (writer == nullptr) {
    throw usage_error("E-FORMAT", fmt::format("no format has the suffix of '{}'", escape(text)),
                      similar_suffix(text) + "name it: -o json:FILE");
  }
  return {writer, path, open_output(path)};
}

std::unique_ptr<OutputFile> ReportRun::open_output(const std::string& path) const {
  auto output = std::make_unique<OutputFile>(path);
  check_target(*output, path);
  return output;
}

std::vector<std::string> ReportRun::all_inputs() const {
  std::vector<std::string> inputs = input_paths(files_);
  for (const MetricSpec& spec : specs_) {
    const std::vector<std::string> more = spec.files();
    inputs.insert(inputs.end(), more.begin(), more.end());
  }
  return inputs;
}

/// Nor is anything appended to what is read.
void ReportRun::open_history() {
  const std::string& path = arguments_.history;
  if (path.empty()) return;
  const auto is_same = [&path](const std::string& input) {
    std::error_code error;
    return std::filesystem::equivalent(path, input, error);
  };
  if (std::ranges::any_of(all_inputs(), is_same)) throw out_is_in(path);
  history_ = std::make_unique<HistoryFile>(path);
}

/// Nothing that is read may be written, and nothing written twice.
void ReportRun::check_target(const OutputFile& file, const std::string& path) const {
  const auto is_same = [&file](const std::string& input) { return file.is_same_as(input); };
  if (std::ranges::any_of(all_inputs(), is_same)) throw out_is_in(path);
  for (const Target& other : targets_) {
    if (file.replaces(other.path)) throw two_outputs(path);
  }
  if (!arguments_.history.empty() && file.replaces(arguments_.history)) throw two_outputs(path);
}

std::vector<std::string> ReportRun::without_aggregates() const {
  std::vector<std::string> options;
  if (arguments_.score_only) {
    options.emplace_back("-b");
  } else if (!writer_->shows_aggregates) {
    options.push_back(fmt::format("-f {}", writer_->name));
  }
  for (const Target& target : targets_) {
    if (!target.writer->shows_aggregates) options.push_back("-o " + escape(target.path));
  }
  return options;
}

void ReportRun::refuse_to_write(const std::string& input) const {
  if (input.empty()) return;
  for (const Target& target : targets_) {
    const bool is_same = target.file->is_same_as(input) || target.file->replaces(input);
    if (is_same) throw out_is_in(target.path);
  }
  std::error_code error;
  if (std::filesystem::equivalent(arguments_.history, input, error)) {
    throw out_is_in(arguments_.history);
  }
}

Evaluation ReportRun::measure(const Needs& needs) const {
  EvaluateOptions options;
  InputOptions input = input_;
  input.digest_references = needs.digest;
  options.threads = threads_;
  options.segment_scores = arguments_.segments || needs.segment_scores;
  options.keep_rows = needs.rows;
  options.on_progress = [print = progress_printer()](const Progress& progress) {
    set_segments_done(progress.segments);
    if (print) print(progress);
  };
  Evaluation evaluation = assay::measure(files_, input, specs_, options);
  end_progress();
  if (evaluation.lacked_threads && !arguments_.quiet) {
    print_note("the system refused to start all threads; fewer did the work");
  }
  return evaluation;
}

ExitCode ReportRun::write(const Report& report) const {
  write_files(report);
  return print(report);
}

void ReportRun::write_files(const Report& report) const {
  for (const Warning& warning : report.warnings) print_warning(warning);
  const WriteOptions options = write_options(arguments_);
  for (const Target& target : targets_) {
    target.file->commit([&](std::ostream& out) { target.writer->write(report, options, out); });
  }
  if (history_ != nullptr) {
    history_->append(report, arguments_.commit.empty() ? commit_of_ci() : arguments_.commit);
  }
}

ExitCode ReportRun::print(const Report& report) const {
  const WriteOptions options = write_options(arguments_);
  print_to_stdout([&](std::ostream& out) {
    if (options.score_only) {
      write_scores(report, options, out);
    } else {
      writer_->write(report, options, out);
    }
  });
  const ExitCode code = arguments_.strict ? strict_exit_code(report.warnings) : ExitCode::kOk;
  if (code != ExitCode::kOk) print_problem(strict_problem(report.warnings.size()));
  return code;
}

}  // namespace assay
