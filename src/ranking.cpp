#include "ranking.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace assay {
namespace {

/// wins[a][b]: system a is significantly better than system b.
using Wins = std::vector<std::vector<bool>>;

Wins significant_wins(std::size_t systems, std::span<const Comparison> comparisons, Better better,
                      double alpha) {
  Wins wins(systems, std::vector<bool>(systems));
  for (const Comparison& pair : comparisons) {
    if (pair.is_identical || pair.p_adjusted > alpha || pair.difference == 0) continue;
    const bool is_system_better = (pair.difference > 0) == (better == Better::kHigher);
    const std::size_t winner = is_system_better ? pair.system : pair.baseline;
    const std::size_t loser = is_system_better ? pair.baseline : pair.system;
    wins[winner][loser] = true;
  }
  return wins;
}

/// True if all systems before `place` beat all from there on.
bool is_border(const Wins& wins, std::span<const std::size_t> order, std::size_t place) {
  for (const std::size_t above : order.first(place)) {
    for (const std::size_t below : order.subspan(place)) {
      if (!wins[above][below]) return false;
    }
  }
  return true;
}

}  // namespace

void rank_systems(Report& report, std::size_t metric, std::span<const Comparison> comparisons,
                  double alpha) {
  const std::size_t systems = report.systems.size();
  const Better better = report.metrics[metric].better;
  const Wins wins = significant_wins(systems, comparisons, better, alpha);
  const auto score = [&](std::size_t s) { return report.systems[s].scores[metric].value; };
  std::vector<std::size_t> order(systems);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return better == Better::kHigher ? score(a) > score(b) : score(a) < score(b);
  });

  Rank rank;
  for (std::size_t place = 0; place < systems; ++place) {
    const std::size_t s = order[place];
    if (place > 0 && score(s) != score(order[place - 1])) rank.rank = place + 1;
    if (place > 0 && is_border(wins, order, place)) ++rank.cluster;
    std::size_t better_ones = 0;
    for (const auto& row : wins) better_ones += row[s] ? 1U : 0U;
    rank.low = 1 + better_ones;
    rank.high = systems - static_cast<std::size_t>(std::ranges::count(wins[s], true));
    report.systems[s].scores[metric].rank = rank;
  }
}

}  // namespace assay
