#include "embeddings/lengths_text.h"

#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/binary_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kBufferSize = std::size_t{64} << 10U;
/// No count of tokens has more digits, nor a line more bytes.
constexpr std::size_t kLongestLine = 20;

class LengthsReader {
 public:
  explicit LengthsReader(const std::string& path) : file_(path) {}

  std::vector<std::uint64_t> operator()() {
    std::vector<std::byte> buffer(std::min<std::uint64_t>(kBufferSize, file_.size()));
    for (std::uint64_t done = 0; done < file_.size();) {
      const auto size =
          static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), file_.size() - done));
      file_.read(done, MutableBytes(buffer).first(size));
      for (const std::byte byte : Bytes(buffer).first(size)) add(static_cast<char>(byte));
      done += size;
    }
    if (!line_.empty()) end_line();
    return std::move(lengths_);
  }

 private:
  void add(char byte) {
    if (byte == '\n') return end_line();
    line_ += byte;
    if (line_.size() > kLongestLine) fail();
  }

  void end_line() {
    if (line_.ends_with('\r')) line_.pop_back();
    std::uint64_t value = 0;
    const char* end = line_.data() + line_.size();
    const auto [stop, error] = std::from_chars(line_.data(), end, value);
    if (error != std::errc() || stop != end) fail();
    lengths_.push_back(value);
    line_.clear();
  }

  [[noreturn]] void fail() const {
    throw input_error("E-LENGTHS",
                      fmt::format("{}:{}: '{}' is not a number of tokens", file_.shown(),
                                  lengths_.size() + 1, escape(line_)),
                      "write one whole number for each text");
  }

  BinaryFile file_;
  std::string line_;
  std::vector<std::uint64_t> lengths_;
};

}  // namespace

std::vector<std::uint64_t> read_lengths_text(const std::string& path) {
  return LengthsReader(path)();
}

}  // namespace assay
