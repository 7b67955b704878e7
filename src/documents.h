#pragma once

#include "assay/stats.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// Scores of documents: the statistics of a document's segments are added up and scored, and the
/// score of the corpus is the mean over documents.
namespace assay {

/// Which stretches of segments are documents: those that stand together and have the same name.
class DocumentRuns {
 public:
  void add(const std::string& name);

  const std::vector<std::string>& names() const { return names_; }

  /// A hash of where documents end, which continues `hash`.
  std::uint64_t digest(std::uint64_t hash) const;

  /// One row for each document: the sum of the rows of its segments.
  StatsTable sums(const StatsTable& segments) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::size_t> ends_;  ///< One past the last segment of each.
};

/// A row for each document with its score, from the sum of its segments.
StatsTable document_scores(const StatsTable& sums, const std::function<double(Row)>& score);

/// The mean of the rows of document_scores() that are added up in `totals`.
double document_mean(Row totals);

}  // namespace assay
