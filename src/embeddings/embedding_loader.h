#pragma once

#include "assay/embeddings.h"

#include "embeddings/tensor.h"

#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Arrays of numbers out of a file of arrays, each looked at once. Messages name the file and the
/// array.
class TensorLoader {
 public:
  explicit TensorLoader(const TensorFile& file) : file_(file) {}

  /// Whole numbers from 0 on, of any integer type, and `more` zeros; the array has one dimension.
  /// Throws E-TENSOR or E-SHAPE (input).
  std::vector<std::uint64_t> whole_numbers(const Tensor& tensor, std::size_t more = 0) const;

  /// Whole numbers below 2^32.
  std::vector<std::uint32_t> ids(const Tensor& tensor) const;

  /// Bytes, of which each is 0 or 1.
  std::vector<std::uint8_t> flags(const Tensor& tensor) const;

  /// F32 weights, finite and not negative; else throws E-IDF (input).
  std::vector<float> weights(const Tensor& tensor) const;

  /// Throws E-SHAPE (input) unless the array has `size` numbers.
  void expect_size(const Tensor& tensor, std::uint64_t size, std::string_view what) const;

  [[noreturn]] void fail(const std::string& code, const Tensor& tensor, const std::string& what,
                         const std::string& hint = "look at what wrote the file") const;

 private:
  /// Calls use(number, place) for each integer.
  template <typename Use>
  void for_each_integer(const Tensor& tensor, const Use& use) const;
  template <typename Number, typename Use>
  void for_each(const Tensor& tensor, const Use& use) const;

  const TensorFile& file_;
};

}  // namespace assay
