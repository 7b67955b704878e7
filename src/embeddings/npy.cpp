#include "assay/embeddings.h"
#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/lengths_text.h"
#include "embeddings/names.h"
#include "embeddings/npy_header.h"
#include "embeddings/tensor.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

// One array per file: PREFIX.npy or PREFIX.emb.npy and, beside it, PREFIX.offsets.npy or
// PREFIX.lengths, PREFIX.ids.npy, …

namespace assay {
namespace {

constexpr std::string_view kSuffix = ".npy";
constexpr std::string_view kMain = ".emb";

constexpr std::string_view kLengths = "lengths";

/// A file beside an .npy file.
struct SideFile {
  std::string_view name;  ///< Of the array.
  std::string path;
  bool is_text = false;
};

/// Those that are there; the text comes last.
std::vector<SideFile> side_files(const std::string& path) {
  std::string prefix = path.substr(0, path.size() - (path.ends_with(kSuffix) ? kSuffix.size() : 0));
  if (prefix.ends_with(kMain)) prefix.resize(prefix.size() - kMain.size());
  std::vector<SideFile> files;
  for (const std::string_view name : kTensorNames) {
    if (name != kEmbeddings) files.push_back({name, fmt::format("{}.{}{}", prefix, name, kSuffix)});
  }
  files.push_back({kLengths, fmt::format("{}.{}", prefix, kLengths), true});
  std::erase_if(files, [](const SideFile& file) {
    std::error_code failure;
    return !std::filesystem::exists(file.path, failure);
  });
  return files;
}

/// The numbers of a text file, as an array of I64.
class NumbersReader : public TensorReader {
 public:
  explicit NumbersReader(const std::vector<std::uint64_t>& numbers) : numbers_(numbers) {}

  void read(std::uint64_t begin, MutableBytes to) override {
    const Bytes all = std::as_bytes(std::span(numbers_));
    std::ranges::copy(all.subspan(static_cast<std::size_t>(begin), to.size()), to.begin());
  }

 private:
  const std::vector<std::uint64_t>& numbers_;
};

class NpyFiles : public TensorFile {
 public:
  NpyFiles(const std::string& path, const IsWanted& is_wanted) : shown_(BinaryFile(path).shown()) {
    add(std::string(kEmbeddings), path);
    for (const SideFile& side : side_files(path)) {
      if (!side.is_text && is_wanted(side.name)) add(std::string(side.name), side.path);
      if (side.is_text && find(side.name) == nullptr) add_lengths(side.path);
    }
  }

  std::string shown() const override { return shown_; }

  void check_unchanged() const override {
    for (const auto& file : files_) file->check_unchanged();
  }

  std::unique_ptr<TensorReader> reader(const Tensor& tensor) const override {
    const auto i = static_cast<std::size_t>(&tensor - tensors_.data());
    if (i == files_.size()) return std::make_unique<NumbersReader>(lengths_);
    return std::make_unique<PlainTensorReader>(*files_[i], tensor.place);
  }

 private:
  void add(std::string name, const std::string& path) {
    auto file = std::make_unique<BinaryFile>(path);
    PlainTensorReader bytes(*file, 0);
    NpyHeader header = read_npy_header(file->shown(), bytes, file->size());
    header.tensor.name = std::move(name);
    tensors_.push_back(std::move(header.tensor));
    files_.push_back(std::move(file));
  }

  /// Comes last: the only array without a file that stays open.
  void add_lengths(const std::string& path) {
    lengths_ = read_lengths_text(path);
    tensors_.push_back({.name = std::string(kLengths),
                        .dtype = Dtype::kU64,
                        .dtype_name = "text",
                        .shape = {lengths_.size()},
                        .elements = lengths_.size()});
  }

  std::string shown_;
  std::vector<std::unique_ptr<BinaryFile>> files_;  ///< [tensor]
  std::vector<std::uint64_t> lengths_;
};

}  // namespace

std::vector<std::string> files_of_embeddings(const std::string& path) {
  std::vector<std::string> paths = {path};
  for (SideFile& side : side_files(path)) paths.push_back(std::move(side.path));
  return paths;
}

std::unique_ptr<TensorFile> open_npy(const std::string& path, const IsWanted& is_wanted) {
  return std::make_unique<NpyFiles>(path, is_wanted);
}

}  // namespace assay
