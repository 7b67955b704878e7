#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace assay {

/// A sum of doubles without rounding, so that it does not depend on the order of additions or on
/// how they were split over threads.
///
/// A long fixed-point number in 32-bit digits held in 64-bit words, with carries put off. After
/// Radford M. Neal, "Fast Exact Summation Using Small and Large Superaccumulators", 2015.
class ExactSum {
 public:
  /// Adds a finite value.
  void add(double value);
  void add(const ExactSum& other);

  /// The sum, rounded once to the nearest double (ties to even).
  double value() const;

 private:
  // Bit 0 of digit 0 weighs 2^-1074; 2^1024 and 2^31 additions on top of it fit.
  static constexpr std::size_t kDigits = 68;
  static constexpr std::uint32_t kMostPending = std::uint32_t{1} << 30;

  void carry();

  std::array<std::int64_t, kDigits> digits_{};
  std::uint32_t pending_ = 0;
};

}  // namespace assay
