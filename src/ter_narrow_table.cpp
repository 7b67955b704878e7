#include "ter_table.h"

#include <algorithm>
#include <bit>

// Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
// programming", 1999, in the form of Hyyrö, "A bit-vector algorithm for computing Levenshtein and
// Damerau edit distances", 2003, on a word that slides along the beam. Infinite cells become finite
// ones that no cell of the beam would rather come from:
//   - The base before the first column gets one more than the base of the row above. If that was
//     infinite too, it is taken for one more than the first column, so that a step diagonally
//     down from it is no better than one straight down from that column.
//   - To the right the row above goes on rising, and words there do not match.
// A trial of moved words starts at the first row that changes, and ends where a row below them is
// the old row plus a constant.

namespace assay {
namespace {

std::uint64_t low_bits(std::size_t count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace

NarrowTable::Step NarrowTable::step_at(std::size_t row) const {
  const BeamRow above = beam_[row - 1];
  const BeamRow here = beam_[row];
  const auto base_of = [](BeamRow beam) { return std::max(beam.begin, 1U) - 1; };
  Step step;
  step.base = base_of(here);
  step.move = step.base - base_of(above);
  step.is_closed = row > 1 && here.begin > 0 && here.begin == above.begin;
  // Row 0 is longer than the word and rises all the way.
  const std::size_t most = 64 - step.move;
  const std::size_t known = above.end - 1 - step.base;
  step.known = low_bits(std::min(known, most));
  step.reachable = row > 1 ? low_bits(known + 1) : low_bits(64);
  step.inside = low_bits(here.end - 1 - step.base);
  return step;
}

void NarrowTable::prepare() {
  const std::size_t rows = words_.size() + 1;
  steps_.resize(rows);
  states_.resize(rows);
  traces_.resize(rows);
  for (std::size_t row = 1; row < rows; ++row) steps_[row] = step_at(row);
  states_[0] = {low_bits(64), 0, 0};
}

inline NarrowTable::State NarrowTable::advance(State state, const Step& step, WordNumber word,
                                               Trace& trace) const {
  std::uint64_t rises = state.rises;
  std::uint64_t falls = state.falls;
  std::int32_t base = state.base;
  const auto first_change = [&] {
    return static_cast<std::int32_t>(rises & 1U) - static_cast<std::int32_t>(falls & 1U);
  };
  for (std::uint32_t moved = 0; moved < step.move; ++moved) {
    base += first_change();
    rises >>= 1U;
    falls >>= 1U;
  }
  rises |= ~step.known;
  falls &= step.known;
  if (step.is_closed) {
    base += first_change() + 1;
    rises &= ~std::uint64_t{1};
    falls |= 1U;
  }
  trace.matches = positions_->window(word, step.base) & step.reachable;
  trace.diagonal = (((trace.matches & rises) + rises) ^ rises) | trace.matches | falls;
  trace.below = falls | ~(trace.diagonal | rises);
  const std::uint64_t more = trace.below << 1U | 1U;
  const std::uint64_t less = (trace.diagonal & rises) << 1U;
  return {less | ~(trace.diagonal | more), trace.diagonal & more, base + 1};
}

std::uint32_t NarrowTable::fill_below(std::size_t row) {
  for (; row < words_.size(); ++row) {
    states_[row + 1] = advance(states_[row], steps_[row + 1], words_[row], traces_[row + 1]);
  }
  return last_value(states_.back());
}

std::uint32_t NarrowTable::last_value(const State& state) const {
  const std::uint64_t inside = steps_.back().inside;
  const int value =
      state.base + std::popcount(state.rises & inside) - std::popcount(state.falls & inside);
  return static_cast<std::uint32_t>(value);
}

std::uint32_t NarrowTable::distance_after(const Rotation& rotation) {
  State state = states_[rotation.first];
  Trace trace;
  std::size_t row = rotation.first;
  const auto run = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      ++row;
      state = advance(state, steps_[row], words_[i], trace);
    }
  };
  run(rotation.middle, rotation.last);
  run(rotation.first, rotation.middle);
  for (; row < words_.size(); ++row) {
    const State& old = states_[row];
    const std::uint64_t changes = (state.rises ^ old.rises) | (state.falls ^ old.falls);
    if ((changes & steps_[row].inside) == 0) {
      return distance() + static_cast<std::uint32_t>(state.base - old.base);
    }
    state = advance(state, steps_[row + 1], words_[row], trace);
  }
  return last_value(state);
}

Edit NarrowTable::edit_at(std::size_t row, std::size_t column) const {
  const Step& step = steps_[row];
  if (column == 0 || (step.is_closed && column == step.base + 1)) return Edit::kDeletion;
  if (column > beam_[row - 1].end) return Edit::kInsertion;
  const std::size_t bit = column - step.base - 1;
  const Trace& trace = traces_[row];
  const auto is_set = [bit](std::uint64_t mask) { return (mask >> bit & 1U) != 0; };
  if (is_set(trace.matches)) return Edit::kMatch;
  if (!is_set(trace.diagonal)) return Edit::kSubstitution;
  return is_set(trace.below) ? Edit::kDeletion : Edit::kInsertion;
}

}  // namespace assay
