#include "inspect/order.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kMostSegments = 4096;

/// A word of more references than this tells little.
constexpr std::size_t kMostReferences = 16;

/// Shorter texts may well have their words in common with others.
constexpr std::size_t kFewestWords = 3;
constexpr double kLittleOverlap = 0.35;
constexpr double kLargeOverlap = 0.6;

/// So many hypotheses out of place are no chance.
constexpr double kManyTexts = 0.05;

TellingWords words_of(std::string_view text) {
  TellingWords words;
  set_telling_words(text, words);
  return words;
}

}  // namespace

void OrderCheck::add(const Block& block) {
  hypotheses_.resize(block.systems);
  for (std::size_t i = 0; i < block.segments && references_.size() < kMostSegments; ++i) {
    const auto first = block.reference_begin[i];
    const bool has_reference = first < block.reference_begin[i + 1];
    references_.push_back(has_reference ? words_of(block.references[first]) : TellingWords());
    for (std::size_t s = 0; s < block.systems; ++s) {
      hypotheses_[s].push_back(words_of(block.hypotheses[i * block.systems + s]));
    }
  }
}

void OrderCheck::index_references() {
  if (!segments_of_.empty()) return;
  for (std::size_t i = 0; i < references_.size(); ++i) {
    for (const std::uint64_t word : references_[i]) {
      std::vector<std::size_t>& segments = segments_of_[word];
      if (segments.empty() || segments.back() != i) segments.push_back(i);
    }
  }
}

/// The segment of which the reference has most of the words, if that is another one than that of
/// the hypothesis and there is little doubt.
std::size_t OrderCheck::home_of(const TellingWords& hypothesis, std::size_t segment) const {
  if (hypothesis.size() < kFewestWords) return kNowhere;
  if (word_overlap(hypothesis, references_[segment]) >= kLittleOverlap) return kNowhere;
  std::unordered_map<std::size_t, std::size_t> votes;
  for (const std::uint64_t word : hypothesis) {
    const auto found = segments_of_.find(word);
    if (found == segments_of_.end() || found->second.size() > kMostReferences) continue;
    for (const std::size_t other : found->second) ++votes[other];
  }
  std::size_t best = kNowhere;
  double most = kLargeOverlap;
  for (const auto& [other, count] : votes) {
    if (count < kFewestWords || references_[other].size() < kFewestWords) continue;
    const double overlap = word_overlap(hypothesis, references_[other]);
    if (overlap < most || (overlap == most && other > best)) continue;
    most = overlap;
    best = other;
  }
  return best;
}

/// [segment]: kNowhere where nothing is odd.
std::vector<std::size_t> OrderCheck::find_homes(std::size_t system) const {
  std::vector<std::size_t> homes;
  for (std::size_t i = 0; i < references_.size(); ++i) {
    homes.push_back(home_of(hypotheses_[system][i], i));
  }
  return homes;
}

std::optional<Warning> OrderCheck::warning(std::size_t system, const std::string& file) {
  if (system >= hypotheses_.size()) return std::nullopt;
  index_references();
  const std::vector<std::size_t> homes = find_homes(system);
  std::size_t elsewhere = 0;
  bool has_exchange = false;
  std::size_t first = kNowhere;
  for (std::size_t i = 0; i < homes.size(); ++i) {
    if (homes[i] == kNowhere) continue;
    ++elsewhere;
    first = std::min(first, i);
    has_exchange = has_exchange || homes[homes[i]] == i;
  }
  const bool are_many =
      static_cast<double>(elsewhere) > kManyTexts * static_cast<double>(homes.size());
  if (elsewhere < 2 || (!has_exchange && !are_many)) return std::nullopt;
  return Warning{
      .code = "W-TRANSPOSED",
      .file = file,
      .line = first + 1,
      .message = fmt::format("{} of {} texts looked at have most of their words in common with the "
                             "reference of another segment, this one with that of segment {}; were "
                             "lines sorted or moved?",
                             elsewhere, homes.size(), homes[first] + 1)};
}

}  // namespace assay
