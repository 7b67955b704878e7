#include "assay/significance.h"

#include "assay/exact_sum.h"
#include "assay/random.h"

#include "parallel.h"
#include "weighted_rows.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace assay {
namespace {

double mean_of(std::span<const double> values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.value() / static_cast<double>(values.size());
}

/// What to round the values of a column to multiples of, so that sums of segments are exact and in
/// a test no rounding makes a tie a difference: a power of two, about 2^-53 of the largest sum; 0
/// for counts, which are exact as they are.
double rounding_unit(std::span<const StatsTable* const> tables, std::size_t column) {
  if (tables.front()->columns()[column].is_count) return 0;
  double largest = 0;
  for (const StatsTable* table : tables) {
    for (std::size_t i = 0; i < table->size(); ++i) {
      largest = std::max(largest, std::abs((*table)[i][column]));
    }
  }
  if (largest == 0) return 0;
  // No sum of segments, nor the difference of two, reaches 2^bits.
  const int bits =
      std::ilogb(largest) + std::ilogb(2 * static_cast<double>(tables.front()->size())) + 2;
  return std::ldexp(1.0, bits - std::numeric_limits<double>::digits);
}

/// All tables side by side: row i holds the statistics of segment i of every table.
std::vector<double> side_by_side(std::span<const StatsTable* const> tables) {
  const std::size_t width = tables.front()->width();
  std::vector<double> units;
  for (std::size_t c = 0; c < width; ++c) units.push_back(rounding_unit(tables, c));
  std::vector<double> cells(width * tables.size() * tables.front()->size());
  double* cell = cells.data();
  for (std::size_t i = 0; i < tables.front()->size(); ++i) {
    for (const StatsTable* table : tables) {
      const Row row = (*table)[i];
      for (std::size_t c = 0; c < width; ++c) {
        *cell++ = units[c] > 0 ? std::nearbyint(row[c] / units[c]) * units[c] : row[c];
      }
    }
  }
  return cells;
}

std::vector<double> totals_of(std::span<const double> cells, std::size_t stride) {
  std::vector<double> sums(stride);
  for (std::size_t first = 0; first < cells.size(); first += stride) {
    for (std::size_t c = 0; c < stride; ++c) sums[c] += cells[first + c];
  }
  return sums;
}

/// Counts how often each segment is drawn. A Weight has room: that one of any number of segments is
/// drawn k times or more is less likely than 1 to (k - 1)!.
[[gnu::noinline]] void draw(NumpyGenerator& generator, std::span<Weight> counts) {
  NumpyGenerator own = generator;  // By itself it stays in registers.
  const auto segments = static_cast<std::uint32_t>(counts.size());
  std::array<std::uint32_t, 2> drawn{};
  for (std::uint32_t left = segments; left > 0;) {
    if (left > 1 && own.two_below(segments, drawn)) {
      ++counts[drawn[0]];
      ++counts[drawn[1]];
      left -= 2;
    } else {
      ++counts[own.below(segments)];
      --left;
    }
  }
  generator = own;
}

constexpr std::size_t kByte = 8;

/// The bits of each byte, least significant first.
constexpr auto kBitsOfBytes = [] {
  std::array<std::array<Weight, kByte>, 256> bits{};
  for (std::size_t byte = 0; byte < bits.size(); ++byte) {
    for (std::size_t i = 0; i < kByte; ++i) bits[byte][i] = static_cast<Weight>(byte >> i & 1U);
  }
  return bits;
}();

/// One random bit per segment, least significant bit first, and across samples without a gap.
class BitStream {
 public:
  explicit BitStream(std::uint64_t seed) : generator_(seed) {}

  void fill(std::span<Weight> bits) {
    while (!bits.empty()) {
      if (left_ < kByte) {
        word_ |= std::uint64_t{generator_.next_32()} << left_;
        left_ += 32;
      }
      const std::size_t count = std::min(kByte, bits.size());
      std::copy_n(kBitsOfBytes[word_ & 0xFFU].begin(), count, bits.begin());
      word_ >>= count;
      left_ -= count;
      bits = bits.subspan(count);
    }
  }

 private:
  NumpyGenerator generator_;
  std::uint64_t word_ = 0;
  std::size_t left_ = 0;  ///< Bits of word_; all others are 0.
};

/// Sums of rows under random weights: for each sample, in order, `fill` sets the segments' weights
/// (zero before), and `use(sample, sums)` gets the weighted sums of all tables side by side.
template <typename Fill, typename Use>
void for_each_sample(std::span<const StatsTable* const> tables, const Resampling& resampling,
                     const Fill& fill, const Use& use) {
  const std::size_t groups = std::max<std::size_t>(resampling.threads, 1);
  const std::size_t segments = tables.front()->size();
  const std::size_t width = tables.size() * tables.front()->width();
  const WeightedRows rows(side_by_side(tables), width);
  std::vector<Weight> weights(groups * kLanes * rows.stride());
  std::vector<double> sums(groups * kLanes * width);
  const auto part = [&](auto& values, std::size_t group) {
    return std::span(values).subspan(group * (values.size() / groups), values.size() / groups);
  };
  for (std::size_t first = 0; first < resampling.samples; first += groups * kLanes) {
    const std::size_t samples = std::min(groups * kLanes, resampling.samples - first);
    std::ranges::fill(weights, Weight{0});
    for (std::size_t i = 0; i < samples; ++i) {
      fill(std::span(weights).subspan(i * rows.stride(), segments));
    }
    parallel_for(groups, groups, [&](std::size_t /*thread*/, std::size_t group) {
      const std::span<double> own = part(sums, group);
      rows.add(part(weights, group), own);
      const std::size_t end = std::min(samples, (group + 1) * kLanes);
      for (std::size_t i = group * kLanes; i < end; ++i) {
        use(first + i, own.subspan(i % kLanes * width, width));
      }
    });
  }
}

}  // namespace

