#include "input/documents.h"

#include "assay/error.h"
#include "assay/text.h"

#include <fmt/format.h>

namespace assay {
namespace {

/// A block of documents ends early when it has about this much.
constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;

/// Views of what `storage` holds: for each document all hypotheses, then all references.
void make_views(Block& block) {
  std::size_t text = 0;
  for (std::size_t i = 0; i < block.segments; ++i) {
    for (std::size_t s = 0; s < block.systems; ++s) {
      block.hypotheses.emplace_back(block.storage[text++]);
    }
    for (auto r = block.reference_begin[i]; r < block.reference_begin[i + 1]; ++r) {
      block.references.emplace_back(block.storage[text++]);
    }
  }
}

}  // namespace

void DocumentNames::look(const Block& block) {
  for (const std::string& name : block.groups) {
    if (name == last_ && !seen_.empty()) continue;
    last_ = name;
    if (seen_.insert(name).second) continue;
    if (returns_++ == 0) first_return_ = name;
  }
}

std::optional<Warning> DocumentNames::warning() const {
  if (returns_ == 0) return std::nullopt;
  const std::string times =
      returns_ == 1 ? "" : fmt::format(", and there are {} such cases", returns_);
  return Warning{
      .code = "W-DOCUMENT",
      .message = fmt::format("document '{}' comes back after another one{}; segments that "
                             "do not stand together are documents of their own",
                             escape(first_return_, 100), times)};
}

bool DocumentJoin::next(Block& block, std::size_t most) {
  block.storage.clear();
  block.reference_begin.push_back(0);
  std::size_t bytes = 0;
  while (block.segments < most && bytes < kBlockBytes && has_segment()) {
    const std::size_t before = block.storage.size();
    append_document(block);
    for (std::size_t i = before; i < block.storage.size(); ++i) bytes += block.storage[i].size();
  }
  make_views(block);
  return block.segments > 0;
}

/// Whether segment `at_` of `segments_` is there, after reading if need be.
bool DocumentJoin::has_segment() {
  if (at_ < segments_.segments) return true;
  at_ = 0;
  return read_(segments_);
}

std::size_t DocumentJoin::references(std::size_t segment) const {
  return segments_.reference_begin[segment + 1] - segments_.reference_begin[segment];
}

void DocumentJoin::append_document(Block& block) {
  const std::string name = segments_.groups[at_];
  const std::size_t count = references(at_);
  std::vector<std::string> texts(block.systems + count);
  for (bool is_first = true; has_segment() && segments_.groups[at_] == name; is_first = false) {
    if (references(at_) != count) {
      throw input_error(
          "E-NREFS",
          fmt::format("document '{}' has a segment with {} references and one with {}",
                      escape(name), count, references(at_)),
          "--doc-mode aggregate takes them as they are");
    }
    for (std::string& text : texts) text += is_first ? "" : " ";
    append_segment(texts);
    ++at_;
  }
  for (std::string& text : texts) block.storage.push_back(std::move(text));
  block.reference_begin.push_back(block.reference_begin.back() + static_cast<std::uint32_t>(count));
  block.ids.push_back(name);
  ++block.segments;
}

void DocumentJoin::append_segment(std::vector<std::string>& texts) const {
  const std::size_t systems = segments_.systems;
  for (std::size_t s = 0; s < systems; ++s) texts[s] += segments_.hypotheses[at_ * systems + s];
  for (std::size_t r = 0; systems + r < texts.size(); ++r) {
    texts[systems + r] += segments_.references[segments_.reference_begin[at_] + r];
  }
}

}  // namespace assay
