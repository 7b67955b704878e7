#pragma once

#include "assay/corpus.h"
#include "assay/metric.h"
#include "assay/report.h"
#include "assay/significance.h"
#include "assay/stats.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace assay {

/// How to run; none of it changes a score.
struct EvaluateOptions {
  std::size_t threads = 1;
  std::size_t block_segments = 1024;
  bool segment_scores = false;  ///< Report the scores of single segments.
  bool keep_rows = false;       ///< Keep the statistics of single segments, for tests.
  std::function<void(const Progress&)> on_progress;  ///< Called now and then; may be empty.
};

/// A report and what stands behind it.
struct Evaluation {
  Report report;
  std::vector<ScoreFunction> score_functions;  ///< One per spec, for sums of rows.
  /// The rows of every segment, [metric * systems + system]; empty tables unless they were kept.
  /// Of Documents::kAggregate the scores of documents.
  std::vector<StatsTable> tables;
  bool lacked_threads = false;          ///< The system refused some; the others did their work.
  std::uint64_t references_digest = 0;  ///< If InputOptions::digest_references asked for it.
};

/// Reads the corpus once and scores every system by every metric.
///
/// Memory does not grow with the corpus unless segment scores or rows are asked for. The result is
/// the same for any number of threads and any block size. Throws Error for bad input.
Evaluation measure(const CorpusFiles& files, const InputOptions& input,
                   std::span<const MetricSpec> specs, const EvaluateOptions& options);

/// The report alone.
Report evaluate(const CorpusFiles& files, const InputOptions& input,
                std::span<const MetricSpec> specs, const EvaluateOptions& options);

}  // namespace assay
