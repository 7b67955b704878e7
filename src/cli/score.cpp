#include <algorithm>
#include <memory>
#include <thread>

#include "assay/evaluate.h"
#include "assay/registry.h"
#include "assay/writer.h"

#include "cli/commands.h"
#include "cli/inputs.h"
#include "cli/messages.h"
#include "cli/output.h"
#include "cli/progress.h"

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view kDefaultMetrics = "bleu,rouge1,rouge2,rougeL";
constexpr int kMostDecimals = 17;
constexpr unsigned kMostThreads = 1024;

constexpr const char* kExamples = R"(Examples:
  assay score -r ref.txt hyp.txt
  assay score -r refA.txt -r refB.txt -m bleu -m rougeL:stem=yes old=a.txt new=b.txt
  assay score --ref-field references --hyp-field prediction -f json summaries.jsonl)";

struct ScoreOptions {
  InputArguments input;
  std::vector<std::string> metrics;
  std::string format = "table";
  std::vector<std::string> outputs;
  bool segments = false;
  bool score_only = false;
  int decimals = -1;
  unsigned threads = 0;
  bool quiet = false;
  bool strict = false;
};

/// Metrics in the order asked for; an exact repetition is dropped with a note.
std::vector<MetricSpec> parse_metrics(const ScoreOptions& options) {
  std::vector<MetricSpec> specs;
  std::vector<std::string> texts = options.metrics;
  if (texts.empty()) texts.emplace_back(kDefaultMetrics);
  for (const std::string& text : texts) {
    for (MetricSpec& spec : parse_metric_list(text)) {
      if (std::ranges::find(specs, spec.key, &MetricSpec::key) == specs.end()) {
        specs.push_back(std::move(spec));
      } else if (!options.quiet) {
        print_note(fmt::format("-m {} was given twice", spec.key));
      }
    }
  }
  return specs;
}

/// --normalize and --lang are shorthands for parts of the tokenizer, where a metric has one.
void apply_shorthands(const InputArguments& input, std::vector<MetricSpec>& specs) {
  for (MetricSpec& spec : specs) {
    const auto has_tokenizer =
        std::ranges::find(spec.info->options, "tok", &OptionInfo::key) != spec.info->options.end();
    if (!has_tokenizer) continue;
    if (!input.language.empty()) apply_language(input.language, spec);
    if (!input.normalize.empty()) {
      spec.options.set("tok", input.normalize + "+" + spec.options["tok"]);
    }
  }
}

const WriterInfo& find_writer(std::string_view name) {
  const WriterInfo* writer = find_named(writers(), name);
  if (writer != nullptr) return *writer;
  const std::vector<std::string> names = names_of(writers());
  throw usage_error("E-FORMAT", fmt::format("no format is called '{}'", name),
                    fmt::format("{}the formats are: {}", did_you_mean(name, names),
                                fmt::join(names, ", ")));
}

/// A file to write, and how: from "FILE", by its suffix, or "FORMAT:FILE".
struct Target {
  const WriterInfo* writer = nullptr;
  std::unique_ptr<OutputFile> file;
};

Target open_target(const std::string& text, const CorpusFiles& inputs) {
  const WriterInfo* writer = nullptr;
  std::string path = text;
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) writer = find_named(writers(), text.substr(0, colon));
  if (writer != nullptr) {
    path = text.substr(colon + 1);
  } else {
    for (const WriterInfo* candidate : writers()) {
      if (text.ends_with(candidate->suffix)) writer = candidate;
    }
  }
  if (writer == nullptr) {
    throw usage_error("E-FORMAT", fmt::format("no format has the suffix of '{}'", text),
                      "name it: -o json:FILE");
  }
  Target target{writer, std::make_unique<OutputFile>(path)};
  for (const auto* files : {&inputs.systems, &inputs.references}) {
    for (const InputFile& file : *files) {
      if (!target.file->is_same_as(file.path)) continue;
      throw usage_error("E-OUT-IS-IN", fmt::format("the output '{}' is also an input", path),
                        "write to another file");
    }
  }
  return target;
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

EvaluateOptions evaluate_options(const ScoreOptions& options) {
  EvaluateOptions result;
  result.threads = options.threads > 0 ? options.threads : std::thread::hardware_concurrency();
  result.segment_scores = options.segments;
  result.on_progress = progress_printer();
  return result;
}

void print_report(const Report& report, const WriterInfo& writer, const WriteOptions& options) {
  print_to_stdout([&](std::ostream& out) {
    if (options.score_only) {
      write_scores(report, options, out);
    } else {
      writer.write(report, options, out);
    }
  });
}

void score(const ScoreOptions& options, Outcome& outcome) {
  std::vector<MetricSpec> specs = parse_metrics(options);
  apply_shorthands(options.input, specs);
  const WriterInfo& writer = find_writer(options.format);
  const CorpusFiles files = corpus_files(options.input);
  const InputOptions input = input_options(options.input);
  std::vector<Target> targets;
  for (const std::string& output : options.outputs) targets.push_back(open_target(output, files));

  const Report report = evaluate(files, input, specs, evaluate_options(options));
  end_progress();
  for (const Warning& warning : report.warnings) print_warning(warning);
  const WriteOptions write_options{options.decimals, options.score_only};
  for (const Target& target : targets) {
    target.file->commit(
        [&](std::ostream& out) { target.writer->write(report, write_options, out); });
  }
  print_report(report, writer, write_options);
  if (options.strict) outcome.exit_code = strict_exit_code(report.warnings);
}

void add_output_options(CLI::App& command, ScoreOptions& options, const std::string& more) {
  const std::string output = "Output";
  command.add_option("-f,--format", options.format, "table, json or jsonl")
      ->capture_default_str()
      ->group(output);
  command
      .add_option("-o,--output", options.outputs,
                  "Also write to a file, as its suffix says (.json, .jsonl, .txt) or FORMAT:FILE")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(output);
  command.add_flag("--segments", options.segments, "Add a record for each segment")->group(output);
  command.add_flag("-b,--score-only", options.score_only, "Print bare numbers, one a line")
      ->group(output);
  command.add_option("-w,--width", options.decimals, "Decimals of the table")
      ->type_name("N")
      ->check(CLI::Range(0, kMostDecimals))
      ->group(output);
  command.add_flag("-q,--quiet", options.quiet, "No notes on standard error")->group(more);
  command.add_flag("--strict", options.strict, "A warning becomes exit code 3 (input) or 4")
      ->group(more);
  command.add_option("-j,--threads", options.threads, "Threads; 0: one per core")
      ->type_name("N")
      ->check(CLI::Range(0U, kMostThreads))
      ->group(more);
}

}  // namespace

void add_score(CLI::App& app, bool show_all, Outcome& outcome) {
  const auto options = std::make_shared<ScoreOptions>();
  const std::string more = show_all ? "More" : "";
  CLI::App* command = app.add_subcommand("score", "Score one or more systems (the default command)");
  add_input_options(*command, options->input, more);
  command
      ->add_option("-m,--metric", options->metrics,
                   fmt::format("Metrics, NAME or NAME:key=value,… (default: {})", kDefaultMetrics))
      ->type_name("SPEC")
      ->allow_extra_args(false)
      ->group("Metrics");
  add_output_options(*command, *options, more);
  command->footer(show_all ? kExamples
                           : std::string(kExamples) + "\n\n--help-all lists the other options.");
  command->callback([options, &outcome] { score(*options, outcome); });
}

}  // namespace assay
