#pragma once

#include "assay/report.h"

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// What a user may say about the look of a report.
struct WriteOptions {
  int decimals = -1;  ///< Of the table; -1: two on the 0–100 scale, four on 0–1.
  bool score_only = false;
  /// Leave text as it is where a spreadsheet would take it for a formula.
  bool csv_raw = false;
  /// No line of a table begins with "::", which GitHub's runner would take for a command.
  bool guards_commands = false;
};

/// A table entry: an output format is a function from a Report to a stream.
struct WriterInfo {
  std::string_view name;
  std::string_view suffix;  ///< Of the files that it is chosen for: ".json".
  std::string_view summary;
  void (*write)(const Report& report, const WriteOptions& options, std::ostream& out) = nullptr;
  bool shows_aggregates = false;  ///< What Report::aggregation tells of.
};

std::span<const WriterInfo* const> writers();

/// The bare scores, one a line: systems in order, for each its metrics.
void write_scores(const Report& report, const WriteOptions& options, std::ostream& out);

/// One line of JSON for a file that grows from run to run: time, commit (left out if empty),
/// version, segments, and for each system and metric score and signature.
void write_history(const Report& report, std::string_view time, std::string_view commit,
                   std::ostream& out);

}  // namespace assay
