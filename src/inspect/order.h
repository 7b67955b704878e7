#pragma once

#include "assay/corpus.h"
#include "assay/warning.h"

#include "text/telling_words.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace assay {

/// Finds hypotheses that belong to other segments than those at which they stand: files of which
/// one was sorted, reversed or shuffled, and lines that changed places. Looks at the first few
/// thousand segments.
class OrderCheck {
 public:
  void add(const Block& block);

  /// W-TRANSPOSED for a system, of which `file` has the hypotheses, if they are in another order
  /// than the first references.
  std::optional<Warning> warning(std::size_t system, const std::string& file);

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  void index_references();
  std::vector<std::size_t> find_homes(std::size_t system) const;
  std::size_t home_of(const TellingWords& hypothesis, std::size_t segment) const;

  std::vector<TellingWords> references_;               ///< [segment]: of the first reference.
  std::vector<std::vector<TellingWords>> hypotheses_;  ///< [system][segment]
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> segments_of_;  ///< [word]
};

}  // namespace assay
