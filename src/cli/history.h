#pragma once

#include "assay/report.h"

#include <string>

namespace assay {

/// A file that grows by one line for each run. Runs at the same time take turns.
class HistoryFile {
 public:
  /// Opens or creates the file. Throws a system Error (E-OUTPUT).
  explicit HistoryFile(std::string path);
  HistoryFile(const HistoryFile&) = delete;
  HistoryFile& operator=(const HistoryFile&) = delete;
  ~HistoryFile();

  /// Appends a line, with the time in UTC (or SOURCE_DATE_EPOCH) and `commit`. Throws a system
  /// Error: E-LOCK if another process keeps the file for ten seconds, E-NOSPC or E-WRITE.
  void append(const Report& report, const std::string& commit) const;

 private:
  void lock() const;

  std::string path_;
  int descriptor_ = -1;
};

/// The commit that CI names in GITHUB_SHA or CI_COMMIT_SHA; "" elsewhere.
std::string commit_of_ci();

}  // namespace assay