std::vector<std::vector<double>> bootstrap_scores(std::span<const StatsTable* const> tables,
                                                  const ScoreFunction& score,
                                                  const Resampling& resampling) {
  const std::size_t width = tables.front()->width();
  std::vector<std::vector<double>> scores(tables.size(), std::vector<double>(resampling.samples));
  NumpyGenerator generator(resampling.seed);
  for_each_sample(
      tables, resampling, [&](std::span<Weight> counts) { draw(generator, counts); },
      [&](std::size_t sample, Row sums) {
        for (std::size_t t = 0; t < tables.size(); ++t) {
          scores[t][sample] = score(sums.subspan(t * width, width));
        }
      });
  return scores;
}

Interval interval_of(std::vector<double> scores, double level) {
  // 1 - 0.95 is a little more than 0.05 in doubles, which must not cost a whole sample.
  constexpr double kSlack = 1e-9;
  const auto cut =
      static_cast<std::size_t>(static_cast<double>(scores.size()) * (1 - level) / 2 + kSlack);
  const auto nth = [&scores](std::size_t n) {
    const auto place = scores.begin() + static_cast<std::ptrdiff_t>(n);
    std::ranges::nth_element(scores, place);
    return *place;
  };
  const double low = nth(cut);
  const double high = nth(scores.size() - 1 - cut);
  return {mean_of(scores), (high - low) / 2, low, high};
}

double paired_bootstrap_p(double real_difference, std::span<const double> baseline,
                          std::span<const double> system) {
  std::vector<double> differences(baseline.size());
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    differences[i] = std::abs(system[i] - baseline[i]);
  }
  const double mean = mean_of(differences);
  const auto larger = std::ranges::count_if(
      differences, [&](double difference) { return difference - mean > real_difference; });
  return static_cast<double>(larger + 1) / static_cast<double>(differences.size() + 1);
}

namespace {

using Pair = std::pair<std::size_t, std::size_t>;

/// Counts, over trials in any order, how often a pair that swapped segments differs more than the
/// real one.
class SwapTrials {
 public:
  SwapTrials(std::span<const StatsTable* const> tables, std::span<const Pair> pairs,
             const ScoreFunction& score, std::size_t trials)
      : pairs_(pairs),
        score_(score),
        trials_(trials),
        width_(tables.front()->width()),
        totals_(totals_of(side_by_side(tables), width_ * tables.size())),
        is_larger_(pairs.size() * trials) {
    for (const auto& [a, b] : pairs) {
      real_.push_back(std::abs(score(total(a)) - score(total(b))));
    }
  }

  /// `taken` holds, for all tables side by side, the sums of the segments that stay.
  void add(std::size_t trial, Row taken) {
    std::vector<double> first(width_);
    std::vector<double> second(width_);
    for (std::size_t p = 0; p < pairs_.size(); ++p) {
      const auto [a, b] = pairs_[p];
      for (std::size_t c = 0; c < width_; ++c) {
        const double kept = taken[a * width_ + c] - taken[b * width_ + c];
        first[c] = total(b)[c] + kept;
        second[c] = total(a)[c] - kept;
      }
      const bool is_larger = std::abs(score_(first) - score_(second)) > real_[p];
      is_larger_[p * trials_ + trial] = is_larger ? 1 : 0;
    }
  }

  double p_value(std::size_t pair) const {
    const auto first = is_larger_.begin() + static_cast<std::ptrdiff_t>(pair * trials_);
    const auto larger = std::count(first, first + static_cast<std::ptrdiff_t>(trials_), 1);
    return static_cast<double>(larger + 1) / static_cast<double>(trials_ + 1);
  }

 private:
  Row total(std::size_t table) const { return Row(totals_).subspan(table * width_, width_); }

  std::span<const Pair> pairs_;
  const ScoreFunction& score_;
  std::size_t trials_;
  std::size_t width_;
  std::vector<double> totals_;  ///< Of all tables side by side.
  std::vector<double> real_;
  std::vector<std::uint8_t> is_larger_;
};

}  // namespace

std::vector<double> randomization_p(std::span<const StatsTable* const> tables,
                                    std::span<const Pair> pairs, const ScoreFunction& score,
                                    const Resampling& resampling) {
  BitStream bits(resampling.seed);
  SwapTrials trials(tables, pairs, score, resampling.samples);
  for_each_sample(
      tables, resampling, [&](std::span<Weight> weights) { bits.fill(weights); },
      [&](std::size_t trial, Row taken) { trials.add(trial, taken); });
  std::vector<double> p_values;
  for (std::size_t p = 0; p < pairs.size(); ++p) p_values.push_back(trials.p_value(p));
  return p_values;
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> adjusted(p.size());
  double highest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto factor = static_cast<double>(p.size() - rank);
    highest = std::max(highest, std::min(1.0, factor * p[order[rank]]));
    adjusted[order[rank]] = highest;
  }
  return adjusted;
}

}  // namespace assay
