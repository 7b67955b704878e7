#include "ter_table.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr std::size_t kHalfWidth = 25;

double length_ratio(std::size_t words, std::size_t reference_words) {
  return words == 0 ? 1 : static_cast<double>(reference_words) / static_cast<double>(words);
}

}  // namespace

void WordPositions::assign(std::span<const TokenId> reference, std::size_t vocabulary_size) {
  for (const TokenId id : numbered_) numbers_[id] = 0;
  numbered_.clear();
  if (numbers_.size() < vocabulary_size) numbers_.resize(vocabulary_size);
  for (const TokenId id : reference) {
    if (numbers_[id] != 0) continue;
    numbered_.push_back(id);
    numbers_[id] = static_cast<WordNumber>(numbered_.size());
  }
  stride_ = reference.size() / 64 + 3;
  bits_.assign((numbered_.size() + 1) * stride_, 0);
  for (std::size_t i = 0; i < reference.size(); ++i) {
    bits_[numbers_[reference[i]] * stride_ + i / 64] |= std::uint64_t{1} << i % 64;
  }
}

std::size_t beam_half_width(std::size_t words, std::size_t reference_words) {
  const double half_ratio = length_ratio(words, reference_words) / 2;
  if (half_ratio <= static_cast<double>(kHalfWidth)) return kHalfWidth;
  return static_cast<std::size_t>(std::ceil(half_ratio + static_cast<double>(kHalfWidth)));
}

void fill_beam(std::size_t words, std::size_t reference_words, std::vector<BeamRow>& rows) {
  const double ratio = length_ratio(words, reference_words);
  const std::size_t half = beam_half_width(words, reference_words);
  rows.resize(words + 1);
  for (std::size_t i = 0; i <= words; ++i) {
    const auto middle = static_cast<std::size_t>(std::floor(static_cast<double>(i) * ratio));
    const bool is_complete = i == 0;
    const std::size_t begin = is_complete || middle < half ? 0 : middle - half;
    const std::size_t end = is_complete || i == words
                                ? reference_words + 1
                                : std::min(reference_words + 1, middle + half);
    rows[i] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
}

void EditTable::start(std::span<const WordNumber> words, std::span<const WordNumber> reference,
                      const WordPositions& positions) {
  words_.assign(words.begin(), words.end());
  reference_ = reference;
  positions_ = &positions;
  fill_beam(words.size(), reference.size(), beam_);
  prepare();
  distance_ = fill_below(0);
}

void EditTable::rotate(const Rotation& rotation) {
  const auto at = [this](std::size_t i) { return words_.begin() + static_cast<std::ptrdiff_t>(i); };
  std::rotate(at(rotation.first), at(rotation.middle), at(rotation.last));
  distance_ = fill_below(rotation.first);
}

}  // namespace assay
