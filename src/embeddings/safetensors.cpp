#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/safetensors_header.h"
#include "embeddings/tensor.h"

#include <array>
#include <utility>

#include <fmt/format.h>

// https://github.com/huggingface/safetensors: a length of eight bytes, a JSON object, numbers.

namespace assay {
namespace {

constexpr std::uint64_t kPrefix = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;

[[noreturn]] void fail(const std::string& shown, const std::string& what) {
  throw input_error("E-SAFETENSORS", shown + ": " + what,
                    "write the file anew with scripts/export_embeddings.py or safetensors");
}

class Safetensors : public TensorFile {
 public:
  Safetensors(const std::string& path, const IsWanted& is_wanted) : file_(path) {
    if (file_.size() <= kPrefix) fail(file_.shown(), fmt::format("only {} bytes", file_.size()));
    std::array<std::byte, kPrefix> prefix{};
    file_.read(0, prefix);
    const auto size = load_number<std::uint64_t>(prefix);
    if (size > kLongestHeader || size > file_.size() - kPrefix) {
      fail(file_.shown(),
           fmt::format("a header of {} bytes in a file of {}; is it safetensors, .npz or .npy?",
                       size, file_.size()));
    }
    std::string json(static_cast<std::size_t>(size), '\0');
    file_.read(kPrefix, std::as_writable_bytes(std::span(json)));
    if (!json.starts_with('{')) fail(file_.shown(), "byte 8: the header does not begin with '{'");
    const std::size_t invalid = find_invalid_utf8(json);
    if (invalid != kNoOffset) {
      fail(file_.shown(), fmt::format("byte {}: the header is not UTF-8", kPrefix + invalid));
    }
    data_ = kPrefix + size;
    SafetensorsHeader header =
        read_safetensors_header(file_.shown(), json, file_.size() - data_, is_wanted);
    tensors_ = std::move(header.tensors);
    metadata_ = std::move(header.metadata);
  }

  std::string shown() const override { return file_.shown(); }
  void check_unchanged() const override { file_.check_unchanged(); }

  std::unique_ptr<TensorReader> reader(const Tensor& tensor) const override {
    return std::make_unique<PlainTensorReader>(file_, data_ + tensor.place);
  }

 private:
  BinaryFile file_;
  std::uint64_t data_ = 0;
};

}  // namespace

std::unique_ptr<TensorFile> open_safetensors(const std::string& path, const IsWanted& is_wanted) {
  return std::make_unique<Safetensors>(path, is_wanted);
}

}  // namespace assay
