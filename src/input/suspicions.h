#pragma once

#include "assay/corpus.h"

#include "text/telling_words.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace assay {

/// Looks at samples of the corpus for what makes scores silently wrong: files whose lines are
/// shifted against each other, and files of other Unicode normalization forms. Which segments it
/// looks at depends on their numbers alone, not on blocks.
class Suspicions {
 public:
  explicit Suspicions(const InputOptions& options);

  void look(const Block& block);

  /// W-SHIFT and W-NORM, for the systems of these files; `reference` is what the other side is
  /// called.
  std::vector<Warning> warnings(const std::vector<std::string>& systems,
                                const std::string& reference);

 private:
  /// How many texts there were, and how many are not in form C.
  struct Forms {
    std::uint64_t texts = 0;
    std::uint64_t changed = 0;

    void add(std::string_view text);
    double share() const;
  };

  /// Lines that seem to belong to others.
  struct Shift {
    int by = 0;  ///< 0: none was found.
    std::uint64_t first = 0;
    double overlap = 0;          ///< Mean, as the lines stand.
    double shifted_overlap = 0;  ///< Mean, when they are shifted.
  };

  void add_segment(const Block& block, std::size_t i);
  void end_window();
  bool may_have_run(std::size_t system) const;
  void set_words(std::size_t system);
  void look_for_shift(std::size_t system);
  double mean_overlap(std::size_t begin, std::size_t end, int shift) const;

  bool looks_for_shifts_;
  bool looks_at_forms_;
  std::uint64_t window_begin_ = 0;
  std::size_t window_size_ = 0;
  // Beginnings of the texts of the window, and their words, which are seldom needed.
  std::vector<std::string> references_;
  std::vector<std::vector<std::string>> hypotheses_;  ///< [system][segment of the window]
  std::vector<TellingWords> reference_words_;
  std::vector<TellingWords> hypothesis_words_;  ///< Of one system.
  std::vector<Shift> shifts_;                   ///< [system]: the first that was found.
  Forms reference_forms_;
  std::vector<Forms> hypothesis_forms_;  ///< [system]
};

}  // namespace assay
