#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <sys/stat.h>

namespace assay {

using Bytes = std::span<const std::byte>;
using MutableBytes = std::span<std::byte>;

/// A regular file, read at any place by pread(2). It is not mapped: pages that are touched again
/// and again cost more than one copy into a buffer, and a file that is cut while it is read ends in
/// an error instead of a signal. Several threads may read at once.
class BinaryFile {
 public:
  /// Throws E-NOENT, E-ISDIR, E-PERM, E-EMFILE as ByteSource does, and E-SEEK (input) for a pipe.
  explicit BinaryFile(std::string path);
  BinaryFile(const BinaryFile&) = delete;
  BinaryFile& operator=(const BinaryFile&) = delete;
  ~BinaryFile();

  const std::string& path() const { return path_; }
  std::string shown() const;
  std::uint64_t size() const { return static_cast<std::uint64_t>(status_.st_size); }

  /// Fills `to` with the bytes from `begin` on, all of which lie in the file as it was when it was
  /// opened. Throws E-READ or, if they are gone, E-CHANGED (system).
  void read(std::uint64_t begin, MutableBytes to) const;

  /// Throws E-CHANGED (system) if the file has another size, time or place than when it was opened.
  void check_unchanged() const;

 private:
  std::string path_;
  int descriptor_ = -1;
  struct stat status_ = {};
};

/// A number as it stands in memory, at any alignment.
template <typename Number>
Number load_number(Bytes bytes, std::size_t offset = 0);

extern template std::uint8_t load_number(Bytes, std::size_t);
extern template std::uint16_t load_number(Bytes, std::size_t);
extern template std::uint32_t load_number(Bytes, std::size_t);
extern template std::uint64_t load_number(Bytes, std::size_t);
extern template std::int32_t load_number(Bytes, std::size_t);
extern template std::int64_t load_number(Bytes, std::size_t);
extern template float load_number(Bytes, std::size_t);
extern template double load_number(Bytes, std::size_t);

}  // namespace assay
