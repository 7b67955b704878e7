#include "input/packed_input.h"

#include <algorithm>
#include <limits>
#include <new>
#include <string_view>
#include <zlib.h>

namespace assay {
namespace {

/// zlib: a window of any size, and a gzip header and trailer around the data.
constexpr int kGzipWindow = MAX_WBITS + 16;

class GzipDecoder : public Decoder {
 public:
  GzipDecoder(std::string name, ReadPacked read) : input_(std::move(name), std::move(read)) {
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  ~GzipDecoder() override { inflateEnd(&stream_); }

  std::size_t read(char* to, std::size_t most) override {
    most = std::min<std::size_t>(most, std::numeric_limits<uInt>::max());
    while (!ended_) {
      const std::size_t count = in_member_ ? inflate_some(to, most) : 0;
      if (count > 0) return count;
      if (!in_member_) start_member();
    }
    return 0;
  }

 private:
  std::size_t inflate_some(char* to, std::size_t most) {
    if (!input_.fill()) throw input_.truncated();
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(input_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(most);
    const int result = inflate(&stream_, Z_NO_FLUSH);
    input_.consume(input_.size() - stream_.avail_in);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result == Z_STREAM_END) in_member_ = false;
    if (result != Z_OK && result != Z_STREAM_END) throw broken();
    return most - stream_.avail_out;
  }

  Error broken() const {
    const std::string_view reason = stream_.msg == nullptr ? "invalid data" : stream_.msg;
    const bool is_checksum = reason.find("check") != std::string_view::npos;
    return input_.error(is_checksum && reason.starts_with("incorrect") ? "E-CRC" : "E-PACKED",
                        fmt::format("gzip: {}", reason), PackedInput::kCopyHint);
  }

  /// Another member, or the end of the file, before which zeros may stand.
  void start_member() {
    while (input_.fill() && *input_.data() == '\0') {
      padded_ = true;
      input_.consume(1);
    }
    ended_ = !input_.fill();
    if (ended_) return;
    constexpr char kFirstByte = '\x1f';
    if (padded_ || *input_.data() != kFirstByte) {
      throw input_.error("E-PACKED", "something that is not gzip follows the data",
                         PackedInput::kCopyHint);
    }
    inflateReset(&stream_);
    in_member_ = true;
  }

  PackedInput input_;
  z_stream stream_ = {};
  bool in_member_ = true;
  bool padded_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_gzip_decoder(std::string name, ReadPacked read) {
  return std::make_unique<GzipDecoder>(std::move(name), std::move(read));
}

}  // namespace assay
