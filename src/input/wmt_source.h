#pragma once

#include "assay/error.h"

#include "input/segment_checks.h"
#include "input/segment_source.h"
#include "input/wmt_parser.h"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace assay {

/// The XML of WMT's test sets: the segments of all documents in order, for each the texts of the
/// wanted systems and translators. Ids are "DOCUMENT:SEGMENT"; groups are attributes of <doc>,
/// "doc" being its id. Texts are passed on unchanged but for normalization.
class WmtSource : public SegmentSource {
 public:
  /// All translators of a document if none are named.
  WmtSource(const InputFile& file, const InputOptions& options, std::vector<std::string> systems,
            std::vector<std::string> translators);

  std::size_t cut(std::size_t most_segments, std::size_t most_bytes) override;
  std::size_t size() const override { return block_.size(); }
  std::uint64_t before() const override { return before_; }
  std::string place(std::size_t i) const override { return block_[i].place; }
  std::string_view raw(std::size_t i) const override;
  void read(std::string& storage, Segments& out) override;

 private:
  /// A segment with the texts of all systems, then of the translators that have it.
  struct Segment {
    std::string id;
    std::string group;
    std::string place;
    std::vector<std::string> hypotheses;
    std::vector<std::string> references;
  };

  bool feed();
  void take(const WmtDocument& document);
  std::vector<std::string> translators_of(const WmtDocument& document) const;
  std::string group_of(const WmtDocument& document) const;

  std::vector<std::string> systems_;
  std::vector<std::string> translators_;
  WmtParser parser_;
  std::deque<Segment> waiting_;
  std::vector<Segment> block_;
  std::uint64_t before_ = 0;
  bool ended_ = false;
  std::unordered_set<std::string> known_ids_;  ///< Of documents and segments.
  ReferenceCount reference_count_;
};

}  // namespace assay
