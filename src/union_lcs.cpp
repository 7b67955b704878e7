#include "union_lcs.h"

namespace assay {

void TokenBudget::start(std::span<const TokenId> reference, std::span<const TokenId> hypothesis,
                        std::size_t vocabulary_size) {
  if (reference_.size() < vocabulary_size) {
    reference_.resize(vocabulary_size);
    hypothesis_.resize(vocabulary_size);
  }
  for (const TokenId id : used_) reference_[id] = hypothesis_[id] = 0;
  used_.assign(reference.begin(), reference.end());
  used_.insert(used_.end(), hypothesis.begin(), hypothesis.end());
  for (const TokenId id : reference) ++reference_[id];
  for (const TokenId id : hypothesis) ++hypothesis_[id];
}

bool TokenBudget::take(TokenId id) {
  if (reference_[id] == 0 || hypothesis_[id] == 0) return false;
  --reference_[id];
  --hypothesis_[id];
  return true;
}

std::size_t UnionLcs::hits(const TokenLines& reference, const TokenLines& hypothesis,
                           std::size_t vocabulary_size, TokenBudget& budget) {
  std::size_t hits = 0;
  for_each_token_line(reference, [&](std::span<const TokenId> line) {
    is_marked_.assign(line.size(), 0);
    for_each_token_line(hypothesis, [&](std::span<const TokenId> other) {
      lcs_.mark(line, other, vocabulary_size, is_marked_);
    });
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (is_marked_[i] != 0 && budget.take(line[i])) ++hits;
    }
  });
  return hits;
}

}  // namespace assay
