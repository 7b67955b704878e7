#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <random>

namespace assay {

/// The generator of NumPy's default_rng(seed), bit for bit: PCG64 (XSL-RR 128/64) seeded through
/// SeedSequence. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
/// Algorithms for Random Number Generation", 2014.
class NumpyGenerator {
 public:
  explicit NumpyGenerator(std::uint64_t seed);

  /// 64-bit outputs come as two: the low half first.
  std::uint32_t next_32();

  /// Evenly from [0, n), n >= 1. Lemire, "Fast Random Integer Generation in an Interval", 2019.
  std::uint32_t below(std::uint32_t n);

  /// What the next two calls of below(n) would give, faster. False, and nothing is drawn, in those
  /// rare cases where that is not so simple.
  bool two_below(std::uint32_t n, std::array<std::uint32_t, 2>& numbers) {
    if (has_half_ || n == 1) return false;
    const Wide state = state_;
    const std::uint64_t both = next_64();
    const std::uint64_t first = (both & 0xFFFFFFFFU) * n;
    const std::uint64_t second = (both >> 32U) * n;
    if (static_cast<std::uint32_t>(first) < n || static_cast<std::uint32_t>(second) < n) {
      state_ = state;
      return false;
    }
    numbers = {static_cast<std::uint32_t>(first >> 32U), static_cast<std::uint32_t>(second >> 32U)};
    return true;
  }

 private:
  // GCC and clang have it on every 64-bit target; the standard has no name for it.
  __extension__ using Wide = unsigned __int128;

  std::uint64_t next_64() {
    constexpr Wide kMultiplier =
        static_cast<Wide>(0x2360ED051FC65DA4U) << 64U | 0x4385DF649FCCF645U;
    state_ = state_ * kMultiplier + increment_;
    const auto high = static_cast<std::uint64_t>(state_ >> 64U);
    return std::rotr(high ^ static_cast<std::uint64_t>(state_), static_cast<int>(high >> 58U));
  }

  Wide state_ = 0;
  Wide increment_ = 0;
  std::uint32_t kept_half_ = 0;
  bool has_half_ = false;
};

/// The generator behind NumPy's older numpy.random.seed(seed) and randint: Mersenne twister, and
/// numbers that are too large are drawn again.
class NumpyLegacyGenerator {
 public:
  explicit NumpyLegacyGenerator(std::uint32_t seed) : engine_(seed) {}

  /// Evenly from [0, n), n >= 1; nothing is drawn for n = 1.
  std::uint32_t below(std::uint32_t n);

 private:
  std::mt19937 engine_;
};

}  // namespace assay
