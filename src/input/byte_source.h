#pragma once

#include "assay/corpus.h"
#include "assay/error.h"

#include "input/decoder.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
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

/// A descriptor to read `path` from; throws as the constructor of ByteSource does.
int open_to_read(const std::string& path);

/// E-ISDIR (input).
Error directory_error(const std::string& path);

/// What errno says.
std::string system_text(int code);

/// A file descriptor that is closed at the end, unless it is that of standard input.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  int number() const { return number_; }

 private:
  int number_;
};

/// A file, FIFO or standard input, opened once and read forward once by read(2), and unpacked if it
/// is gzip or Zstandard. It never seeks, and the size that the system tells is only a guess for
/// sizing buffers.
class ByteSource {
 public:
  /// Opens `path` and reads its first bytes. Throws E-NOENT, E-ISDIR, E-PERM, E-STDIN-CLOSED
  /// (input), E-EMFILE or E-READ (system).
  /// A Zstandard frame may look back 2^max_window_log bytes.
  explicit ByteSource(std::string path, int max_window_log = InputOptions().max_window_log);
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Reads 1 to `most` unpacked bytes to `to`; 0 at the end, and from then on always 0. Throws
  /// E-READ (system) and what a Decoder throws.
  std::size_t read(char* to, std::size_t most);

  Packing packing() const { return packing_; }

  const std::string& path() const { return path_; }

  /// Bytes of the file, as they are packed.
  std::uint64_t bytes_read() const { return bytes_read_; }

  /// What the system says about a regular file's length; 0 for anything else.
  std::uint64_t size_guess() const { return size_guess_; }

 private:
  void find_packing();
  std::size_t read_packed(char* to, std::size_t most);
  std::size_t read_file(char* to, std::size_t most);

  std::string path_;
  int max_window_log_;
  Descriptor descriptor_;
  bool is_regular_ = false;
  std::string head_;  ///< The bytes that told the packing, until they are read.
  Packing packing_ = Packing::kNone;
  std::unique_ptr<Decoder> decoder_;
  bool ended_ = false;
  std::atomic<std::uint64_t> bytes_read_ = 0;
  std::uint64_t size_guess_ = 0;
};

}  // namespace assay
