#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay {

/// The words of a text that tell something about what it says, as sorted hashes.
using TellingWords = std::vector<std::uint64_t>;

/// Texts that belong together have a larger share of their words in common.
inline constexpr double kLittleOverlap = 0.35;

/// Lines that are moved by no more than this are called shifted.
inline constexpr int kMostShift = 3;

/// How many words are in both of two sorted lists.
template <typename Words>
std::size_t common_words(const Words& a, const Words& b) {
  std::size_t common = 0;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++common, ++i, ++j;
    } else {
      ++(a[i] < b[j] ? i : j);
    }
  }
  return common;
}

/// The beginning of `text` that set_telling_words() looks at.
std::string_view telling_part(std::string_view text);

/// Replaces `words` by those of the beginning of `text`: what is between white space and not short,
/// and each two neighbouring ideographs.
void set_telling_words(std::string_view text, TellingWords& words);

/// The share of the words of the shorter text that the other has too, from 0 to 1.
double word_overlap(const TellingWords& a, const TellingWords& b);

}  // namespace assay
