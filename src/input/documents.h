#pragma once

#include "assay/corpus.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

/// Segments that stand next to each other and have the same name of a document.
namespace assay {

/// Sees the names of all segments in order, and notices documents that come back.
class DocumentNames {
 public:
  void look(const Block& block);

  /// W-DOCUMENT if the same name has come back after another one.
  std::optional<Warning> warning() const;

 private:
  std::string last_;
  std::unordered_set<std::string> seen_;
  std::uint64_t returns_ = 0;
  std::string first_return_;
};

/// Makes one segment of each document: its texts with blanks between. The id of it is its name.
class DocumentJoin {
 public:
  /// Fills a block with some segments, whose groups are the names; false at the end.
  using Read = std::function<bool(Block& block)>;

  explicit DocumentJoin(Read read) : read_(std::move(read)) {}

  /// Fills `block`, which is empty, with at most `most` documents; false at the end. Throws an
  /// input Error (E-NREFS) where segments of a document have other numbers of references.
  bool next(Block& block, std::size_t most);

 private:
  bool has_segment();
  void append_document(Block& block);
  void append_segment(std::vector<std::string>& texts) const;
  std::size_t references(std::size_t segment) const;

  Read read_;
  Block segments_;
  std::size_t at_ = 0;
};

}  // namespace assay
