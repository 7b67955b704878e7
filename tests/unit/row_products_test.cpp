#include "row_products.h"

#include "array_files.h"

#include <cmath>
#include <iostream>
#include <random>

#include <gtest/gtest.h>
#include <hwy/highway.h>

namespace assay {
namespace {

using testing::bytes_of;

Rows rows_of(const std::vector<float>& numbers, std::size_t width) {
  return {std::as_bytes(std::span(numbers)), RowType::kF32, numbers.size() / width, width};
}

std::vector<float> random_numbers(std::size_t count, std::uint32_t seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> number;
  std::vector<float> numbers(count);
  for (float& value : numbers) value = number(random);
  return numbers;
}

std::vector<float> products_of(const Rows& a, const Rows& b) {
  std::vector<float> out(a.count * b.count);
  row_products(a, b, out);
  return out;
}

/// Calls test() with each instruction set that this machine has.
template <typename Test>
void for_each_target(const Test& test) {
  std::vector<std::int64_t> targets;
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1)
    targets.push_back(left & -left);
  std::string names;
  for (const std::int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    names += " " + row_products_target();
    SCOPED_TRACE(row_products_target());
    test();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  std::cout << targets.size() << " instruction sets:" << names << "\n";
}

/// Each sum in double precision, with what its numbers are in absolute value.
void expect_products(const std::vector<float>& a, const std::vector<float>& b, std::size_t width) {
  const Rows a_rows = rows_of(a, width);
  const Rows b_rows = rows_of(b, width);
  const std::vector<float> actual = products_of(a_rows, b_rows);
  for (std::size_t i = 0; i < a_rows.count; ++i) {
    for (std::size_t j = 0; j < b_rows.count; ++j) {
      double sum = 0;
      double size = 0;
      for (std::size_t k = 0; k < width; ++k) {
        const double product = double{a[i * width + k]} * double{b[j * width + k]};
        sum += product;
        size += std::abs(product);
      }
      ASSERT_NEAR(double{actual[i * b_rows.count + j]}, sum, 1e-6 * size) << i << " " << j;
    }
  }
}

TEST(RowProducts, EqualSumsInDoublePrecision) {
  for_each_target([] {
    for (const std::size_t width : {1U, 2U, 7U, 15U, 16U, 17U, 31U, 96U, 100U, 768U}) {
      for (const std::size_t rows : {1U, 2U, 3U, 4U, 5U, 8U, 9U, 15U}) {
        SCOPED_TRACE(std::to_string(width) + " numbers, " + std::to_string(rows) + " rows");
        expect_products(random_numbers(rows * width, 1), random_numbers((rows + 2) * width, 2),
                        width);
      }
    }
  });
}

TEST(RowProducts, AProductDoesNotDependOnOtherRows) {
  constexpr std::size_t kWidth = 75;
  const std::vector<float> a = random_numbers(13 * kWidth, 3);
  const std::vector<float> b = random_numbers(11 * kWidth, 4);
  for_each_target([&] {
    const std::vector<float> all = products_of(rows_of(a, kWidth), rows_of(b, kWidth));
    std::vector<float> norms(13);
    squared_norms(rows_of(a, kWidth), norms);
    for (std::size_t i = 0; i < 13; ++i) {
      const Rows row = some_rows(rows_of(a, kWidth), i, 1);
      EXPECT_EQ(products_of(row, row)[0], norms[i]);
      for (std::size_t j = 0; j < 11; ++j) {
        EXPECT_EQ(products_of(row, some_rows(rows_of(b, kWidth), j, 1))[0], all[i * 11 + j]);
      }
    }
  });
}

TEST(RowProducts, InstructionSetsAgreeOnCosines) {
  constexpr std::size_t kWidth = 768;
  std::vector<float> a = random_numbers(20 * kWidth, 5);
  std::vector<float> b = random_numbers(20 * kWidth, 6);
  for (float& number : a) number += 0.5F;
  for (float& number : b) number += 0.5F;
  std::vector<std::vector<float>> cosines;
  for_each_target([&] {
    std::vector<float> all = products_of(rows_of(a, kWidth), rows_of(b, kWidth));
    std::vector<float> a_norms(20);
    std::vector<float> b_norms(20);
    squared_norms(rows_of(a, kWidth), a_norms);
    squared_norms(rows_of(b, kWidth), b_norms);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] /= std::sqrt(a_norms[i / 20]) * std::sqrt(b_norms[i % 20]);
    }
    cosines.push_back(all);
  });
  float largest = 0;
  for (const auto& other : cosines) {
    for (std::size_t i = 0; i < other.size(); ++i) {
      largest = std::max(largest, std::abs(other[i] - cosines[0][i]));
    }
  }
  std::cout << "largest difference " << largest << "\n";
  EXPECT_LE(largest, 1e-7F);
}

/// What the 16 bits of a number in half precision mean, by the definition of the format.
double half_value(std::uint16_t bits) {
  const int exponent = (bits >> 10U) & 31;
  const double fraction = (bits & 1023) / 1024.0;
  const double value =
      exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1 + fraction, exponent - 15);
  return (bits & 0x8000U) != 0 ? -value : value;
}

double bfloat_value(std::uint16_t bits) {
  const int exponent = (bits >> 7U) & 255;
  const double fraction = (bits & 127) / 128.0;
  const double value =
      exponent == 0 ? std::ldexp(fraction, -126) : std::ldexp(1 + fraction, exponent - 127);
  return (bits & 0x8000U) != 0 ? -value : value;
}

void expect_widened(RowType type, double (*value)(std::uint16_t), std::uint16_t exponent_mask) {
  std::vector<std::uint16_t> bits;
  for (std::uint32_t i = 0; i < 65536; ++i) {
    if ((i & exponent_mask) != exponent_mask) bits.push_back(static_cast<std::uint16_t>(i));
  }
  const Rows rows{std::as_bytes(std::span(bits)), type, 1, bits.size()};
  const std::vector<float> ones = {1};
  std::vector<float> out;
  scaled_rows(rows, ones, out);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    ASSERT_EQ(double{out[i]}, value(bits[i])) << bits[i];
  }
}

TEST(RowProducts, EveryFiniteHalfIsWidenedExactly) {
  for_each_target([] {
    expect_widened(RowType::kF16, &half_value, 0x7C00);
    expect_widened(RowType::kBF16, &bfloat_value, 0x7F80);
  });
}

TEST(RowProducts, HalvesGiveWhatTheirWidenedNumbersGive) {
  std::mt19937 random(8);
  for_each_target([&] {
    for (const RowType type : {RowType::kF16, RowType::kBF16}) {
      for (const std::size_t width : {1U, 5U, 16U, 40U, 768U}) {
        std::vector<std::uint16_t> bits(6 * width);
        for (std::uint16_t& half : bits)
          half = static_cast<std::uint16_t>(0x3800 + random() % 0x800);
        const Rows rows{std::as_bytes(std::span(bits)), type, 6, width};
        const std::vector<float> ones(6, 1.0F);
        std::vector<float> numbers;
        scaled_rows(rows, ones, numbers);
        EXPECT_EQ(products_of(rows, rows),
                  products_of(rows_of(numbers, width), rows_of(numbers, width)));
      }
    }
  });
}

}  // namespace
}  // namespace assay
