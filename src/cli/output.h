#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace assay {

/// Writes all bytes. Throws a system Error (E-NOSPC, E-WRITE) that names `path` when that fails.
void write_to(int descriptor, const std::string& path, std::string_view bytes);

/// Writes to a descriptor, which it does not own, as write_to() does.
class DescriptorBuffer : public std::streambuf {
 public:
  DescriptorBuffer(int descriptor, std::string path);

 protected:
  int_type overflow(int_type byte) override;
  int sync() override;

 private:
  int descriptor_;
  std::string path_;
  std::array<char, 1 << 16> buffer_;
};

using Print = std::function<void(std::ostream&)>;

/// Lets `print` write to standard output, and checks that all of it arrived.
void print_to_stdout(const Print& print);

/// The same for all names of a file, whether it exists or not.
std::filesystem::path place_of(const std::filesystem::path& path);

/// A file that appears at its path complete or not at all: written beside the target and renamed.
/// A path that exists and is not a regular file (a pipe, /dev/null) is written directly.
class OutputFile {
 public:
  /// Creates the temporary file, so that a missing or read-only directory is found before any work.
  /// Throws a system Error (E-OUTPUT).
  explicit OutputFile(std::string path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  /// Writes, flushes to disk and renames.
  void commit(const Print& print);

  /// True if the target exists and is the file at `input_path`.
  bool is_same_as(const std::string& input_path) const;

  /// True if it would replace the file that `path` names, whether that exists or not.
  bool replaces(const std::string& path) const;

 private:
  void open_temporary();
  void remove_temporary() const;
  [[noreturn]] void fail(const std::string& doing) const;

  std::string path_;
  std::string target_;     ///< path_ with symbolic links resolved.
  std::string temporary_;  ///< Empty when the target is written directly, or after the rename.
  int descriptor_ = -1;
};

}  // namespace assay
