#include "metrics/padding_blocks.h"

#include <algorithm>

namespace assay {
namespace {

/// Rows of each reference of a segment.
std::vector<std::uint64_t> reference_rows(const EmbeddingCorpus& corpus, std::uint64_t segment) {
  std::vector<std::uint64_t> rows;
  for (const auto& file : corpus.references) {
    const RowRange texts = file->texts_of(segment);
    for (std::uint64_t text = texts.begin; text < texts.end; ++text) {
      rows.push_back(file->rows_of(text).size());
    }
  }
  return rows;
}

}  // namespace

PaddingBlocks::PaddingBlocks(const EmbeddingCorpus& corpus, std::size_t pairs) : pairs_(pairs) {
  if (pairs == 0) return;
  longest_.resize(corpus.systems.size());
  std::uint64_t pair = 0;
  for (std::uint64_t segment = 0; segment < corpus.segments(); ++segment) {
    first_pair_.push_back(pair);
    for (const std::uint64_t rows : reference_rows(corpus, segment)) {
      for (std::size_t s = 0; s < longest_.size(); ++s) {
        longest_[s].resize(static_cast<std::size_t>(pair / pairs) + 1);
        Longest& longest = longest_[s].back();
        const std::uint64_t candidate = corpus.systems[s]->rows_of(segment).size();
        longest.candidate = std::max(longest.candidate, candidate);
        longest.reference = std::max(longest.reference, rows);
      }
      ++pair;
    }
  }
}

Padding PaddingBlocks::of(std::size_t system, std::uint64_t segment, std::uint64_t reference,
                          std::uint64_t candidate_rows, std::uint64_t reference_rows) const {
  if (pairs_ == 0) return {};
  const std::uint64_t batch = (first_pair_[segment] + reference) / pairs_;
  const Longest& longest = longest_[system][static_cast<std::size_t>(batch)];
  return {reference_rows < longest.reference, candidate_rows < longest.candidate};
}

}  // namespace assay
