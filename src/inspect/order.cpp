#include "inspect/order.h"

#include "text/telling_words.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

namespace assay {
namespace {

constexpr std::size_t kMostSegments = 4096;

/// Of a text with more words those with the smallest hashes are kept, which are the same in any
/// text.
constexpr std::size_t kMostWords = 64;

/// A word of more segments than this tells little.
constexpr std::ptrdiff_t kMostSegmentsOfWord = 16;

/// Shorter texts may well have their words in common with others.
constexpr std::size_t kFewestWords = 4;
constexpr double kHomeShare = 0.5;

/// So many texts out of place are no chance.
constexpr double kManyTexts = 0.05;

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// Whether most of the texts that are elsewhere are moved by the same few segments.
bool are_shifted(const std::vector<std::size_t>& homes, std::size_t elsewhere) {
  std::map<std::ptrdiff_t, std::size_t> counts;
  for (std::size_t i = 0; i < homes.size(); ++i) {
    if (homes[i] != kNowhere) ++counts[static_cast<std::ptrdiff_t>(homes[i] - i)];
  }
  return std::ranges::any_of(counts, [elsewhere](const auto& entry) {
    return std::abs(entry.first) <= kMostShift && 2 * entry.second > elsewhere;
  });
}

}  // namespace

/// The segments to which texts belong, by the references of some sides.
class OrderCheck::Search {
 public:
  Search(std::span<const std::vector<Words>> references, std::size_t segments)
      : references_(references), votes_(segments) {
    for (const std::vector<Words>& side : references) {
      for (std::size_t i = 0; i < side.size(); ++i) {
        for (const std::uint32_t word : side[i]) segments_of_.emplace_back(word, i);
      }
    }
    std::ranges::sort(segments_of_);
    segments_of_.erase(std::unique(segments_of_.begin(), segments_of_.end()), segments_of_.end());
  }

  /// The segment of which a reference has most of the words, if that is another one than that of
  /// the text and there is little doubt.
  std::size_t home_of(const Words& text, std::size_t segment) {
    if (text.size() < kFewestWords || belongs_to(text, segment)) return kNowhere;
    const std::size_t best = most_voted(text);
    return best != kNowhere && is_home(text, best) ? best : kNowhere;
  }

 private:
  bool belongs_to(const Words& text, std::size_t segment) const {
    return std::ranges::any_of(references_, [&](const std::vector<Words>& side) {
      if (segment >= side.size()) return false;
      const auto shorter = static_cast<double>(std::min(text.size(), side[segment].size()));
      const auto common = static_cast<double>(common_words(text, side[segment]));
      return common >= kLittleOverlap * std::max(shorter, 1.0);
    });
  }

  bool is_home(const Words& text, std::size_t segment) const {
    return std::ranges::any_of(references_, [&](const std::vector<Words>& side) {
      if (segment >= side.size()) return false;
      const auto longer = static_cast<double>(std::max(text.size(), side[segment].size()));
      return static_cast<double>(common_words(text, side[segment])) >= kHomeShare * longer;
    });
  }

  /// The segment with which the text has most of those words in common that are in few; kNowhere if
  /// there are few such words, or several such segments.
  std::size_t most_voted(const Words& text) {
    std::vector<std::size_t> candidates;
    for (const std::uint32_t word : text) {
      const auto first = std::ranges::lower_bound(segments_of_, word, {}, &Entry::first);
      const auto last = std::ranges::upper_bound(segments_of_, word, {}, &Entry::first);
      if (last - first > kMostSegmentsOfWord) continue;
      for (auto entry = first; entry != last; ++entry) {
        if (votes_[entry->second]++ == 0) candidates.push_back(entry->second);
      }
    }
    std::size_t best = kNowhere;
    std::size_t most = kFewestWords - 1;
    for (const std::size_t segment : candidates) {
      const std::size_t count = std::exchange(votes_[segment], 0);
      if (count < most) continue;
      best = count > most ? segment : kNowhere;
      most = count;
    }
    return best;
  }

  using Entry = std::pair<std::uint32_t, std::size_t>;  ///< A word and a segment.

  std::span<const std::vector<Words>> references_;
  std::vector<Entry> segments_of_;
  std::vector<std::size_t> votes_;  ///< [segment], zeros between calls.
};

void OrderCheck::set_words(std::string_view text, Words& words) {
  TellingWords all;
  set_telling_words(text, all);
  words.reserve(std::min(all.size(), kMostWords));
  for (const std::uint64_t hash : all) {
    const auto word = static_cast<std::uint32_t>(hash >> 32U);
    if (words.empty() || words.back() != word) words.push_back(word);
    if (words.size() == kMostWords) break;
  }
}

OrderCheck::Words& OrderCheck::next_text(std::size_t side) {
  if (texts_.size() <= side) texts_.resize(side + 1);
  texts_[side].resize(segments_ + 1);
  return texts_[side][segments_];
}

void OrderCheck::add(const Block& block) {
  systems_ = block.systems;
  for (std::size_t i = 0; i < block.segments && segments_ < kMostSegments; ++i, ++segments_) {
    for (std::size_t s = 0; s < systems_; ++s) {
      set_words(block.hypotheses[i * systems_ + s], next_text(s));
    }
    const std::size_t first = block.reference_begin[i];
    for (std::size_t r = first; r < block.reference_begin[i + 1]; ++r) {
      set_words(block.references[r], next_text(systems_ + r - first));
    }
  }
}

std::optional<WrongOrder> OrderCheck::find(std::size_t side) const {
  if (side == systems_ || side >= texts_.size()) return std::nullopt;
  const auto references = std::span(texts_).subspan(systems_);
  Search search(side < systems_ ? references : references.first(1), segments_);
  std::vector<std::size_t> homes;
  for (const Words& text : texts_[side]) homes.push_back(search.home_of(text, homes.size()));
  WrongOrder found{.looked_at = homes.size(), .first = kNowhere};
  bool has_exchange = false;
  for (std::size_t i = 0; i < homes.size(); ++i) {
    if (homes[i] == kNowhere) continue;
    if (found.texts++ == 0) found.first = i;
    has_exchange = has_exchange || (homes[i] < homes.size() && homes[homes[i]] == i);
  }
  const auto many = kManyTexts * static_cast<double>(homes.size());
  if (found.texts < 2 || (!has_exchange && static_cast<double>(found.texts) <= many)) return {};
  if (!has_exchange && are_shifted(homes, found.texts)) return {};
  found.home = homes[found.first];
  return found;
}

}  // namespace assay
