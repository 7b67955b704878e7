#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "assay/corpus.h"
#include "assay/metric.h"
#include "assay/report.h"

namespace assay {

/// How to run; none of it changes a score.
struct EvaluateOptions {
  std::size_t threads = 1;
  std::size_t block_segments = 1024;
  bool segment_scores = false;
  std::function<void(const Progress&)> on_progress;  ///< Called now and then; may be empty.
};

/// Reads the corpus once and scores every system by every metric.
///
/// Memory does not grow with the corpus unless segment scores are asked for. The report is the same
/// for any number of threads and any block size. Throws Error for bad input.
Report evaluate(const CorpusFiles& files, const InputOptions& input,
                std::span<const MetricSpec> specs, const EvaluateOptions& options);

}  // namespace assay
