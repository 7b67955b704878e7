#pragma once

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

 private:
  // GCC and clang have it on every 64-bit target; the standard has no name for it.
  __extension__ using Wide = unsigned __int128;

  std::uint64_t next_64();

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
