#pragma once

#include "assay/vocabulary.h"

#include "ter_table.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// A move of hypothesis words: `length` of them from position `from` to position `to`, both in the
/// text as it is before and after the move.
struct TerShift {
  std::size_t from = 0;
  std::size_t length = 0;
  std::size_t to = 0;
};

/// How a pair's edits came about: the moves, and then an edit for each word. A deletion is a word
/// that the hypothesis alone has, an insertion one that the reference alone has.
struct TerTrace {
  std::vector<TerShift> shifts;
  std::vector<Edit> path;
};

/// The edits that turn a hypothesis into a reference when moving a block of words is one edit.
/// Snover et al., "A Study of Translation Edit Rate with Targeted Human Annotation", 2006; the
/// search for shifts is greedy and limited exactly as in sacreBLEU.
///
/// Holds scratch memory; one per thread.
class TerAligner {
 public:
  /// Insertions, deletions, substitutions and shifts. All ids are below `vocabulary_size`. Fills
  /// `trace` if there is one.
  std::size_t edits(std::span<const TokenId> hypothesis, std::span<const TokenId> reference,
                    std::size_t vocabulary_size, TerTrace* trace = nullptr);

 private:
  /// A block of hypothesis words that the reference has elsewhere, and where it could go.
  struct Shift {
    std::uint32_t start = 0;
    std::uint32_t length = 0;
    std::uint32_t target = 0;  ///< The word before which it goes.

    Rotation rotation(std::size_t words) const;
  };

  /// What moving a block gains; of equals the longest, then the first, then to the first place.
  struct Candidate {
    std::int64_t gain = 0;
    Shift shift;

    bool is_better_than(const Candidate& other) const;
  };

  std::size_t shift_and_count(EditTable& table, TerTrace* trace);
  TerShift shift_of(const Shift& shift) const;
  std::vector<Edit> path(const EditTable& table) const;
  void align(const EditTable& table);

  /// The best shift of the words as they stand; gain 0 if none helps.
  Candidate best_shift(EditTable& table);
  void try_starts(EditTable& table, std::size_t start, std::size_t reference_start,
                  Candidate& best);
  void try_targets(EditTable& table, std::size_t start, std::size_t reference_start,
                   std::size_t length, Candidate& best);
  std::size_t match_length(std::span<const WordNumber> words, std::size_t start,
                           std::size_t reference_start) const;
  bool has_tried_enough() const;

  WordPositions positions_;
  std::vector<WordNumber> words_;
  std::vector<WordNumber> reference_;
  NarrowTable narrow_;
  WideTable wide_;

  std::size_t tried_ = 0;  ///< Candidates of this pair.

  /// [reference position]: how many hypothesis words its place in the alignment is after, at
  /// index 1 + position; index 0 is the front.
  std::vector<std::uint32_t> targets_;
  std::vector<std::uint32_t> next_error_;            ///< [position]: the first error from there on.
  std::vector<std::uint32_t> next_reference_error_;  ///< The same for the reference.
};

}  // namespace assay
