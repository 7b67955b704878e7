#pragma once

#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// How a hypothesis comes from its reference.
struct EditCounts {
  std::size_t hits = 0;
  std::size_t substitutions = 0;
  std::size_t deletions = 0;   ///< Tokens of the reference that the hypothesis lacks.
  std::size_t insertions = 0;  ///< Tokens of the hypothesis that the reference lacks.
};

/// Edit distances by bit vectors: a column of the classic table in words of 64 rows. Myers, "A Fast
/// Bit-Vector Algorithm for Approximate String Matching Based on Dynamic Programming", 1999, and
/// Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", 2003.
///
/// Holds scratch memory; one per thread.
class EditMatcher {
 public:
  using Tokens = std::span<const TokenId>;

  /// The fewest substitutions, deletions and insertions that make one text of the other. All ids
  /// are below `vocabulary_size`.
  std::size_t distance(Tokens a, Tokens b, std::size_t vocabulary_size);

  /// The edits of one alignment with as few of them as possible. There may be several with other
  /// numbers of hits; this is the one that RapidFuzz 3 finds, and so jiwer.
  EditCounts align(Tokens reference, Tokens hypothesis, std::size_t vocabulary_size);

 private:
  /// Where the table grows by 1 from row to row (bit set in `plus`) or shrinks (`minus`).
  struct Column {
    std::uint64_t plus = ~std::uint64_t{0};
    std::uint64_t minus = 0;
  };

  /// What a strip of rows carries into the one below: the same from column to column.
  struct Carry {
    std::uint8_t plus = 1;
    std::uint8_t minus = 0;
  };

  /// Up to 64 rows of the table over all columns; the last column.
  template <typename OnColumn>
  Column run_strip(Tokens rows, Tokens columns, const OnColumn& on_column);

  std::size_t distance_of_rest(Tokens a, Tokens b);
  void align_parts(Tokens reference, Tokens hypothesis, std::size_t most_edits, EditCounts& counts);
  void align_whole(Tokens reference, Tokens hypothesis, EditCounts& counts);
  std::vector<std::size_t> last_column(Tokens rows, Tokens columns);

  std::vector<std::uint64_t> rows_;  ///< [id]: where a token stands in the strip; else zero.
  std::vector<Carry> carries_;       ///< [column]
  std::vector<Column> columns_;      ///< [strip * columns + column], for the walk back.
};

}  // namespace assay
