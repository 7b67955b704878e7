#pragma once

#include "input/segment_source.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay {

/// All segments of a file in memory, to be looked up by id in the order of another file.
class IdJoin {
 public:
  /// Reads `source`, which must outlive this, to its end.
  explicit IdJoin(SegmentSource& source);

  /// The segments with these ids, in their order. Throws E-ID, with the position in `other`, for
  /// one that is not there; `places` are positions of the ids.
  void pick(const SegmentSource& other, const std::vector<std::string>& ids, Segments& out);

  /// Throws E-ID if a segment was never picked.
  void check_all_picked(const SegmentSource& other) const;

 private:
  struct Entry {
    std::string id;
    std::string place;
    std::vector<std::string> texts;
    std::vector<std::string> references;
    std::string group;
    bool is_picked = false;
  };

  void add_block(const Segments& part);

  SegmentSource& source_;
  bool has_references_ = false;
  bool has_groups_ = false;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

}  // namespace assay
