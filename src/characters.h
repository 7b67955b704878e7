#pragma once

#include "assay/segment.h"
#include "assay/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What becomes of white space when a text is taken as characters.
enum class WhiteSpace {
  kDropped,
  kKept,
  kKeptInside,  ///< But dropped at both ends.
};

/// Code points to ids: as Vocabulary, but a table look-up each.
class CharacterIds {
 public:
  explicit CharacterIds(WhiteSpace white_space);

  /// Forgets all characters; takes as long as there were different ones.
  void clear();

  /// Appends the id of each code point of `text` to `ids`.
  void append(std::string_view text, std::vector<TokenId>& ids);

  /// All ids are smaller.
  std::size_t size() const { return seen_.size(); }

 private:
  std::uint32_t& slot(char32_t value);
  std::uint32_t number(char32_t value);

  WhiteSpace white_space_;
  std::vector<std::uint32_t> slots_;  ///< [code point]: its id + 1, or 0 if not seen.
  std::vector<char32_t> seen_;        ///< [id]
};

/// The characters of all sides of a segment; as SegmentForms, reused from segment to segment.
class SegmentCharacters {
 public:
  SegmentCharacters(WhiteSpace white_space, bool lowercase)
      : ids_(white_space), lowercase_(lowercase) {}

  void prepare(const SegmentForms& segment);

  std::span<const TokenId> reference(std::size_t r) const { return side(r); }
  std::span<const TokenId> hypothesis(std::size_t h) const { return side(references_ + h); }

  /// All ids are smaller.
  std::size_t vocabulary_size() const { return ids_.size(); }

 private:
  void add(std::string_view text);

  std::span<const TokenId> side(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::span(tokens_).subspan(begin, ends_[i] - begin);
  }

  CharacterIds ids_;
  bool lowercase_;
  std::string lowered_;
  std::vector<TokenId> tokens_;
  std::vector<std::size_t> ends_;  ///< [side], references first.
  std::size_t references_ = 0;
};

}  // namespace assay
