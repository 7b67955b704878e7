#include "characters.h"

#include "assay/text.h"

#include "text/code_points.h"

#include <algorithm>
#include <limits>

namespace assay {
namespace {

/// In the slot of white space that is dropped; it stays there for all texts.
constexpr std::uint32_t kNoId = std::numeric_limits<std::uint32_t>::max();

constexpr std::size_t kAscii = 128;

/// Characters keep their ids from segment to segment until there are more. Then there are seldom
/// new ones, which nobody can predict; but all rows of ids of one segment are to fit in the cache.
constexpr std::size_t kMostKept = 256;

}  // namespace

CharacterIds::CharacterIds(WhiteSpace white_space) : white_space_(white_space), slots_(kAscii) {}

void CharacterIds::clear() {
  for (const char32_t value : seen_) slots_[value] = 0;
  seen_.clear();
}

/// The table reaches as far as the highest code point so far, so that it stays small for most
/// languages.
std::uint32_t& CharacterIds::slot(char32_t value) {
  if (value >= slots_.size()) slots_.resize(std::max<std::size_t>(value + 1, 2 * slots_.size()));
  return slots_[value];
}

std::uint32_t CharacterIds::number(char32_t value) {
  std::uint32_t& found = slot(value);
  if (found != 0) return found;
  if (white_space_ == WhiteSpace::kDropped && is_space(value)) return found = kNoId;
  seen_.push_back(value);
  return found = static_cast<std::uint32_t>(seen_.size());
}

void CharacterIds::append(std::string_view text, std::vector<TokenId>& ids) {
  if (white_space_ == WhiteSpace::kKeptInside) text = strip(text);
  const std::size_t first = ids.size();
  ids.resize(first + text.size());
  TokenId* out = ids.data() + first;
  const char* const end = text.data() + text.size();
  for (const char* byte = text.data(); byte != end;) {
    const auto lead = static_cast<unsigned char>(*byte);
    std::uint32_t found = lead < kAscii ? slots_[lead] : 0;
    std::size_t size = 1;
    if (found == 0) {
      const CodePoint point = decode(byte);
      found = number(point.value);
      size = point.size;
    }
    byte += size;
    // Written in any case and then kept or not: white space is too frequent for a branch.
    *out = found - 1;
    out += found == kNoId ? 0 : 1;
  }
  ids.resize(static_cast<std::size_t>(out - ids.data()));
}

void SegmentCharacters::prepare(const SegmentForms& segment) {
  if (ids_.size() > kMostKept) ids_.clear();
  tokens_.clear();
  ends_.clear();
  references_ = segment.references();
  for (std::size_t r = 0; r < references_; ++r) add(segment.reference_text(r));
  for (std::size_t h = 0; h < segment.hypotheses(); ++h) add(segment.hypothesis_text(h));
}

void SegmentCharacters::add(std::string_view text) {
  if (lowercase_) {
    lowercase(text, lowered_);
    text = lowered_;
  }
  ids_.append(text, tokens_);
  ends_.push_back(tokens_.size());
}

}  // namespace assay
