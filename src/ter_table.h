#pragma once

#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// The edit distance inside TER: sacreBLEU's, which looks only at a beam around the diagonal.
namespace assay {

/// A word of a pair: its number among the distinct words of the reference, from 1; 0 stands for
/// every word that the reference lacks.
using WordNumber = std::uint32_t;

/// The distinct words of a reference, and where each stands, as bits.
class WordPositions {
 public:
  /// Replaces the reference. All ids are below `vocabulary_size`.
  void assign(std::span<const TokenId> reference, std::size_t vocabulary_size);

  WordNumber number(TokenId id) const { return numbers_[id]; }

  /// Bit k tells whether the word stands at `position` + k, which may be up to 64 beyond the end.
  std::uint64_t window(WordNumber word, std::size_t position) const {
    const std::uint64_t* bits = bits_.data() + word * stride_ + position / 64;
    const std::size_t shift = position % 64;
    return bits[0] >> shift | bits[1] << 1U << (63 - shift);
  }

 private:
  std::vector<WordNumber> numbers_;  ///< [id]
  std::vector<TokenId> numbered_;    ///< The ids whose number is not 0.
  std::vector<std::uint64_t> bits_;  ///< [number * stride_ + position / 64]
  std::size_t stride_ = 0;
};

/// The columns [begin, end) that a row of the table has; all others are infinite.
struct BeamRow {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Half of the beam's width if `words` rows lead to `reference_words` columns.
std::size_t beam_half_width(std::size_t words, std::size_t reference_words);

/// Rows 0 to `words` of the beam; row 0 is complete.
void fill_beam(std::size_t words, std::size_t reference_words, std::vector<BeamRow>& rows);

/// A shift of words: the blocks [first, middle) and [middle, last) change places.
struct Rotation {
  std::size_t first = 0;
  std::size_t middle = 0;
  std::size_t last = 0;
};

/// How a cell of the table got its value.
enum class Edit : std::uint8_t { kMatch, kSubstitution, kDeletion, kInsertion };

/// The table of a hypothesis (rows) and a reference (columns), for a hypothesis whose words move.
class EditTable {
 public:
  EditTable() = default;
  EditTable(const EditTable&) = delete;
  EditTable& operator=(const EditTable&) = delete;
  virtual ~EditTable() = default;

  /// A new pair, neither side empty. `positions` and `reference` must outlive its use.
  void start(std::span<const WordNumber> words, std::span<const WordNumber> reference,
             const WordPositions& positions);

  /// Moves words for good.
  void rotate(const Rotation& rotation);

  std::span<const WordNumber> words() const { return words_; }

  /// The distance of the words as they stand.
  std::uint32_t distance() const { return distance_; }

  /// The distance that they would have after `rotation`.
  virtual std::uint32_t distance_after(const Rotation& rotation) = 0;

  /// The edit that leads to a cell inside the beam, row > 0: of several a match or substitution,
  /// else a deletion, else an insertion.
  virtual Edit edit_at(std::size_t row, std::size_t column) const = 0;

 protected:
  /// Whatever depends on the lengths alone.
  virtual void prepare() = 0;

  /// Fills the rows below `row`, which is right already; the distance.
  virtual std::uint32_t fill_below(std::size_t row) = 0;

  std::vector<WordNumber> words_;
  std::span<const WordNumber> reference_;
  const WordPositions* positions_ = nullptr;
  std::vector<BeamRow> beam_;

 private:
  std::uint32_t distance_ = 0;
};

/// For a beam of at most 64 columns: one row in a word of rises and a word of falls from column to
/// column, and the next row by a dozen instructions.
class NarrowTable : public EditTable {
 public:
  std::uint32_t distance_after(const Rotation& rotation) override;
  Edit edit_at(std::size_t row, std::size_t column) const override;

 protected:
  void prepare() override;
  std::uint32_t fill_below(std::size_t row) override;

 private:
  /// How the beam moves from the row above to this one. Bit b of all masks is column base + 1 + b.
  struct Step {
    std::uint32_t base = 0;       ///< The column before the first; outside the beam if not 0.
    std::uint32_t move = 0;       ///< The columns that the beam leaves behind.
    bool is_closed = false;       ///< The row above does not reach the base either.
    std::uint64_t known = 0;      ///< Columns of the row above.
    std::uint64_t reachable = 0;  ///< Columns that a match could lead to.
    std::uint64_t inside = 0;     ///< Columns of this row.
  };

  struct State {
    std::uint64_t rises = 0;  ///< Where a column is one more than the one before,
    std::uint64_t falls = 0;  ///< or one less.
    std::int32_t base = 0;    ///< The value at the base.
  };

  /// What a row's edits are told from.
  struct Trace {
    std::uint64_t matches = 0;
    std::uint64_t diagonal = 0;  ///< Equal to the cell diagonally above.
    std::uint64_t below = 0;     ///< One more than the cell above.
  };

  Step step_at(std::size_t row) const;
  State advance(State state, const Step& step, WordNumber word, Trace& trace) const;
  std::uint32_t last_value(const State& state) const;

  std::vector<Step> steps_;    ///< [row]
  std::vector<State> states_;  ///< [row]
  std::vector<Trace> traces_;  ///< [row]
};

/// For any beam; cell by cell. A beam is wide only where the reference is over 50 times as long.
class WideTable : public EditTable {
 public:
  std::uint32_t distance_after(const Rotation& rotation) override;
  Edit edit_at(std::size_t row, std::size_t column) const override;

 protected:
  void prepare() override;
  std::uint32_t fill_below(std::size_t row) override;

 private:
  using Values = std::span<std::uint32_t>;

  Values row_values(std::size_t row);
  std::uint32_t value_at(std::size_t row, std::size_t column) const;
  void fill_row(std::size_t row, WordNumber word, std::span<const std::uint32_t> above, Values out);

  std::vector<std::uint32_t> values_;
  std::vector<std::size_t> row_begin_;  ///< [row] into values_.
  std::vector<std::uint32_t> above_;    ///< Two rows of a trial.
  std::vector<std::uint32_t> current_;
};

}  // namespace assay
