#pragma once

#include "embeddings/binary_file.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Files of named arrays: what safetensors, .npz and .npy with files beside it have in common.
namespace assay {

/// What an array holds, as far as anything here can be read from it.
enum class Dtype : std::uint8_t { kF16, kBF16, kF32, kF64, kU8, kI32, kU32, kI64, kU64, kOther };

/// Bytes of one number; 0 for kOther.
std::size_t size_of(Dtype dtype);

bool is_float(Dtype dtype);

/// "F32", as safetensors has it; "" for kOther.
std::string_view name_of(Dtype dtype);

/// An array in a file. Its place and size have been checked against the file.
struct Tensor {
  std::string name;
  Dtype dtype = Dtype::kOther;
  std::string dtype_name;  ///< As the file has it.
  std::vector<std::uint64_t> shape;
  std::uint64_t elements = 0;
  std::uint64_t place = 0;  ///< For the file alone: where to find it.
};

/// "F32[3, 768]".
std::string description(const Tensor& tensor);

/// The product of `shape`; false if it does not fit.
bool multiply(const std::vector<std::uint64_t>& shape, std::uint64_t& product);

/// The bytes of one array. Made for one thread.
class TensorReader {
 public:
  TensorReader() = default;
  TensorReader(const TensorReader&) = delete;
  TensorReader& operator=(const TensorReader&) = delete;
  virtual ~TensorReader() = default;

  /// Fills `to` with the bytes of the array from `begin` on. Reading forwards is never slow.
  virtual void read(std::uint64_t begin, MutableBytes to) = 0;
};

/// Reads from a place in a file on.
class PlainTensorReader : public TensorReader {
 public:
  PlainTensorReader(const BinaryFile& file, std::uint64_t place) : file_(file), place_(place) {}

  void read(std::uint64_t begin, MutableBytes to) override { file_.read(place_ + begin, to); }

 private:
  const BinaryFile& file_;
  std::uint64_t place_;
};

/// Whether anybody asks for an array of this name; others are checked but not remembered.
using IsWanted = std::function<bool(std::string_view)>;

/// A file of arrays. Immutable, except that readers have state of their own.
class TensorFile {
 public:
  TensorFile() = default;
  TensorFile(const TensorFile&) = delete;
  TensorFile& operator=(const TensorFile&) = delete;
  virtual ~TensorFile() = default;

  virtual std::string shown() const = 0;
  virtual std::unique_ptr<TensorReader> reader(const Tensor& tensor) const = 0;

  /// Reads all of an array that has a checksum; throws if that is not the stored one.
  virtual void verify(const Tensor& /*tensor*/) const {}

  /// Whether to read backwards means to unpack the array anew from its start.
  virtual bool is_packed(const Tensor& /*tensor*/) const { return false; }

  /// Throws E-CHANGED if what was opened is no longer the same.
  virtual void check_unchanged() const = 0;

  const std::vector<Tensor>& tensors() const { return tensors_; }
  const Tensor* find(std::string_view name) const;

  /// What the file says about itself; of .npz and .npy nothing.
  const std::map<std::string, std::string, std::less<>>& metadata() const { return metadata_; }

 protected:
  std::vector<Tensor> tensors_;
  std::map<std::string, std::string, std::less<>> metadata_;
};

/// Opens a file by its first bytes. Throws E-SAFETENSORS, E-ZIP, E-NPY, E-PICKLE (input) for
/// anything wrong with it, naming the array and the place, and what BinaryFile throws.
std::unique_ptr<TensorFile> open_tensor_file(const std::string& path, const IsWanted& is_wanted);

std::unique_ptr<TensorFile> open_safetensors(const std::string& path, const IsWanted& is_wanted);
std::unique_ptr<TensorFile> open_npz(const std::string& path, const IsWanted& is_wanted);
std::unique_ptr<TensorFile> open_npy(const std::string& path, const IsWanted& is_wanted);

}  // namespace assay
