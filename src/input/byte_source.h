#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/stat.h>

namespace assay {

/// Whether `path` stands for standard input.
bool is_stdin(const std::string& path);

/// `path` as messages show it: escaped, and "stdin" for standard input.
std::string shown_path(const std::string& path);

/// stat() of a path that may be "-"; false when that fails, with errno set.
bool look_up(const std::string& path, struct stat& status);

/// Throws E-STDIN-CLOSED when `path` is standard input and that is closed. To be asked before any
/// file is opened, which would take its place.
void check_stdin_open(const std::string& path);

/// A file, FIFO or standard input, opened once and read forward once by read(2). It never seeks,
/// and the size that the system tells is only a guess for sizing buffers.
class ByteSource {
 public:
  /// Opens `path`; throws E-NOENT, E-ISDIR, E-PERM, E-STDIN-CLOSED (input) or E-EMFILE (system).
  explicit ByteSource(std::string path);
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  ~ByteSource();

  /// Reads 1 to `most` bytes to `to`; 0 at the end, and from then on always 0. Throws E-READ
  /// (system).
  std::size_t read(char* to, std::size_t most);

  const std::string& path() const { return path_; }
  std::uint64_t bytes_read() const { return bytes_read_; }

  /// What the system says about a regular file's length; 0 for anything else.
  std::uint64_t size_guess() const { return size_guess_; }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool ended_ = false;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t size_guess_ = 0;
};

}  // namespace assay
