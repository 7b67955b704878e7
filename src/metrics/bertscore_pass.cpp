#include "metrics/bertscore_pass.h"

#include "assay/error.h"

#include "embeddings/row_window.h"
#include "metrics/embedded_text.h"
#include "metrics/greedy_match.h"
#include "metrics/padding_blocks.h"
#include "parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// Rows of the largest side that one part of the work has, unless a segment has more.
constexpr std::uint64_t kPartBytes = std::uint64_t{1} << 20U;

/// Segments [begin, end), for one thread at a time.
struct Part {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// What does not change while threads work.
class Plan {
 public:
  Plan(const EmbeddingCorpus& corpus, const BertScoreSettings& settings)
      : settings_(settings), padding_(corpus, settings.pairs_padded) {
    for (const auto* side : {&corpus.references, &corpus.systems}) {
      for (const auto& file : *side) {
        const Tensor& tensor = file->embeddings(settings.layer);
        file->file().verify(tensor);
        files_.push_back(file.get());
        tensors_.push_back(&tensor);
        weights_.emplace_back(*file, settings.idf, settings.special_ids[weights_.size()]);
      }
    }
    references_ = corpus.references.size();
    cut_parts(corpus.segments());
  }

  const BertScoreSettings& settings() const { return settings_; }
  const PaddingBlocks& padding() const { return padding_; }
  const std::vector<Part>& parts() const { return parts_; }

  /// Files of references come first.
  std::size_t references() const { return references_; }
  std::size_t files() const { return files_.size(); }
  const EmbeddingFile& file(std::size_t f) const { return *files_[f]; }
  const Tensor& tensor(std::size_t f) const { return *tensors_[f]; }
  const TokenWeights& weights(std::size_t f) const { return weights_[f]; }

 private:
  /// The largest number of bytes that any file has for a segment.
  std::uint64_t bytes_of(std::uint64_t segment) const {
    std::uint64_t most = 0;
    for (std::size_t f = 0; f < files_.size(); ++f) {
      const RowRange texts = files_[f]->texts_of(segment);
      std::uint64_t rows = 0;
      for (std::uint64_t text = texts.begin; text < texts.end; ++text) {
        rows += files_[f]->rows_of(text).size();
      }
      most = std::max(most, rows * tensors_[f]->shape[1] * size_of(tensors_[f]->dtype));
    }
    return most;
  }

  void cut_parts(std::uint64_t segments) {
    std::uint64_t bytes = 0;
    for (std::uint64_t segment = 0; segment < segments; ++segment) {
      const std::uint64_t more = bytes_of(segment);
      if (parts_.empty() || bytes + more > kPartBytes) {
        parts_.push_back({segment, segment});
        bytes = 0;
      }
      parts_.back().end = segment + 1;
      bytes += more;
    }
  }

  const BertScoreSettings& settings_;
  PaddingBlocks padding_;
  std::vector<const EmbeddingFile*> files_;
  std::vector<const Tensor*> tensors_;
  std::vector<TokenWeights> weights_;
  std::vector<Part> parts_;
  std::size_t references_ = 0;
};

/// One thread's windows and scratch memory.
class Worker {
 public:
  explicit Worker(const Plan& plan) : plan_(plan) {
    for (std::size_t f = 0; f < plan.files(); ++f) {
      texts_.push_back(std::make_unique<EmbeddedText>(plan.file(f), plan.tensor(f), plan.weights(f),
                                                      plan.settings()));
    }
  }

  void operator()(const Part& part, BertScores& scores) {
    for (std::uint64_t segment = part.begin; segment < part.end; ++segment) {
      score(segment, part, scores);
    }
  }

  const NormCounts& norms(std::size_t f) const { return texts_[f]->norms(); }

 private:
  void score(std::uint64_t segment, const Part& part, BertScores& scores) {
    for (std::size_t f = plan_.references(); f < plan_.files(); ++f) {
      texts_[f]->read(segment, segment, part.end);
    }
    std::uint64_t reference = 0;
    for (std::size_t f = 0; f < plan_.references(); ++f) {
      const RowRange texts = plan_.file(f).texts_of(segment);
      for (std::uint64_t text = texts.begin; text < texts.end; ++text, ++reference) {
        texts_[f]->read(segment, text, plan_.file(f).texts_of(part.end - 1).end);
        match_all(segment, reference, f, scores);
      }
    }
  }

  /// All systems with one reference.
  void match_all(std::uint64_t segment, std::uint64_t reference, std::size_t f,
                 BertScores& scores) {
    for (std::size_t s = 0; s < scores.segments.size(); ++s) {
      EmbeddedText& candidate = *texts_[plan_.references() + s];
      EmbeddedText& other = *texts_[f];
      if (candidate.row_type() != other.row_type()) {
        candidate.widen();
        other.widen();
      }
      const Padding padding =
          plan_.padding().of(s, segment, reference, candidate.rows(), other.rows());
      const MatchScore score = matcher_(candidate.side(), other.side(), padding);
      SegmentScore& best = scores.segments[s][segment];
      const SegmentScore values = {score.precision, score.recall, score.f1};
      best = reference == 0 ? values : best_of(best, values);
    }
  }

  const Plan& plan_;
  std::vector<std::unique_ptr<EmbeddedText>> texts_;  ///< [file]
  GreedyMatcher matcher_;
};

std::vector<Warning> norm_warnings(const Plan& plan,
                                   const std::vector<std::unique_ptr<Worker>>& workers) {
  std::vector<Warning> warnings;
  for (std::size_t f = 0; f < plan.files(); ++f) {
    NormCounts counts;
    for (const auto& worker : workers) counts += worker->norms(f);
    if (100 * counts.odd <= counts.all) continue;
    warnings.push_back(
        {.code = "W-NORMS",
         .file = plan.file(f).path(),
         .message = fmt::format("{} of {} rows are shorter than 0.001 or longer than 1000; is the "
                                "type of the numbers right?",
                                counts.odd, counts.all)});
  }
  return warnings;
}

}  // namespace

SegmentScore best_of(const SegmentScore& a, const SegmentScore& b) {
  SegmentScore best{};
  for (std::size_t i = 0; i < best.size(); ++i) {
    // A comparison with NaN is false.
    best[i] = std::isnan(a[i]) || a[i] >= b[i] ? a[i] : b[i];
  }
  return best;
}

BertScores score_embeddings(const EmbeddingCorpus& corpus, const BertScoreSettings& settings,
                            std::size_t threads) {
  const Plan plan(corpus, settings);
  BertScores scores;
  scores.segments.resize(corpus.systems.size());
  for (auto& system : scores.segments) system.resize(corpus.segments());
  std::vector<std::unique_ptr<Worker>> workers;
  const std::size_t most = std::max<std::size_t>(1, std::min(threads, plan.parts().size()));
  for (std::size_t t = 0; t < most; ++t) workers.push_back(std::make_unique<Worker>(plan));
  parallel_for(workers.size(), plan.parts().size(), [&](std::size_t thread, std::size_t i) {
    (*workers[thread])(plan.parts()[i], scores);
  });
  for (std::size_t f = 0; f < plan.files(); ++f) plan.file(f).check_unchanged();
  scores.warnings = norm_warnings(plan, workers);
  return scores;
}

}  // namespace assay
