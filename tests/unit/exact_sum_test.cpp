#include "assay/exact_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr double kSmallestNormal = std::numeric_limits<double>::min();

double sum_of(std::span<const double> values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.value();
}

double sum_of(std::initializer_list<double> values) {
  return sum_of(std::span(values.begin(), values.size()));
}

/// What Python 3.11's math.fsum makes of some values.
struct FsumCase {
  std::vector<double> values;
  double sum;
};

TEST(ExactSumTest, EqualsFsum) {
  const std::vector<FsumCase> cases = {
      {{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 1.0},
      {{0.1, 0.2, 0.3}, 0.6},
      {{1e+16, 1, -1e+16}, 1.0},
      {{1e+100, 1.0, -1e+100, 1e-100}, 1.0},
      {{1, 1e-16, 1e-16, 1e-16}, 1.0000000000000002},
      {{9007199254740992.0, 1.0, 5e-324}, 9007199254740994.0},
      {{9007199254740992.0, 1.0, -5e-324}, 9007199254740992.0},
      {{9007199254740992.0, -0.5, -5.551115123125783e-17}, 9007199254740991.0},
      {{0.3333333333333333, 0.6666666666666666, -1.0}, -5.551115123125783e-17},
      {{1e-310, 1e-315, -1e-310, 5e-324}, 1.000000003e-315},
      {{2.2250738585072014e-308, -5e-324, -1e-320}, 2.225073858506201e-308},
      {{-1e-16, 1.0}, 0.9999999999999999},
      {{-5e-324, 1.0}, 1.0},
      {{1.7976931348623157e+308, -9.9792015476736e+291}, 1.7976931348623155e+308},
      {{-741.7869892607293, 840.3481205226678, 0.006489745531369242, 371.79335556230717,
        0.00038075791704476517},
       470.36135732769407},
      {{1.3114189588902203e-15, -279482366.0111103, 7.61925427594386e-32, 6179261849630812.0,
        1.3224085421692467e-41},
       6179261570148446.0},
      {{7.735937030276742e-132, 2.893051677469265e-98, 1.816686685456037e-100,
        -2.9878889785386777e+68, -1.6595605712974558e-152},
       -2.9878889785386777e+68},
      {{-0.006513971337567626, 59.597895054470186, -0.006602245055107714, -0.0480745186630039,
        48.121838623686386, 5.700092953578995e-05, -0.0008448808893881297},
       107.65775506314104},
      {{-3.661844758418605e+33, 4.528222534561687e-18, 1.1902055707377502e-10, -34438.181305301194,
        -7.756030146989953e-28, -8.5969431918758e-37, -9.458001850421837e-30},
       -3.661844758418605e+33},
      {{3.407405355042222e+70, 3.399595266258446e+257, 3.124503693429069e+23,
        -1.7747777550498855e-221, 7211350402919544.0, -1.6152946442461625e-252,
        9.866991087842675e+245},
       3.399595266268313e+257},
      {{9.236068159780505e-19, 2.3733660385428733e+17, 3.438329013161027e-05, 455665.10149066476,
        -9.236068159780512e-19, -2.3733660385428755e+17, -3.4383290131610305e-05,
        -455665.10149066517},
       -224.00000000040745},
  };
  for (const auto& [values, sum] : cases) {
    EXPECT_EQ(sum_of(values), sum) << values.size() << " values from " << values.front();
    std::vector<double> reversed(values.rbegin(), values.rend());
    EXPECT_EQ(sum_of(reversed), sum) << values.size() << " values to " << values.front();
  }
}

TEST(ExactSumTest, NothingIsZero) {
  EXPECT_EQ(ExactSum().value(), 0);
  EXPECT_FALSE(std::signbit(ExactSum().value()));
  EXPECT_FALSE(std::signbit(sum_of({-0.0})));
}

TEST(ExactSumTest, OneValueIsItself) {
  for (const double value : {1.0, 0.1, 1e300, 1e-300, kMax, kTiny, kSmallestNormal, 3 * kTiny,
                             kSmallestNormal - kTiny, 0x1p-1022, 0x1.fffffffffffffp1022}) {
    EXPECT_EQ(sum_of({value}), value);
    EXPECT_EQ(sum_of({-value}), -value);
  }
}

TEST(ExactSumTest, CancelsToZero) {
  EXPECT_EQ(sum_of({1e300, 1e-300, -1e300, -1e-300}), 0);
  EXPECT_FALSE(std::signbit(sum_of({-1, 1})));
  EXPECT_EQ(sum_of({kMax, kTiny, -kMax}), kTiny);
  EXPECT_EQ(sum_of({-kMax, -kTiny, kMax}), -kTiny);
}

TEST(ExactSumTest, MayPassTheLargestDouble) {
  EXPECT_EQ(sum_of({kMax, kMax, -kMax}), kMax);
  EXPECT_EQ(sum_of({-kMax, -kMax, -kMax, kMax, kMax}), -kMax);
  EXPECT_EQ(sum_of({kMax, kMax}), std::numeric_limits<double>::infinity());
}

TEST(ExactSumTest, RoundsTiesToEven) {
  constexpr double kOdd = 1 + 0x1p-52;
  EXPECT_EQ(sum_of({1, 0x1p-53}), 1);
  EXPECT_EQ(sum_of({kOdd, 0x1p-53}), 1 + 0x1p-51);
  EXPECT_EQ(sum_of({1, 0x1p-53, kTiny}), kOdd);
  EXPECT_EQ(sum_of({1, 0x1p-53, -kTiny}), 1);
  EXPECT_EQ(sum_of({kOdd, 0x1p-53, -kTiny}), kOdd);
  EXPECT_EQ(sum_of({-1, -0x1p-53}), -1);
  EXPECT_EQ(sum_of({-kOdd, -0x1p-53}), -1 - 0x1p-51);
  EXPECT_EQ(sum_of({0x1.fffffffffffffp0, 0x1p-53}), 2) << "the mantissa gets one bit more";
}

TEST(ExactSumTest, SubnormalsAreExact) {
  EXPECT_EQ(sum_of({kTiny, kTiny, kTiny}), 3 * kTiny);
  EXPECT_EQ(sum_of({kSmallestNormal, -kTiny}), kSmallestNormal - kTiny);
  EXPECT_EQ(sum_of({kSmallestNormal - kTiny, kTiny}), kSmallestNormal);
}

TEST(ExactSumTest, AMillionTenths) {
  ExactSum sum;
  for (int i = 0; i < 1'000'000; ++i) sum.add(0.1);
  EXPECT_EQ(sum.value(), 100000.0) << "adding one by one gives 100000.00000133288";
}

TEST(ExactSumTest, MayBeReadOnTheWay) {
  ExactSum sum;
  for (int i = 1; i <= 100; ++i) {
    sum.add(0.5);
    EXPECT_EQ(sum.value(), 0.5 * i);
    EXPECT_EQ(sum.value(), 0.5 * i);
  }
}

TEST(ExactSumTest, AddsToItself) {
  ExactSum sum;
  sum.add(-0.75);
  for (int i = 0; i < 200; ++i) sum.add(sum);
  EXPECT_EQ(sum.value(), std::ldexp(-0.75, 200));
}

/// Multiples of 2^-60 below 2^10 in size: 128 bits hold any sum of them.
__extension__ using Int128 = __int128;

TEST(ExactSumTest, AgreesWithFixedPoint) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    ExactSum sum;
    Int128 exact = 0;
    for (int i = 0; i < 300; ++i) {
      const auto mantissa = static_cast<std::int64_t>(random() >> 11U);
      const int shift = static_cast<int>(random() % 17);
      const std::int64_t sign = random() % 2 == 0 ? 1 : -1;
      sum.add(std::ldexp(static_cast<double>(sign * mantissa), shift - 60));
      exact += static_cast<Int128>(sign * mantissa) << shift;
    }
    // GCC rounds a 128-bit integer to the nearest double, ties to even.
    EXPECT_EQ(sum.value(), std::ldexp(static_cast<double>(exact), -60));
  }
}

