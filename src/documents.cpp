#include "documents.h"

#include "text/fnv.h"

#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array<Column, 2> kColumns = {{{"documents"}, {"score", false}}};

}  // namespace

void DocumentRuns::add(const std::string& name) {
  if (names_.empty() || names_.back() != name) {
    ends_.push_back(ends_.empty() ? 0 : ends_.back());
    names_.push_back(name);
  }
  ++ends_.back();
}

std::uint64_t DocumentRuns::digest(std::uint64_t hash) const {
  for (const std::size_t end : ends_) hash = fnv1a(fmt::format("{} ", end), hash);
  return hash;
}

StatsTable DocumentRuns::sums(const StatsTable& segments) const {
  StatsTable table(segments.columns());
  std::size_t segment = 0;
  for (const std::size_t end : ends_) {
    Totals totals(segments.columns());
    for (; segment < end; ++segment) totals += segments[segment];
    table.append(totals.row());
  }
  return table;
}

StatsTable document_scores(const StatsTable& sums, const std::function<double(Row)>& score) {
  StatsTable table(kColumns);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    table.append(std::array<double, 2>{1, score(sums[i])});
  }
  return table;
}

double document_mean(Row totals) {
  return totals[1] / totals[0];
}

}  // namespace assay
