#include "embeddings/binary_file.h"

#include "assay/error.h"

#include "input/byte_source.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

static_assert(std::endian::native == std::endian::little, "the formats hold little-endian numbers");

Error changed_error(const std::string& shown) {
  return system_error("E-CHANGED", shown + ": changed while it was read",
                      "wait until the program that writes the file is done");
}

bool is_same(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

BinaryFile::BinaryFile(std::string path)
    : path_(std::move(path)), descriptor_(open_to_read(path_)) {
  const bool is_known = ::fstat(descriptor_, &status_) == 0;
  if (is_known && S_ISREG(status_.st_mode)) return;
  if (!is_stdin(path_)) ::close(descriptor_);
  if (is_known && S_ISDIR(status_.st_mode)) throw directory_error(path_);
  throw input_error("E-SEEK", shown() + ": embeddings are read from files, not from a pipe",
                    "save them to a file first");
}

BinaryFile::~BinaryFile() {
  if (!is_stdin(path_)) ::close(descriptor_);
}

std::string BinaryFile::shown() const {
  return shown_path(path_);
}

void BinaryFile::read(std::uint64_t begin, MutableBytes to) const {
  assert(begin <= size() && to.size() <= size() - begin);
  while (!to.empty()) {
    const ssize_t count = ::pread(descriptor_, to.data(), to.size(), static_cast<off_t>(begin));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      throw system_error("E-READ", fmt::format("{}: read error at byte {}: {}", shown(), begin + 1,
                                               system_text(errno)));
    }
    if (count == 0) throw changed_error(shown());
    begin += static_cast<std::uint64_t>(count);
    to = to.subspan(static_cast<std::size_t>(count));
  }
}

void BinaryFile::check_unchanged() const {
  struct stat now = {};
  if (::fstat(descriptor_, &now) != 0 || !is_same(now, status_)) throw changed_error(shown());
}

template <typename Number>
Number load_number(Bytes bytes, std::size_t offset) {
  assert(offset <= bytes.size() && sizeof(Number) <= bytes.size() - offset);
  Number number{};
  std::memcpy(&number, bytes.data() + offset, sizeof(Number));
  return number;
}

template std::uint8_t load_number(Bytes, std::size_t);
template std::uint16_t load_number(Bytes, std::size_t);
template std::uint32_t load_number(Bytes, std::size_t);
template std::uint64_t load_number(Bytes, std::size_t);
template std::int32_t load_number(Bytes, std::size_t);
template std::int64_t load_number(Bytes, std::size_t);
template float load_number(Bytes, std::size_t);
template double load_number(Bytes, std::size_t);

}  // namespace assay
