#include "ter.h"

#include <algorithm>
#include <bit>
#include <tuple>

// Rounds of two steps: align the words by their edit distance, then move the block whose move
// lowers the distance the most. A block may move if it is also in the reference, is not right where
// it stands, and the words there are not right either. The rest is limits, which decide results
// for long texts: the beam of the distance, the length and the reach of a move, and how many moves
// are tried for one pair.

namespace assay {
namespace {

constexpr std::size_t kLongestBlock = 10;
constexpr std::size_t kReach = 50;
constexpr std::size_t kMostTried = 1000;

std::uint32_t narrow(std::size_t value) {
  return static_cast<std::uint32_t>(value);
}

/// Of equal sides, or where one side is empty.
TerTrace trivial_trace(std::size_t words, std::size_t reference_words) {
  TerTrace trace;
  if (words == reference_words) {
    trace.path.assign(words, Edit::kMatch);
  } else if (words == 0 || reference_words == 0) {
    trace.path.assign(words + reference_words, words > 0 ? Edit::kDeletion : Edit::kInsertion);
  }
  return trace;
}

}  // namespace

Rotation TerAligner::Shift::rotation(std::size_t words) const {
  if (target < start) return {target, start, start + length};
  if (target > start + length) return {start, start + length, target};
  // Inside itself: it moves right by as much.
  return {start, start + length, std::min<std::size_t>(words, target + length)};
}

bool TerAligner::Candidate::is_better_than(const Candidate& other) const {
  const auto order = [](const Candidate& c) {
    return std::make_tuple(-c.gain, -static_cast<std::int64_t>(c.shift.length), c.shift.start,
                           c.shift.target);
  };
  return order(*this) < order(other);
}

std::size_t TerAligner::edits(std::span<const TokenId> hypothesis,
                              std::span<const TokenId> reference, std::size_t vocabulary_size,
                              TerTrace* trace) {
  if (trace != nullptr) *trace = trivial_trace(hypothesis.size(), reference.size());
  if (hypothesis.empty() || reference.empty()) return hypothesis.size() + reference.size();
  if (std::ranges::equal(hypothesis, reference)) return 0;
  positions_.assign(reference, vocabulary_size);
  const auto number = [this](TokenId id) { return positions_.number(id); };
  words_.resize(hypothesis.size());
  reference_.resize(reference.size());
  std::ranges::transform(hypothesis, words_.begin(), number);
  std::ranges::transform(reference, reference_.begin(), number);
  const bool fits = 2 * beam_half_width(words_.size(), reference_.size()) <= 64;
  EditTable& table = fits ? static_cast<EditTable&>(narrow_) : wide_;
  table.start(words_, reference_, positions_);
  return shift_and_count(table, trace);
}

std::size_t TerAligner::shift_and_count(EditTable& table, TerTrace* trace) {
  tried_ = 0;
  std::size_t shifts = 0;
  while (table.distance() > 0) {
    align(table);
    const Candidate best = best_shift(table);
    if (has_tried_enough() || best.gain == 0) break;
    table.rotate(best.shift.rotation(words_.size()));
    if (trace != nullptr) trace->shifts.push_back(shift_of(best.shift));
    ++shifts;
  }
  if (trace != nullptr) trace->path = path(table);
  return shifts + table.distance();
}

TerShift TerAligner::shift_of(const Shift& shift) const {
  const Rotation rotation = shift.rotation(words_.size());
  const bool goes_left = shift.target < shift.start;
  return {shift.start, shift.length, goes_left ? rotation.first : rotation.last - shift.length};
}

std::vector<Edit> TerAligner::path(const EditTable& table) const {
  std::vector<Edit> path;
  std::size_t row = words_.size();
  std::size_t column = reference_.size();
  while (row > 0 || column > 0) {
    path.push_back(row > 0 ? table.edit_at(row, column) : Edit::kInsertion);
    if (path.back() != Edit::kDeletion) --column;
    if (path.back() != Edit::kInsertion) --row;
  }
  std::ranges::reverse(path);
  return path;
}

bool TerAligner::has_tried_enough() const {
  return tried_ >= kMostTried;
}

void TerAligner::align(const EditTable& table) {
  std::size_t row = words_.size();
  std::size_t column = reference_.size();
  targets_.resize(column + 1);
  next_error_.resize(row + 1);
  next_reference_error_.resize(column + 1);
  std::uint32_t error = narrow(row);
  std::uint32_t reference_error = narrow(column);
  next_error_[row] = error;
  next_reference_error_[column] = reference_error;
  while (row > 0 || column > 0) {
    const Edit edit = row > 0 ? table.edit_at(row, column) : Edit::kInsertion;
    if (edit != Edit::kDeletion) {
      targets_[column--] = narrow(row);
      if (edit != Edit::kMatch) reference_error = narrow(column);
      next_reference_error_[column] = reference_error;
    }
    if (edit != Edit::kInsertion) {
      --row;
      if (edit != Edit::kMatch) error = narrow(row);
      next_error_[row] = error;
    }
  }
  targets_[0] = 0;
}

TerAligner::Candidate TerAligner::best_shift(EditTable& table) {
  Candidate best;
  const std::span<const WordNumber> words = table.words();
  for (std::size_t start = 0; start < words.size(); ++start) {
    const std::size_t first = start - std::min(start, kReach);
    const bool has_error = next_error_[start] < std::min(start + kLongestBlock, words.size());
    if (words[start] == 0 || !has_error || first >= reference_.size()) continue;
    // Bits beyond the reference are 0.
    constexpr std::size_t kWord = 64;
    for (std::size_t begin = first; begin <= start + kReach; begin += kWord) {
      if (begin >= reference_.size()) break;
      std::uint64_t matches = positions_.window(words[start], begin);
      const std::size_t left = start + kReach + 1 - begin;
      if (left < kWord) matches &= (std::uint64_t{1} << left) - 1;
      for (; matches != 0; matches &= matches - 1) {
        try_starts(table, start, begin + static_cast<std::size_t>(std::countr_zero(matches)), best);
        if (has_tried_enough()) return best;
      }
    }
  }
  return best;
}

std::size_t TerAligner::match_length(std::span<const WordNumber> words, std::size_t start,
                                     std::size_t reference_start) const {
  const std::size_t most =
      std::min({kLongestBlock, words.size() - start, reference_.size() - reference_start});
  std::size_t length = 1;
  while (length < most && words[start + length] == reference_[reference_start + length]) ++length;
  return length;
}

void TerAligner::try_starts(EditTable& table, std::size_t start, std::size_t reference_start,
                            Candidate& best) {
  const std::size_t to_error = std::max<std::size_t>(
      next_error_[start] - start, next_reference_error_[reference_start] - reference_start);
  std::size_t longest = match_length(table.words(), start, reference_start);
  // The block must not move into itself.
  const std::size_t place = targets_[reference_start + 1];
  if (place > start) longest = std::min(longest, place - 1 - start);
  for (std::size_t length = to_error + 1; length <= longest; ++length) {
    try_targets(table, start, reference_start, length, best);
    if (has_tried_enough()) return;
  }
}

void TerAligner::try_targets(EditTable& table, std::size_t start, std::size_t reference_start,
                             std::size_t length, Candidate& best) {
  const std::span<const std::uint32_t> targets(targets_.data() + reference_start, length + 1);
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (i > 0 && targets[i] == targets[i - 1]) continue;
    Candidate candidate{0, {narrow(start), narrow(length), targets[i]}};
    const Rotation rotation = candidate.shift.rotation(words_.size());
    candidate.gain = std::int64_t{table.distance()} - table.distance_after(rotation);
    ++tried_;
    if (candidate.is_better_than(best)) best = candidate;
  }
}

}  // namespace assay
