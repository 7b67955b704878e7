#include "modules/rows.h"

#include <algorithm>
#include <array>
#include <cstring>

// Compiled once for each instruction set; arrays of vectors need those of a fixed size.
#define HWY_DISABLED_TARGETS (HWY_RVV | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "modules/rows.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace assay::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using FloatVector = hn::Vec<FloatTag>;

template <typename Number>
HWY_INLINE FloatVector load(const Number* from) {
  const FloatTag tag;
  if constexpr (std::is_same_v<Number, float>) {
    return hn::LoadU(tag, from);
  } else {
    return hn::PromoteTo(tag, hn::LoadU(hn::Rebind<Number, FloatTag>(), from));
  }
}

template <typename Number>
HWY_INLINE float widen(const Number* from) {
  if constexpr (std::is_same_v<Number, float>) {
    return *from;
  } else {
    const hn::CappedTag<float, 1> tag;
    return hn::GetLane(hn::PromoteTo(tag, hn::LoadU(hn::Rebind<Number, decltype(tag)>(), from)));
  }
}

/// Every instruction set adds up in as many parts, so that their results differ by little.
constexpr std::size_t kSums = 16;
constexpr std::size_t kLanes = hn::MaxLanes(FloatTag());
constexpr std::size_t kParts = kSums / kLanes;

/// Tiles of rows whose sums, and what is multiplied, fit into the registers.
constexpr std::size_t kTileA = kParts == 1 ? 4 : kParts == 2 ? 2 : 1;
constexpr std::size_t kTileB = kParts == 1 ? 4 : kParts <= 4 ? 3 : 1;

/// The sums of one product.
struct Sums {
  FloatVector parts[kParts];

  HWY_INLINE Sums() {
    for (auto& part : parts) part = hn::Zero(FloatTag());
  }

  HWY_INLINE float total() const {
    FloatVector sum[kParts];
    for (std::size_t p = 0; p < kParts; ++p) sum[p] = parts[p];
    for (std::size_t half = kParts / 2; half > 0; half /= 2) {
      for (std::size_t p = 0; p < half; ++p) sum[p] = hn::Add(sum[p], sum[p + half]);
    }
    return hn::GetLane(hn::SumOfLanes(FloatTag(), sum[0]));
  }
};

/// kA rows of a by kB rows of b, all in registers.
template <std::size_t kA, std::size_t kB, typename Number>
HWY_INLINE void multiply_tile(const Number* a, const Number* b, std::size_t width, float* out,
                              std::size_t out_width) {
  Sums sums[kA][kB];
  std::size_t k = 0;
  for (; k + kSums <= width; k += kSums) {
    for (std::size_t p = 0; p < kParts; ++p) {
      const std::size_t place = k + p * kLanes;
      FloatVector columns[kB];
      for (std::size_t j = 0; j < kB; ++j) columns[j] = load(b + j * width + place);
      for (std::size_t i = 0; i < kA; ++i) {
        const FloatVector row = load(a + i * width + place);
        for (std::size_t j = 0; j < kB; ++j) {
          FloatVector& sum = sums[i][j].parts[p];
          sum = hn::MulAdd(row, columns[j], sum);
        }
      }
    }
  }
  for (std::size_t i = 0; i < kA; ++i) {
    for (std::size_t j = 0; j < kB; ++j) {
      float sum = sums[i][j].total();
      for (std::size_t l = k; l < width; ++l) {
        sum += widen(a + i * width + l) * widen(b + j * width + l);
      }
      out[i * out_width + j] = sum;
    }
  }
}

/// Rows that are left over are taken one by one: a product is the same in any tile.
template <std::size_t kA, typename Number>
HWY_INLINE void multiply_strip(const Number* a, const Number* b, std::size_t b_count,
                               std::size_t width, float* out) {
  std::size_t j = 0;
  for (; j + kTileB <= b_count; j += kTileB) {
    multiply_tile<kA, kTileB>(a, b + j * width, width, out + j, b_count);
  }
  for (; j < b_count; ++j) multiply_tile<kA, 1>(a, b + j * width, width, out + j, b_count);
}

template <typename Number>
void multiply(const Number* a, std::size_t a_count, const Number* b, std::size_t b_count,
              std::size_t width, float* out) {
  std::size_t i = 0;
  for (; i + kTileA <= a_count; i += kTileA) {
    multiply_strip<kTileA>(a + i * width, b, b_count, width, out + i * b_count);
  }
  for (; i < a_count; ++i) multiply_strip<1>(a + i * width, b, b_count, width, out + i * b_count);
}

template <typename Number>
void square(const Number* rows, std::size_t count, std::size_t width, float* out) {
  for (std::size_t i = 0; i < count; ++i) {
    const Number* row = rows + i * width;
    multiply_tile<1, 1>(row, row, width, out + i, 1);
  }
}

template <typename Number>
const Number* numbers_of(const Rows& rows) {
  return reinterpret_cast<const Number*>(rows.bytes.data());
}

template <typename Number>
void scale_numbers(const Rows& rows, const float* factors, float* out) {
  const auto* number = numbers_of<Number>(rows);
  for (std::size_t i = 0; i < rows.count; ++i) {
    for (std::size_t k = 0; k < rows.width; ++k) *out++ = widen(number++) * factors[i];
  }
}

/// Calls use(Number()) with the type of the rows.
template <typename Use>
void with_type(RowType type, const Use& use) {
  switch (type) {
    case RowType::kF16:
      return use(hwy::float16_t());
    case RowType::kBF16:
      return use(hwy::bfloat16_t());
    case RowType::kF32:
      return use(0.0F);
  }
}

void multiply_rows(const Rows& a, const Rows& b, float* out) {
  with_type(a.type, [&](auto number) {
    using Number = decltype(number);
    multiply(numbers_of<Number>(a), a.count, numbers_of<Number>(b), b.count, a.width, out);
  });
}

void square_rows(const Rows& rows, float* out) {
  with_type(rows.type, [&](auto number) {
    using Number = decltype(number);
    square(numbers_of<Number>(rows), rows.count, rows.width, out);
  });
}

void scale_rows(const Rows& rows, const float* factors, float* out) {
  with_type(rows.type, [&](auto number) { scale_numbers<decltype(number)>(rows, factors, out); });
}

const char* target_name() {
  return hwy::TargetName(HWY_TARGET);
}

}  // namespace
}  // namespace assay::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace assay {
namespace {

HWY_EXPORT(multiply_rows);
HWY_EXPORT(square_rows);
HWY_EXPORT(scale_rows);
HWY_EXPORT(target_name);

void squares(const Rows& rows, float* out) {
  HWY_DYNAMIC_DISPATCH(square_rows)(rows, out);
}

void products(const Rows& a, const Rows& b, float* out) {
  HWY_DYNAMIC_DISPATCH(multiply_rows)(a, b, out);
}

void scale(const Rows& rows, const float* factors, float* out) {
  HWY_DYNAMIC_DISPATCH(scale_rows)(rows, factors, out);
}

const char* target() {
  return HWY_DYNAMIC_DISPATCH(target_name)();
}

}  // namespace
}  // namespace assay

extern "C" const assay::RowsModule assay_module = {
    .squared_norms = &assay::squares,
    .row_products = &assay::products,
    .scaled_rows = &assay::scale,
    .target = &assay::target,
};
#endif  // HWY_ONCE
