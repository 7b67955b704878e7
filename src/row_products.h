#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Products of rows of numbers, in single precision. What is stored as half precision is widened
/// in registers. A product is the same whatever other rows it is computed with; between instruction
/// sets its last digits may differ.
namespace assay {

enum class RowType : std::uint8_t { kF16, kBF16, kF32 };

/// Rows one after the other.
struct Rows {
  std::span<const std::byte> bytes;
  RowType type = RowType::kF32;
  std::size_t count = 0;
  std::size_t width = 0;  ///< Numbers in a row.
};

/// out[i]: the sum of the squares of row i.
void squared_norms(const Rows& rows, std::span<float> out);

/// out[i * b.count + j]: the product of row i of `a` and row j of `b`. Both have the same type and
/// width.
void row_products(const Rows& a, const Rows& b, std::span<float> out);

/// The numbers of all rows, each row multiplied by its factor. Replaces `out`.
void scaled_rows(const Rows& rows, std::span<const float> factors, std::vector<float>& out);

/// Rows [begin, begin + count) of them.
Rows some_rows(const Rows& rows, std::size_t begin, std::size_t count);

/// The instruction set in use: "AVX3".
std::string row_products_target();

}  // namespace assay
