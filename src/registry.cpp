#include "assay/registry.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kMostEdits = 2;

/// Levenshtein distance by the textbook table, one row at a time: names are short.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

bool is_equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char byte) { return byte >= 'A' && byte <= 'Z' ? byte + 32 : byte; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  const auto same = std::ranges::find_if(candidates, [&](const std::string& candidate) {
    return candidate != word && is_equal_but_for_case(candidate, word);
  });
  if (same != candidates.end()) return *same;
  std::string best;
  std::size_t fewest = kMostEdits + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t edits = edit_distance(word, candidate);
    if (edits == 0 || edits >= fewest || edits >= candidate.size()) continue;
    fewest = edits;
    best = candidate;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
  const std::string name = nearest(word, candidates);
  return name.empty() ? "" : fmt::format("did you mean '{}'? ", name);
}

}  // namespace assay