/// Every finite double is as likely as any other: exponents from end to end.
std::vector<double> random_doubles(std::mt19937_64& random, std::size_t count) {
  std::vector<double> values;
  while (values.size() < count) {
    const auto value = std::bit_cast<double>(static_cast<std::uint64_t>(random()));
    if (std::isfinite(value) && std::fabs(value) < 1e300) values.push_back(value);
  }
  return values;
}

double sum_of_parts(std::span<const double> values, std::size_t parts, std::mt19937_64& random) {
  std::vector<ExactSum> sums(parts);
  for (const double value : values) sums[random() % parts].add(value);
  ExactSum sum;
  for (const ExactSum& part : sums) sum.add(part);
  return sum.value();
}

TEST(ExactSumTest, AnyOrderAndAnySplitGivesTheSameBits) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 50; ++round) {
    std::vector<double> values = random_doubles(random, 200);
    // The large ones cancel, so that what is left depends on small ones.
    for (std::size_t i = 0; i < 100; ++i) values.push_back(-values[i]);
    const double sum = sum_of(values);
    for (int order = 0; order < 10; ++order) {
      std::ranges::shuffle(values, random);
      EXPECT_EQ(sum_of(values), sum);
      EXPECT_EQ(sum_of_parts(values, 1 + random() % 6, random), sum);
    }
  }
}

TEST(ExactSumTest, MirrorsAtZero) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values = random_doubles(random, 20);
    const double sum = sum_of(values);
    for (double& value : values) value = -value;
    EXPECT_EQ(sum_of(values), -sum);
  }
}

}  // namespace
}  // namespace assay
