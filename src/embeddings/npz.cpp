// What zlib reads, it does not change.
#define ZLIB_CONST
#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/npy_header.h"
#include "embeddings/tensor.h"
#include "embeddings/zip.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>
#include <zlib.h>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::uint64_t kMostInflated = std::uint64_t{1} << 30U;
constexpr std::size_t kBufferSize = std::size_t{64} << 10U;
constexpr std::string_view kSuffix = ".npy";

const Bytef* zlib_bytes(Bytes bytes) {
  return static_cast<const Bytef*>(static_cast<const void*>(bytes.data()));
}

/// Inflates a member as it is read. Going back means to begin again.
class InflatingReader : public TensorReader {
 public:
  InflatingReader(const BinaryFile& file, const ZipMember& member)
      : file_(file), member_(member), buffer_(kBufferSize) {
    if (inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  InflatingReader(const InflatingReader&) = delete;
  InflatingReader& operator=(const InflatingReader&) = delete;
  ~InflatingReader() override { inflateEnd(&stream_); }

  void read(std::uint64_t begin, MutableBytes to) override {
    if (begin < done_) restart();
    while (done_ < begin) {
      const std::uint64_t left = std::min<std::uint64_t>(begin - done_, skipped_.size());
      inflate_to(MutableBytes(skipped_).first(static_cast<std::size_t>(left)));
    }
    inflate_to(to);
  }

  /// Throws unless the member ends where it should.
  void check_end() {
    std::array<std::byte, 1> more{};
    stream_.avail_out = 1;
    stream_.next_out = static_cast<Bytef*>(static_cast<void*>(more.data()));
    while (!ended_ && stream_.avail_out > 0) step();
    if (ended_ && stream_.avail_out == 1 && stream_.avail_in == 0 && read_ == member_.packed)
      return;
    throw_zip_error(file_, fmt::format("{} inflates to more than {} bytes, or less was packed",
                                       escape(member_.name), member_.size));
  }

 private:
  void restart() {
    inflateReset(&stream_);
    stream_.avail_in = 0;
    read_ = 0;
    done_ = 0;
    ended_ = false;
  }

  void inflate_to(MutableBytes to) {
    done_ += to.size();
    while (!to.empty()) {
      const auto most = static_cast<uInt>(std::min(to.size(), std::size_t{1} << 30U));
      stream_.next_out = static_cast<Bytef*>(static_cast<void*>(to.data()));
      stream_.avail_out = most;
      if (ended_) {
        throw_zip_error(file_, fmt::format("{} inflates to less than {} bytes",
                                           escape(member_.name), member_.size));
      }
      step();
      to = to.subspan(most - stream_.avail_out);
    }
  }

  void step() {
    if (stream_.avail_in == 0 && read_ < member_.packed) {
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size(), member_.packed - read_));
      file_.read(member_.begin + read_, MutableBytes(buffer_).first(size));
      read_ += size;
      stream_.next_in = zlib_bytes(buffer_);
      stream_.avail_in = static_cast<uInt>(size);
    }
    const int result = inflate(&stream_, Z_NO_FLUSH);
    ended_ = result == Z_STREAM_END;
    if (ended_ || result == Z_OK) return;
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    throw_zip_error(file_, fmt::format("{} cannot be inflated after byte {}", escape(member_.name),
                                       member_.begin + read_ - stream_.avail_in));
  }

  const BinaryFile& file_;
  const ZipMember& member_;
  std::vector<std::byte> buffer_;
  std::array<std::byte, 4096> skipped_{};
  z_stream stream_{};
  std::uint64_t read_ = 0;  ///< Packed bytes that have been read.
  std::uint64_t done_ = 0;  ///< Bytes that have been given out.
  bool ended_ = false;
};

/// Reads an array within a member: after its header.
class ArrayReader : public TensorReader {
 public:
  ArrayReader(std::unique_ptr<TensorReader> member, std::uint64_t begin)
      : member_(std::move(member)), begin_(begin) {}

  void read(std::uint64_t begin, MutableBytes to) override { member_->read(begin_ + begin, to); }

 private:
  std::unique_ptr<TensorReader> member_;
  std::uint64_t begin_;
};

class Npz : public TensorFile {
 public:
  Npz(const std::string& path, const IsWanted& is_wanted)
      : file_(path), members_(read_zip_directory(file_, kMostInflated)) {
    for (const ZipMember& member : members_) {
      const std::string_view name = member.name;
      if (!name.ends_with(kSuffix)) continue;
      const std::string_view array = name.substr(0, name.size() - kSuffix.size());
      if (!is_wanted(array)) continue;
      const auto bytes = member_reader(member);
      NpyHeader header =
          read_npy_header(fmt::format("{}: {}", file_.shown(), escape(array)), *bytes, member.size);
      header.tensor.name = array;
      tensors_.push_back(std::move(header.tensor));
    }
  }

  std::string shown() const override { return file_.shown(); }
  void check_unchanged() const override { file_.check_unchanged(); }

  std::unique_ptr<TensorReader> reader(const Tensor& tensor) const override {
    return std::make_unique<ArrayReader>(member_reader(member_of(tensor)), tensor.place);
  }

  bool is_packed(const Tensor& tensor) const override { return member_of(tensor).is_deflated; }

  void verify(const Tensor& tensor) const override {
    const ZipMember& member = member_of(tensor);
    const auto bytes = member_reader(member);
    std::vector<std::byte> buffer(kBufferSize);
    uLong crc = crc32(0, nullptr, 0);
    for (std::uint64_t done = 0; done < member.size;) {
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), member.size - done));
      bytes->read(done, MutableBytes(buffer).first(size));
      crc = crc32(crc, zlib_bytes(buffer), static_cast<uInt>(size));
      done += size;
    }
    if (member.is_deflated) dynamic_cast<InflatingReader&>(*bytes).check_end();
    if (crc == member.crc) return;
    throw_zip_error(file_, fmt::format("{}: the checksum is {:08x} instead of {:08x}",
                                       escape(member.name), crc, member.crc));
  }

 private:
  const ZipMember& member_of(const Tensor& tensor) const {
    const auto found =
        std::ranges::find(members_, tensor.name + std::string(kSuffix), &ZipMember::name);
    assert(found != members_.end());
    return *found;
  }

  std::unique_ptr<TensorReader> member_reader(const ZipMember& member) const {
    if (member.is_deflated) return std::make_unique<InflatingReader>(file_, member);
    return std::make_unique<PlainTensorReader>(file_, member.begin);
  }

  BinaryFile file_;
  std::vector<ZipMember> members_;
};

}  // namespace

std::unique_ptr<TensorFile> open_npz(const std::string& path, const IsWanted& is_wanted) {
  return std::make_unique<Npz>(path, is_wanted);
}

}  // namespace assay
