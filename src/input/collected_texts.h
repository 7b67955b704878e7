#pragma once

#include "input/segment_source.h"
#include "input/text_store.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay {

/// What a file's field of references is to the reader.
enum class References { kIgnored, kOptional, kRequired };

/// The texts of a block's segments, each told whose it is. They become views at the end, since the
/// store may move while it grows.
class CollectedTexts {
 public:
  explicit CollectedTexts(TextStore& store) : store_(store) {}

  void add_hypothesis(std::string_view text) { add(text, hypotheses_); }
  void add_reference(std::string_view text) { add(text, references_); }

  /// How many references the current segment has.
  std::size_t references() const { return references_.size() - reference_begin_.back(); }

  void end_segment() { reference_begin_.push_back(static_cast<std::uint32_t>(references_.size())); }

  /// Fills in the texts and, if asked for, the references.
  void give(bool with_references, Segments& out) {
    for (const std::size_t i : hypotheses_) out.texts.push_back(store_[i]);
    for (const std::size_t i : references_) out.references.push_back(store_[i]);
    if (with_references) out.reference_begin = std::move(reference_begin_);
  }

 private:
  void add(std::string_view text, std::vector<std::size_t>& to) {
    to.push_back(store_.size());
    store_.append(text);
  }

  TextStore& store_;
  std::vector<std::size_t> hypotheses_;
  std::vector<std::size_t> references_;
  std::vector<std::uint32_t> reference_begin_ = {0};
};

}  // namespace assay
