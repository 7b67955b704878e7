#pragma once

#include "assay/corpus.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace assay {

/// Texts that belong to other segments than those at which they stand.
struct WrongOrder {
  std::size_t texts = 0;      ///< How many of them there are,
  std::size_t looked_at = 0;  ///< of so many.
  std::size_t first = 0;      ///< The segment of the first of them, from 0,
  std::size_t home = 0;       ///< and the one to which it seems to belong.
};

/// Finds files of which one was sorted, reversed or shuffled, and lines that changed places. Looks
/// at the first few thousand segments. A side is a system or, behind them, a reference of each
/// segment.
class OrderCheck {
 public:
  void add(const Block& block);

  /// Whether the hypotheses of a system belong to other references, or the references of a file to
  /// other segments than those of the first file. Nothing if all are moved by the same few
  /// segments, which W-SHIFT tells.
  std::optional<WrongOrder> find(std::size_t side) const;

 private:
  /// Some telling words of a text, each once, sorted.
  using Words = std::vector<std::uint32_t>;

  class Search;

  Words& next_text(std::size_t side);
  static void set_words(std::string_view text, Words& words);

  std::size_t systems_ = 0;
  std::size_t segments_ = 0;
  std::vector<std::vector<Words>> texts_;  ///< [side][segment]; of some segments maybe less.
};

}  // namespace assay
