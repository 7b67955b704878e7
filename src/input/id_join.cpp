#include "input/id_join.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kSegmentsAtOnce = 1024;
constexpr std::size_t kBytesAtOnce = std::size_t{256} << 10U;

}  // namespace

IdJoin::IdJoin(SegmentSource& source) : source_(source) {
  std::string storage;
  Segments part;
  while (source.cut(kSegmentsAtOnce, kBytesAtOnce) > 0) {
    source.read(storage, part);
    add_block(part);
  }
}

void IdJoin::add_block(const Segments& part) {
  const std::size_t count = part.ids.size();
  const std::size_t columns = part.texts.size() / std::max<std::size_t>(count, 1);
  has_references_ = has_references_ || !part.reference_begin.empty();
  has_groups_ = has_groups_ || !part.groups.empty();
  for (std::size_t i = 0; i < count; ++i) {
    Entry entry{.id = part.ids[i], .place = source_.place(i)};
    for (std::size_t c = 0; c < columns; ++c) entry.texts.emplace_back(part.texts[i * columns + c]);
    for (auto r = has_references_ ? part.reference_begin[i] : 0;
         has_references_ && r < part.reference_begin[i + 1]; ++r) {
      entry.references.emplace_back(part.references[r]);
    }
    if (has_groups_) entry.group = part.groups[i];
    by_id_.emplace(entry.id, entries_.size());
    entries_.push_back(std::move(entry));
  }
}

void IdJoin::pick(const SegmentSource& other, const std::vector<std::string>& ids, Segments& out) {
  out.clear();
  if (has_references_) out.reference_begin.push_back(0);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = by_id_.find(ids[i]);
    if (found == by_id_.end()) {
      throw input_error("E-ID",
                        fmt::format("{}: id \"{}\" is not in {}", other.place(i), escape(ids[i]),
                                    source_.shown()),
                        "every file needs the same segments");
    }
    Entry& entry = entries_[found->second];
    entry.is_picked = true;
    for (const std::string& text : entry.texts) out.texts.emplace_back(text);
    for (const std::string& text : entry.references) out.references.emplace_back(text);
    if (has_references_) {
      out.reference_begin.push_back(static_cast<std::uint32_t>(out.references.size()));
    }
    if (has_groups_) out.groups.push_back(entry.group);
    out.ids.push_back(entry.id);
    out.places.push_back(entry.place);
  }
}

void IdJoin::check_all_picked(const SegmentSource& other) const {
  const auto left = std::ranges::find(entries_, false, &Entry::is_picked);
  if (left == entries_.end()) return;
  throw input_error(
      "E-ID",
      fmt::format("{}: id \"{}\" is not in {}", left->place, escape(left->id), other.shown()),
      "every file needs the same segments");
}

}  // namespace assay
