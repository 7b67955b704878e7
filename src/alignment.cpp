#include "assay/alignment.h"

#include <algorithm>
#include <bit>

// The table of common subsequence lengths grows by 0 or 1 from row to row. A word holds 64 rows of
// one column as bits that are 0 where it grows, and one addition moves it to the next column. The
// text `a` is cut into strips of 64 rows; what the addition carries out of a strip, one bit per
// column, is all that the strip below needs to know.

namespace assay {
namespace {

constexpr std::size_t kStrip = 64;

std::size_t strips_of(std::span<const TokenId> a) {
  return (a.size() + kStrip - 1) / kStrip;
}

std::span<const TokenId> strip_of(std::span<const TokenId> a, std::size_t strip) {
  return a.subspan(strip * kStrip, std::min(kStrip, a.size() - strip * kStrip));
}

struct Sum {
  std::uint64_t value = 0;
  std::uint8_t carry = 0;
};

Sum add(std::uint64_t a, std::uint64_t b, std::uint8_t carry) {
  const std::uint64_t partial = a + b;
  const std::uint64_t value = partial + carry;
  const bool overflows = partial < a || value < partial;
  return {value, static_cast<std::uint8_t>(overflows ? 1 : 0)};
}

}  // namespace

template <typename OnColumn>
std::uint64_t LcsMatcher::run_strip(std::span<const TokenId> rows, std::span<const TokenId> b,
                                    const OnColumn& on_column) {
  for (std::size_t i = 0; i < rows.size(); ++i) rows_[rows[i]] |= std::uint64_t{1} << i;
  std::uint64_t column = ~std::uint64_t{0};
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::uint64_t matches = column & rows_[b[j]];
    const Sum sum = add(column, matches, carries_[j]);
    carries_[j] = sum.carry;
    column = sum.value | (column & ~matches);
    on_column(j, column);
  }
  for (const TokenId id : rows) rows_[id] = 0;
  return column;
}

void LcsMatcher::start(std::span<const TokenId> b, std::size_t vocabulary_size) {
  if (rows_.size() < vocabulary_size) rows_.resize(vocabulary_size);
  carries_.assign(b.size(), 0);
}

std::size_t LcsMatcher::length(std::span<const TokenId> a, std::span<const TokenId> b,
                               std::size_t vocabulary_size) {
  start(b, vocabulary_size);
  std::size_t length = 0;
  for (std::size_t s = 0; s < strips_of(a); ++s) {
    const auto rows = strip_of(a, s);
    const std::uint64_t last = run_strip(rows, b, [](std::size_t, std::uint64_t) {});
    const std::uint64_t unused = rows.size() < kStrip ? ~std::uint64_t{0} << rows.size() : 0;
    length += static_cast<std::size_t>(std::popcount(~(last | unused)));
  }
  return length;
}

void LcsMatcher::mark(std::span<const TokenId> reference, std::span<const TokenId> hypothesis,
                      std::size_t vocabulary_size, std::span<std::uint8_t> is_marked) {
  start(hypothesis, vocabulary_size);
  columns_.resize(strips_of(reference) * hypothesis.size());
  for (std::size_t s = 0; s < strips_of(reference); ++s) {
    std::uint64_t* columns = columns_.data() + s * hypothesis.size();
    run_strip(strip_of(reference, s), hypothesis,
              [&](std::size_t j, std::uint64_t column) { columns[j] = column; });
  }
  std::size_t i = reference.size();
  std::size_t j = hypothesis.size();
  while (i > 0 && j > 0) {
    if (reference[i - 1] == hypothesis[j - 1]) {
      is_marked[--i] = 1;
      --j;
      continue;
    }
    // One step back in the hypothesis is longer than one in the reference exactly where the column
    // grows at this row.
    const std::uint64_t column = columns_[(i - 1) / kStrip * hypothesis.size() + j - 1];
    const bool grows = (column >> (i - 1) % kStrip & 1U) == 0;
    (grows ? j : i) -= 1;
  }
}

}  // namespace assay
