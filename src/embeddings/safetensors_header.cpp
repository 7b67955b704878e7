#include "embeddings/safetensors_header.h"

#include "assay/text.h"

#include "embeddings/header_json.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kMostDimensions = 8;
/// Tensors, and the metadata.
constexpr std::size_t kMostMembers = 65536;
/// dtype, shape and data_offsets.
constexpr std::size_t kTensorMembers = 3;
constexpr std::size_t kMostMetadata = std::size_t{1} << 20U;
constexpr std::size_t kMostMetadataMembers = 4096;

struct DtypeName {
  std::string_view name;
  unsigned bits = 0;
  Dtype dtype = Dtype::kOther;
};

constexpr std::array<DtypeName, 22> kDtypes = {{
    {"F16", 16, Dtype::kF16},
    {"BF16", 16, Dtype::kBF16},
    {"F32", 32, Dtype::kF32},
    {"F64", 64, Dtype::kF64},
    {"BOOL", 8, Dtype::kU8},
    {"U8", 8, Dtype::kU8},
    {"I32", 32, Dtype::kI32},
    {"U32", 32, Dtype::kU32},
    {"I64", 64, Dtype::kI64},
    {"U64", 64, Dtype::kU64},
    {"I8", 8},
    {"I16", 16},
    {"U16", 16},
    {"C64", 64},
    {"F4", 4},
    {"F6_E2M3", 6},
    {"F6_E3M2", 6},
    {"F8_E5M2", 8},
    {"F8_E4M3", 8},
    {"F8_E8M0", 8},
    {"F8_E4M3FNUZ", 8},
    {"F8_E5M2FNUZ", 8},
}};

constexpr std::array<std::string_view, 20> kMetadata = {"format",
                                                        "format_version",
                                                        "model",
                                                        "num_layers",
                                                        "all_layers",
                                                        "tokenizer",
                                                        "cls_token_id",
                                                        "sep_token_id",
                                                        "pad_token_id",
                                                        "max_length",
                                                        "lang",
                                                        "normalized",
                                                        "dtype_compute",
                                                        "add_prefix_space",
                                                        "transformers_version",
                                                        "torch_version",
                                                        "bert_score_version",
                                                        "bert_score_hash",
                                                        "text_sha256",
                                                        "num_docs"};

/// Bytes [begin, end) of the data.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class HeaderReader {
 public:
  HeaderReader(const std::string& where, std::string_view json, std::uint64_t data_size,
               const IsWanted& is_wanted)
      : json_(where, json), data_size_(data_size), is_wanted_(is_wanted) {}

  SafetensorsHeader operator()() {
    json_.object(kMostMembers, [this](std::string_view key) {
      if (key == "__metadata__") {
        read_metadata();
      } else {
        read_tensor(key);
      }
    });
    json_.end();
    check_ranges();
    return std::move(header_);
  }

 private:
  void read_metadata() {
    std::size_t bytes = 0;
    json_.object(kMostMetadataMembers, [&](std::string_view key) {
      const std::string_view value = json_.string();
      bytes += key.size() + value.size();
      if (bytes > kMostMetadata) json_.fault("more than 1 MiB of metadata");
      if (is_wanted_metadata(key)) header_.metadata.emplace(key, value);
    });
  }

  void read_tensor(std::string_view name) {
    std::optional<std::string> dtype;
    std::optional<std::vector<std::uint64_t>> shape;
    std::optional<std::vector<std::uint64_t>> offsets;
    json_.object(kTensorMembers, [&](std::string_view key) {
      if (key == "dtype") {
        dtype = json_.string();
      } else if (key == "shape") {
        shape = json_.numbers(kMostDimensions);
      } else if (key == "data_offsets") {
        offsets = json_.numbers(2);
      } else {
        json_.fault(fmt::format("tensor '{}' has a member '{}'", escape(name), escape(key)));
      }
    });
    if (!dtype || !shape || !offsets || offsets->size() != 2) {
      json_.fault(
          fmt::format("tensor '{}' lacks a dtype, shape or two data_offsets", escape(name)));
    }
    add(name, *dtype, std::move(*shape), {offsets->front(), offsets->back()});
  }

  void add(std::string_view name, std::string_view dtype, std::vector<std::uint64_t> shape,
           Range range) {
    const auto* known = std::ranges::find(kDtypes, dtype, &DtypeName::name);
    if (known == kDtypes.end()) {
      json_.fault(
          fmt::format("tensor '{}' has the unknown dtype '{}'", escape(name), escape(dtype)));
    }
    ranges_.push_back(range);
    Tensor tensor{std::string(name), known->dtype, std::string(dtype), std::move(shape)};
    check_size(tensor, known->bits, range);
    tensor.place = range.begin;
    if (is_wanted_(name)) header_.tensors.push_back(std::move(tensor));
  }

  void check_size(Tensor& tensor, unsigned bits, const Range& range) {
    const std::string shown = escape(tensor.name);
    std::uint64_t size = 0;
    if (!multiply(tensor.shape, tensor.elements) ||
        __builtin_mul_overflow(tensor.elements, bits, &size)) {
      json_.fault(
          fmt::format("tensor '{}', {}, is larger than any file", shown, description(tensor)));
    }
    if (range.begin > range.end || size % 8 != 0 || range.end - range.begin != size / 8) {
      json_.fault(fmt::format("tensor '{}', {}, does not fill the bytes {} to {}", shown,
                              description(tensor), range.begin, range.end));
    }
    if (range.end > data_size_) {
      json_.fault(fmt::format("tensor '{}' ends at byte {} of the data, of which there are {}",
                              shown, range.end, data_size_));
    }
  }

  /// One after the other, and nothing else.
  void check_ranges() {
    std::ranges::sort(ranges_, {}, [](const Range& one) { return std::pair(one.begin, one.end); });
    std::uint64_t end = 0;
    for (const Range& range : ranges_) {
      if (range.begin != end) {
        json_.fault(fmt::format("tensors {} at byte {} of the data",
                                range.begin < end ? "overlap" : "leave a hole", end));
      }
      end = range.end;
    }
    if (end != data_size_) {
      json_.fault(fmt::format("the tensors end at byte {} of the data, of which there are {}", end,
                              data_size_));
    }
  }

  HeaderJson json_;
  std::uint64_t data_size_;
  const IsWanted& is_wanted_;
  std::vector<Range> ranges_;
  SafetensorsHeader header_;
};

}  // namespace

bool is_wanted_metadata(std::string_view key) {
  return std::ranges::find(kMetadata, key) != kMetadata.end();
}

SafetensorsHeader read_safetensors_header(const std::string& where, std::string_view json,
                                          std::uint64_t data_size, const IsWanted& is_wanted) {
  return HeaderReader(where, json, data_size, is_wanted)();
}

}  // namespace assay
