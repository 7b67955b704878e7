#pragma once

#include "assay/error.h"
#include "assay/evaluate.h"
#include "assay/writer.h"

#include "cli/commands.h"
#include "cli/history.h"
#include "cli/inputs.h"
#include "cli/output.h"

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// What `score` and `compare` have in common: which metrics, from which inputs, to which outputs.
namespace assay {

struct ReportArguments {
  InputArguments input;
  std::vector<std::string> metrics;
  std::string format = "table";
  std::vector<std::string> outputs;
  std::string history;
  std::string commit;
  bool segments = false;
  bool score_only = false;
  bool csv_raw = false;
  int decimals = -1;
  unsigned threads = 0;
  bool quiet = false;
  bool strict = false;
};

/// Adds the options for all of it; rarely used ones go to the group `more`.
void add_report_options(CLI::App& command, ReportArguments& arguments, const std::string& more);

/// What -o names.
struct OutputName {
  const WriterInfo* writer = nullptr;  ///< nullptr if the suffix of the file tells.
  std::string path;
};

/// From "FORMAT:FILE" or "FILE".
OutputName split_output(const std::string& text);

/// That `path` is written but is an input (E-OUT-IS-IN), or another output too.
Error out_is_in(const std::string& path);
Error two_outputs(const std::string& path);

/// What a command needs of an evaluation besides scores.
struct Needs {
  bool rows = false;            ///< For tests and intervals.
  bool segment_scores = false;  ///< Also without --segments.
  bool digest = false;          ///< Of the references.
};

/// A run from arguments to outputs. What is wrong with the arguments, or with the places of the
/// outputs, is found by the constructor, before any work.
class ReportRun {
 public:
  explicit ReportRun(const ReportArguments& arguments);

  std::size_t threads() const { return threads_; }

  /// Reads and measures.
  Evaluation measure(const Needs& needs) const;

  /// The options of those outputs that leave out what --aggregate computes: "-b", "-o a.csv".
  std::vector<std::string> without_aggregates() const;

  /// Throws a usage Error (E-OUT-IS-IN) if an output is this input.
  void refuse_to_write(const std::string& input) const;

  /// Creates the file to write `path` with. Throws a usage Error (E-OUT-IS-IN) if it is an input.
  std::unique_ptr<OutputFile> open_output(const std::string& path) const;

  /// Writes files, then standard output; prints warnings. Returns what --strict makes of them.
  ExitCode write(const Report& report) const;

  /// Its two parts.
  void write_files(const Report& report) const;
  ExitCode print(const Report& report) const;

 private:
  /// A file to write, and how.
  struct Target {
    const WriterInfo* writer = nullptr;
    std::string path;
    std::unique_ptr<OutputFile> file;
  };

  Target open_target(const std::string& text) const;
  std::vector<std::string> all_inputs() const;
  void open_history();
  void check_target(const OutputFile& file, const std::string& path) const;

  const ReportArguments& arguments_;
  std::vector<MetricSpec> specs_;
  const WriterInfo* writer_;
  CorpusFiles files_;
  InputOptions input_;
  std::size_t threads_;
  std::vector<Target> targets_;
  std::unique_ptr<HistoryFile> history_;  ///< nullptr unless --append was given.
};

}  // namespace assay
