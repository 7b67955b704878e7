#include "embeddings/embedding_loader.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kNumbersAtOnce = 8192;

}  // namespace

void TensorLoader::fail(const std::string& code, const Tensor& tensor, const std::string& what,
                        const std::string& hint) const {
  throw input_error(code, fmt::format("{}: {}: {}", file_.shown(), escape(tensor.name), what),
                    hint);
}

void TensorLoader::expect_size(const Tensor& tensor, std::uint64_t size,
                               std::string_view what) const {
  if (tensor.elements == size) return;
  fail("E-SHAPE", tensor, fmt::format("{} numbers for {} {}", tensor.elements, size, what));
}

template <typename Number, typename Use>
void TensorLoader::for_each(const Tensor& tensor, const Use& use) const {
  if (tensor.shape.size() != 1) {
    fail("E-SHAPE", tensor, fmt::format("{} instead of one dimension", description(tensor)));
  }
  file_.verify(tensor);
  const auto reader = file_.reader(tensor);
  std::vector<Number> numbers(std::min<std::uint64_t>(kNumbersAtOnce, tensor.elements));
  for (std::uint64_t done = 0; done < tensor.elements;) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(numbers.size(), tensor.elements - done));
    reader->read(done * sizeof(Number), std::as_writable_bytes(std::span(numbers).first(count)));
    for (std::size_t i = 0; i < count; ++i) use(numbers[i], done + i);
    done += count;
  }
}

template <typename Use>
void TensorLoader::for_each_integer(const Tensor& tensor, const Use& use) const {
  switch (tensor.dtype) {
    case Dtype::kI32:
      return for_each<std::int32_t>(tensor, use);
    case Dtype::kU32:
      return for_each<std::uint32_t>(tensor, use);
    case Dtype::kI64:
      return for_each<std::int64_t>(tensor, use);
    case Dtype::kU64:
      return for_each<std::uint64_t>(tensor, use);
    default:
      fail("E-TENSOR", tensor, fmt::format("{} instead of int32 or int64", tensor.dtype_name));
  }
}

std::vector<std::uint64_t> TensorLoader::whole_numbers(const Tensor& tensor,
                                                       std::size_t more) const {
  std::vector<std::uint64_t> numbers(static_cast<std::size_t>(tensor.elements) + more);
  for_each_integer(tensor, [&](auto number, std::uint64_t place) {
    if (!std::in_range<std::uint64_t>(number)) {
      fail("E-SHAPE", tensor, fmt::format("number {} is {}", place, number));
    }
    numbers[place] = static_cast<std::uint64_t>(number);
  });
  return numbers;
}

std::vector<std::uint32_t> TensorLoader::ids(const Tensor& tensor) const {
  std::vector<std::uint32_t> numbers(static_cast<std::size_t>(tensor.elements));
  for_each_integer(tensor, [&](auto number, std::uint64_t place) {
    if (!std::in_range<std::uint32_t>(number)) {
      fail("E-SHAPE", tensor, fmt::format("number {} is {}, which is not an id", place, number));
    }
    numbers[place] = static_cast<std::uint32_t>(number);
  });
  return numbers;
}

std::vector<std::uint8_t> TensorLoader::flags(const Tensor& tensor) const {
  if (tensor.dtype != Dtype::kU8) {
    fail("E-TENSOR", tensor, fmt::format("{} instead of uint8 or bool", tensor.dtype_name));
  }
  std::vector<std::uint8_t> flags(static_cast<std::size_t>(tensor.elements));
  for_each<std::uint8_t>(tensor, [&](std::uint8_t flag, std::uint64_t place) {
    if (flag > 1) fail("E-SHAPE", tensor, fmt::format("number {} is neither 0 nor 1", place));
    flags[place] = flag;
  });
  return flags;
}

std::vector<float> TensorLoader::weights(const Tensor& tensor) const {
  if (tensor.dtype != Dtype::kF32) {
    fail("E-TENSOR", tensor, fmt::format("{} instead of float32", tensor.dtype_name));
  }
  std::vector<float> weights(static_cast<std::size_t>(tensor.elements));
  for_each<float>(tensor, [&](float weight, std::uint64_t place) {
    if (!std::isfinite(weight) || weight < 0) {
      fail("E-IDF", tensor, fmt::format("row {}: {} is not a weight", place, weight),
           "weights are finite and not negative");
    }
    weights[place] = weight;
  });
  return weights;
}

}  // namespace assay
