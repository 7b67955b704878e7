#include "embeddings/tensor.h"

#include "assay/error.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

constexpr std::string_view kNpyMagic = "\x93NUMPY";
constexpr std::string_view kZipMagic = "PK";
/// What torch.save() and pickle.dump() begin with.
constexpr std::string_view kPickleMagic = "\x80";
/// After eight bytes of length a safetensors file has a JSON object.
constexpr std::size_t kSafetensorsPrefix = 8;

bool begins_with(Bytes bytes, std::string_view magic) {
  if (bytes.size() < magic.size()) return false;
  return std::equal(magic.begin(), magic.end(), bytes.begin(), [](char a, std::byte b) {
    return static_cast<unsigned char>(a) == std::to_integer<unsigned char>(b);
  });
}

Error pickle_error(const std::string& shown) {
  return input_error("E-PICKLE", shown + ": a pickle, which holds code and is never loaded",
                     "save the arrays with scripts/export_embeddings.py or numpy.savez");
}

}  // namespace

std::size_t size_of(Dtype dtype) {
  switch (dtype) {
    case Dtype::kU8:
      return 1;
    case Dtype::kF16:
    case Dtype::kBF16:
      return 2;
    case Dtype::kF32:
    case Dtype::kI32:
    case Dtype::kU32:
      return 4;
    case Dtype::kF64:
    case Dtype::kI64:
    case Dtype::kU64:
      return 8;
    case Dtype::kOther:
      break;
  }
  return 0;
}

bool is_float(Dtype dtype) {
  return dtype == Dtype::kF16 || dtype == Dtype::kBF16 || dtype == Dtype::kF32 ||
         dtype == Dtype::kF64;
}

std::string_view name_of(Dtype dtype) {
  constexpr std::array<std::string_view, 10> kNames = {"F16", "BF16", "F32", "F64", "U8",
                                                       "I32", "U32",  "I64", "U64", ""};
  return kNames[static_cast<std::size_t>(dtype)];
}

std::string description(const Tensor& tensor) {
  return fmt::format("{}[{}]", tensor.dtype_name, fmt::join(tensor.shape, ", "));
}

bool multiply(const std::vector<std::uint64_t>& shape, std::uint64_t& product) {
  product = 1;
  // A dimension of 0 must not hide that the others overflow.
  bool is_empty = false;
  for (const std::uint64_t size : shape) {
    is_empty = is_empty || size == 0;
    if (size > 0 && __builtin_mul_overflow(product, size, &product)) return false;
  }
  if (is_empty) product = 0;
  return true;
}

const Tensor* TensorFile::find(std::string_view name) const {
  const auto found = std::ranges::find(tensors_, name, &Tensor::name);
  return found == tensors_.end() ? nullptr : &*found;
}

std::unique_ptr<TensorFile> open_tensor_file(const std::string& path, const IsWanted& is_wanted) {
  std::array<std::byte, kSafetensorsPrefix + 1> start{};
  std::size_t size = 0;
  {
    const BinaryFile file(path);
    size = static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), start.size()));
    file.read(0, MutableBytes(start).first(size));
  }
  const Bytes bytes = Bytes(start).first(size);
  if (begins_with(bytes, kNpyMagic) || path.ends_with(".npy")) return open_npy(path, is_wanted);
  if (begins_with(bytes, kZipMagic) || path.ends_with(".npz")) return open_npz(path, is_wanted);
  const bool is_json = size > kSafetensorsPrefix && bytes[kSafetensorsPrefix] == std::byte{'{'};
  if (begins_with(bytes, kPickleMagic) && !is_json) throw pickle_error(BinaryFile(path).shown());
  return open_safetensors(path, is_wanted);
}

}  // namespace assay
