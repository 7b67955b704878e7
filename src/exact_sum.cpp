#include "assay/exact_sum.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace assay {
namespace {

constexpr int kDigitBits = 32;
constexpr std::uint64_t kDigitMask = 0xffffffffU;
constexpr int kMantissaBits = 53;
constexpr int kLowestExponent = -1074;

/// A finite double as a sign and mantissa * 2^(exponent + kLowestExponent).
struct Parts {
  bool negative = false;
  std::uint64_t mantissa = 0;
  std::size_t exponent = 0;
};

Parts split(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52U) - 1);
  const std::uint64_t biased = (bits >> 52U) & 0x7ffU;
  if (biased == 0) return {bits >> 63U != 0, fraction, 0};
  return {bits >> 63U != 0, fraction | std::uint64_t{1} << 52U, biased - 1};
}

/// 64 bits that start with a one, times 2^(exponent + kLowestExponent), to 53 bits, ties to even.
double round_to_double(std::uint64_t bits, bool more_below, int exponent) {
  constexpr int kDropped = 64 - kMantissaBits;
  constexpr std::uint64_t kHalf = std::uint64_t{1} << (kDropped - 1U);
  std::uint64_t kept = bits >> kDropped;
  const std::uint64_t rest = bits & (2 * kHalf - 1);
  if (rest > kHalf || (rest == kHalf && (more_below || kept % 2 == 1))) ++kept;
  return std::ldexp(static_cast<double>(kept), exponent + kDropped + kLowestExponent);
}

}  // namespace

void ExactSum::add(double value) {
  assert(std::isfinite(value));
  const Parts parts = split(value);
  const std::size_t digit = parts.exponent / kDigitBits;
  const std::size_t shift = parts.exponent % kDigitBits;
  const std::uint64_t low = parts.mantissa << shift;
  const std::uint64_t high = shift == 0 ? 0 : parts.mantissa >> (64 - shift);
  const std::int64_t sign = parts.negative ? -1 : 1;
  digits_[digit] += sign * static_cast<std::int64_t>(low & kDigitMask);
  digits_[digit + 1] += sign * static_cast<std::int64_t>(low >> kDigitBits);
  digits_[digit + 2] += sign * static_cast<std::int64_t>(high);
  if (++pending_ == kMostPending) carry();
}

void ExactSum::add(const ExactSum& other) {
  ExactSum carried = other;
  carried.carry();
  carry();
  for (std::size_t i = 0; i < kDigits; ++i) digits_[i] += carried.digits_[i];
  pending_ = 2;
}

/// Leaves every digit but the last in [0, 2^32); the last carries the sign.
void ExactSum::carry() {
  for (std::size_t i = 0; i + 1 < kDigits; ++i) {
    digits_[i + 1] += digits_[i] >> kDigitBits;
    digits_[i] &= static_cast<std::int64_t>(kDigitMask);
  }
  pending_ = 1;
}

double ExactSum::value() const {
  ExactSum magnitude = *this;
  magnitude.carry();
  const bool negative = magnitude.digits_.back() < 0;
  if (negative) {
    for (std::int64_t& digit : magnitude.digits_) digit = -digit;
    magnitude.carry();
  }
  const auto digit = [&](std::size_t i) {
    return static_cast<std::uint64_t>(magnitude.digits_[i]);
  };
  std::size_t top = kDigits - 1;
  while (top > 0 && digit(top) == 0) --top;
  if (digit(top) == 0) return 0;

  const std::uint64_t high = digit(top) << kDigitBits | (top >= 1 ? digit(top - 1) : 0);
  const std::uint64_t next = top >= 2 ? digit(top - 2) : 0;
  const int zeros = std::countl_zero(high);
  const std::uint64_t bits = high << zeros | next >> (kDigitBits - zeros);
  bool more_below = (next << zeros & kDigitMask) != 0;
  for (std::size_t i = 0; i + 2 < top; ++i) more_below = more_below || digit(i) != 0;
  const int exponent = kDigitBits * (static_cast<int>(top) - 1) - zeros;
  const double rounded = round_to_double(bits, more_below, exponent);
  return negative ? -rounded : rounded;
}

}  // namespace assay
