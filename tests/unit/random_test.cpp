#include "assay/random.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

// What NumPy 1.26's default_rng says: Appendix B of the specification of sacreBLEU.

namespace assay {
namespace {

TEST(NumpyGenerator, GivesTheLowHalfOfA64BitOutputFirst) {
  constexpr std::array<std::uint64_t, 4> kOutputs = {0x3a32b18db2ffc19d, 0x51171315c9e4c4de,
                                                     0xcc2024823444efd9, 0xad1f06aea486e910};
  NumpyGenerator generator(12345);
  for (const std::uint64_t output : kOutputs) {
    EXPECT_EQ(generator.next_32(), static_cast<std::uint32_t>(output));
    EXPECT_EQ(generator.next_32(), static_cast<std::uint32_t>(output >> 32U));
  }
}

/// The first twenty numbers below n.
struct BoundedCase {
  std::uint64_t seed = 0;
  std::uint32_t n = 0;
  std::vector<std::uint32_t> numbers;
};

const std::vector<BoundedCase> kBoundedCases = {
    {12345, 2, {1, 0, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1}},
    {12345, 3, {2, 0, 2, 0, 0, 2, 1, 2, 2, 1, 2, 0, 1, 1, 0, 0, 0, 2, 1, 2}},
    {12345, 5, {3, 1, 3, 1, 1, 3, 3, 3, 4, 1, 4, 1, 2, 2, 1, 0, 1, 3, 3, 4}},
    {12345, 10, {6, 2, 7, 3, 2, 7, 6, 6, 9, 3, 8, 3, 5, 5, 2, 1, 2, 6, 6, 9}},
    {12345, 100, {69, 22, 78, 31, 20, 79, 64, 67, 98, 39, 83, 33, 56, 59, 21, 18, 22, 67, 61, 94}},
    {12345, 3003, {2099, 682, 2368, 951,  613, 2394, 1929, 2030, 2968, 1174,
                   2520, 999, 1704, 1796, 640, 560,  688,  2020, 1842, 2828}},
    {1, 10, {4, 5, 7, 9, 0, 1, 8, 9, 2, 3, 8, 4, 2, 8, 2, 4, 6, 5, 0, 0}},
    {42, 10, {0, 7, 6, 4, 4, 8, 0, 6, 2, 0, 5, 9, 7, 7, 7, 7, 5, 1, 8, 4}},
};

TEST(NumpyGenerator, DrawsNumbersBelowABound) {
  for (const BoundedCase& expected : kBoundedCases) {
    SCOPED_TRACE(testing::Message() << "seed " << expected.seed << ", n " << expected.n);
    NumpyGenerator generator(expected.seed);
    for (const std::uint32_t number : expected.numbers)
      EXPECT_EQ(generator.below(expected.n), number);
  }
}

TEST(NumpyGenerator, DrawsNothingBelowOne) {
  NumpyGenerator generator(12345);
  EXPECT_EQ(generator.below(1), 0U);
  EXPECT_EQ(generator.below(1), 0U);
  EXPECT_EQ(generator.next_32(), 0xb2ffc19dU);
}

TEST(NumpyGenerator, GivesBitsFromTheLeastSignificantOne) {
  constexpr std::string_view kBits =
      "1011100110000011111111110100110110110001100011010100110001011100011110";
  NumpyGenerator generator(12345);
  std::string bits;
  for (std::uint32_t word = 0; bits.size() < kBits.size(); word >>= 1U) {
    if (bits.size() % 32 == 0) word = generator.next_32();
    bits += (word & 1U) != 0 ? '1' : '0';
  }
  EXPECT_EQ(bits, kBits);
}

// Half of all draws below 2^31 + 1 are refused, a quarter of those below 3 * 2^30 + 1.
TEST(NumpyGenerator, DrawsAgainWhatWouldNotBeEven) {
  const std::vector<BoundedCase> cases = {
      {0, 2147483649U, {87989972, 161576974, 376383645, 1746484540, 1394609703, 1440696408}},
      {0, 3221225473U, {2051797211, 1646485849, 869043834, 991587978, 131984958, 242365461}},
      {18446744073709551615U,
       2147483649U,
       {1460346173, 15897996, 215029464, 1298660238, 220757761, 163157634}},
  };
  for (const BoundedCase& expected : cases) {
    NumpyGenerator generator(expected.seed);
    for (const std::uint32_t number : expected.numbers)
      EXPECT_EQ(generator.below(expected.n), number);
  }
}

TEST(NumpyGenerator, DrawsTwoAtOnceAsOneByOne) {
  // Below the last of them one number in three is drawn again.
  for (const std::uint32_t n : {1U, 2U, 3U, 2037U, 0x10000001U, 0x80000001U, 0xAAAAAAABU}) {
    NumpyGenerator generator(12345);
    NumpyGenerator expected(12345);
    std::size_t pairs = 0;
    for (int i = 0; i < 1000; ++i) {
      std::array<std::uint32_t, 2> numbers{};
      if (i % 7 != 0 && generator.two_below(n, numbers)) {
        ++pairs;
        EXPECT_EQ(numbers[0], expected.below(n));
        EXPECT_EQ(numbers[1], expected.below(n));
      } else {
        EXPECT_EQ(generator.below(n), expected.below(n));
      }
    }
    EXPECT_EQ(generator.next_32(), expected.next_32());
    EXPECT_EQ(pairs > 10, n > 1) << n;
  }
}

TEST(NumpyGenerator, TakesSeedsOfUpTo64Bits) {
  const std::vector<std::pair<std::uint64_t, std::uint32_t>> first_outputs = {
      {0, 0xd9c2825fU},
      {4294967296U, 0x85ac1625U},
      {12345678901234567890U, 0x8d306508U},
      {18446744073709551615U, 0x8c47568fU},
  };
  for (const auto& [seed, output] : first_outputs) {
    EXPECT_EQ(NumpyGenerator(seed).next_32(), output) << seed;
  }
}

std::vector<std::uint32_t> legacy(std::uint32_t seed, std::uint32_t n, std::size_t count) {
  NumpyLegacyGenerator generator(seed);
  std::vector<std::uint32_t> numbers(count);
  for (std::uint32_t& number : numbers) number = generator.below(n);
  return numbers;
}

/// numpy.random.seed(seed); numpy.random.randint(0, n, count)
TEST(NumpyLegacyGeneratorTest, DrawsAsNumpyDoes) {
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_EQ(legacy(0, 5, 10), (Numbers{4, 0, 3, 3, 3, 1, 3, 2, 4, 0}));
  EXPECT_EQ(legacy(42, 1000, 12),
            (Numbers{102, 435, 860, 270, 106, 71, 700, 20, 614, 121, 466, 214}));
}

TEST(NumpyLegacyGeneratorTest, OneChoiceDrawsNothing) {
  NumpyLegacyGenerator generator(0);
  EXPECT_EQ(generator.below(1), 0);
  EXPECT_EQ(generator.below(5), 4);
}

}  // namespace
}  // namespace assay
