#include "rouge155/averages.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

/// The average of ascending values and the middle `confidence` percent of them, interpolated in
/// ROUGE-1.5.5's way: with the same fraction at both ends, and 0 for what is not there.
Rouge155Average average_of(const std::vector<double>& values, double confidence) {
  const auto at = [&](double index) {
    const bool exists = index >= 0 && index < static_cast<double>(values.size());
    return exists ? values[static_cast<std::size_t>(index)] : 0;
  };
  const auto samples = static_cast<double>(values.size());
  const double cut = samples * ((100 - confidence) / 2) / 100;
  const double low = std::trunc(cut);
  const double high = std::trunc(samples - cut - 1);
  const double fraction = samples - cut - 1 - high;
  Rouge155Average average;
  for (const double value : values) average.mean += value;
  average.mean /= samples;
  average.low = at(low) + (at(low + 1) - at(low)) * fraction;
  average.high = at(high) + (at(high + 1) - at(high)) * fraction;
  return average;
}

Triple sum_of(const std::vector<Triple>& table, std::span<const std::size_t> documents) {
  Triple sum{};
  for (const std::size_t document : documents) {
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += table[document][i];
  }
  return sum;
}

}  // namespace

Rand48::Rand48(std::uint32_t seed) : state_(std::uint64_t{seed} << 16U | 0x330EU) {}

std::size_t Rand48::below(std::size_t n) {
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 48U) - 1;
  state_ = (state_ * 0x5DEECE66DU + 0xBU) & kMask;
  const double unit = static_cast<double>(state_) / static_cast<double>(kMask + 1);
  return static_cast<std::size_t>(static_cast<double>(n) * unit);
}

std::vector<std::array<Rouge155Average, 3>> rouge155_averages(
    std::span<const std::vector<Triple>> tables, const SampleValue& value,
    const Rouge155Resampling& resampling) {
  std::vector<std::array<Rouge155Average, 3>> averages(tables.size());
  const std::size_t documents = tables.empty() ? 0 : tables.front().size();
  if (documents == 0) return averages;
  std::vector<std::array<std::vector<double>, 3>> values(tables.size());
  std::vector<std::size_t> drawn(documents);
  for (std::size_t sample = 0; sample < resampling.samples; ++sample) {
    Rand48 generator(static_cast<std::uint32_t>(sample));
    for (std::size_t& document : drawn) document = generator.below(documents);
    for (std::size_t t = 0; t < tables.size(); ++t) {
      const Triple triple = value(sum_of(tables[t], drawn), documents);
      for (std::size_t i = 0; i < triple.size(); ++i) values[t][i].push_back(triple[i]);
    }
  }
  for (std::size_t t = 0; t < tables.size(); ++t) {
    for (std::size_t i = 0; i < values[t].size(); ++i) {
      std::ranges::sort(values[t][i]);
      averages[t][i] = average_of(values[t][i], resampling.confidence);
    }
  }
  return averages;
}

}  // namespace assay
