#include "assay/edit_distance.h"

#include <algorithm>
#include <bit>

// Neighbouring cells of the table differ by -1, 0 or 1, so two bits per cell hold a column, and a
// dozen operations move 64 rows of it to the next one. The rows are cut into strips of 64; what
// goes down from a strip, two bits per column, is all that the strip below needs to know.

namespace assay {
namespace {

using Tokens = EditMatcher::Tokens;

constexpr std::size_t kStrip = 64;

std::size_t strips_of(Tokens rows) {
  return (rows.size() + kStrip - 1) / kStrip;
}

Tokens strip_of(Tokens rows, std::size_t strip) {
  return rows.subspan(strip * kStrip, std::min(kStrip, rows.size() - strip * kStrip));
}

/// Takes off what both texts begin and end with; how many tokens that is.
std::size_t strip_common(Tokens& a, Tokens& b) {
  const auto front = std::ranges::mismatch(a, b).in1 - a.begin();
  a = a.subspan(static_cast<std::size_t>(front));
  b = b.subspan(static_cast<std::size_t>(front));
  std::size_t back = 0;
  while (back < std::min(a.size(), b.size()) && a[a.size() - 1 - back] == b[b.size() - 1 - back]) {
    ++back;
  }
  a = a.first(a.size() - back);
  b = b.first(b.size() - back);
  return static_cast<std::size_t>(front) + back;
}

}  // namespace

template <typename OnColumn>
EditMatcher::Column EditMatcher::run_strip(Tokens rows, Tokens columns, const OnColumn& on_column) {
  for (std::size_t i = 0; i < rows.size(); ++i) rows_[rows[i]] |= std::uint64_t{1} << i;
  Column column;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const Carry above = carries_[j];
    const std::uint64_t match = rows_[columns[j]] | above.minus;
    const std::uint64_t diagonal =
        (((match & column.plus) + column.plus) ^ column.plus) | match | column.minus;
    std::uint64_t plus = column.minus | ~(diagonal | column.plus);
    std::uint64_t minus = diagonal & column.plus;
    carries_[j] = {static_cast<std::uint8_t>(plus >> (kStrip - 1)),
                   static_cast<std::uint8_t>(minus >> (kStrip - 1))};
    plus = plus << 1U | above.plus;
    minus = minus << 1U | above.minus;
    column = {minus | ~(diagonal | plus), plus & diagonal};
    on_column(j, column);
  }
  for (const TokenId id : rows) rows_[id] = 0;
  return column;
}

std::size_t EditMatcher::distance(Tokens a, Tokens b, std::size_t vocabulary_size) {
  if (rows_.size() < vocabulary_size) rows_.resize(vocabulary_size);
  strip_common(a, b);
  // The shorter text makes the fewer strips.
  return a.size() < b.size() ? distance_of_rest(a, b) : distance_of_rest(b, a);
}

std::size_t EditMatcher::distance_of_rest(Tokens a, Tokens b) {
  carries_.assign(b.size(), Carry());
  std::size_t distance = b.size();
  for (std::size_t s = 0; s < strips_of(a); ++s) {
    const Tokens rows = strip_of(a, s);
    const Column last = run_strip(rows, b, [](std::size_t, Column) {});
    const std::uint64_t used = ~std::uint64_t{0} >> (kStrip - rows.size());
    distance += static_cast<std::size_t>(std::popcount(last.plus & used));
    distance -= static_cast<std::size_t>(std::popcount(last.minus & used));
  }
  return distance;
}

EditCounts EditMatcher::align(Tokens reference, Tokens hypothesis, std::size_t vocabulary_size) {
  if (rows_.size() < vocabulary_size) rows_.resize(vocabulary_size);
  EditCounts counts;
  align_parts(reference, hypothesis, std::max(reference.size(), hypothesis.size()), counts);
  return counts;
}

/// Large tables are not kept whole: after Hirschberg, "A Linear Space Algorithm for Computing
/// Maximal Common Subsequences", 1975, the hypothesis is cut in the middle and the reference where
/// the distances of both parts add up to the least. What counts as large is part of the result, as
/// the alignments of the parts may have other hits than that of the whole.
void EditMatcher::align_parts(Tokens reference, Tokens hypothesis, std::size_t most_edits,
                              EditCounts& counts) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 20U;
  constexpr std::size_t kFewestRows = kStrip + 1;
  constexpr std::size_t kFewestColumns = 10;
  counts.hits += strip_common(reference, hypothesis);
  most_edits = std::min(most_edits, std::max(reference.size(), hypothesis.size()));
  const std::size_t band = std::min(reference.size(), 2 * most_edits + 1);
  const std::size_t bytes = 2 * band * hypothesis.size() / 8;
  if (bytes < kMostBytes || reference.size() < kFewestRows || hypothesis.size() < kFewestColumns) {
    return align_whole(reference, hypothesis, counts);
  }
  const Tokens left = hypothesis.first(hypothesis.size() / 2);
  const Tokens right = hypothesis.subspan(left.size());
  const std::vector<TokenId> reversed_reference(reference.rbegin(), reference.rend());
  const std::vector<TokenId> reversed_right(right.rbegin(), right.rend());
  const std::vector<std::size_t> before = last_column(reference, left);
  const std::vector<std::size_t> after = last_column(reversed_reference, reversed_right);
  std::size_t cut = 1;
  for (std::size_t i = 1; i <= reference.size(); ++i) {
    const std::size_t best = before[cut] + after[reference.size() - cut];
    if (before[i] + after[reference.size() - i] < best) cut = i;
  }
  align_parts(reference.first(cut), left, before[cut], counts);
  align_parts(reference.subspan(cut), right, after[reference.size() - cut], counts);
}

/// The distances of all beginnings of `rows`, from 0 tokens on, to the whole of `columns`.
std::vector<std::size_t> EditMatcher::last_column(Tokens rows, Tokens columns) {
  std::vector<std::size_t> distances = {columns.size()};
  carries_.assign(columns.size(), Carry());
  for (std::size_t s = 0; s < strips_of(rows); ++s) {
    const Tokens strip = strip_of(rows, s);
    const Column last = run_strip(strip, columns, [](std::size_t, Column) {});
    for (std::size_t i = 0; i < strip.size(); ++i) {
      distances.push_back(distances.back() + (last.plus >> i & 1U) - (last.minus >> i & 1U));
    }
  }
  return distances;
}

/// Walks back from the last cell: a deletion if there is a shortest way through one, else an
/// insertion, else a hit or a substitution.
void EditMatcher::align_whole(Tokens reference, Tokens hypothesis, EditCounts& counts) {
  const std::size_t width = hypothesis.size();
  columns_.resize(strips_of(reference) * width);
  carries_.assign(width, Carry());
  for (std::size_t s = 0; s < strips_of(reference); ++s) {
    Column* columns = columns_.data() + s * width;
    run_strip(strip_of(reference, s), hypothesis,
              [&](std::size_t j, Column column) { columns[j] = column; });
  }
  std::size_t i = reference.size();
  std::size_t j = width;
  while (i > 0 && j > 0) {
    const Column* columns = columns_.data() + (i - 1) / kStrip * width;
    const std::uint64_t row = std::uint64_t{1} << (i - 1) % kStrip;
    if ((columns[j - 1].plus & row) != 0) {
      ++counts.deletions;
      --i;
    } else if (j > 1 && (columns[j - 2].minus & row) != 0) {
      ++counts.insertions;
      --j;
    } else {
      ++(reference[--i] == hypothesis[--j] ? counts.hits : counts.substitutions);
    }
  }
  counts.deletions += i;
  counts.insertions += j;
}

}  // namespace assay
