#include "input/byte_source.h"

#include "assay/registry.h"
#include "assay/text.h"

#include "input/read_ahead.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <new>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::size_t kLongestPath = 4096;

/// "did you mean 'NAME'? " with the most similar name in the folder where `path` should be.
std::string similar_file(const std::string& path) {
  const std::filesystem::path wanted(path);
  const std::filesystem::path folder = wanted.has_parent_path() ? wanted.parent_path() : ".";
  std::vector<std::string> names;
  std::error_code failure;
  std::filesystem::directory_iterator entry(folder, failure);
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
    names.push_back(entry->path().filename().string());
  }
  const std::string name = nearest(wanted.filename().string(), names);
  if (name.empty()) return "check the path and the working directory";
  return fmt::format("did you mean '{}'?", shown_path((wanted.parent_path() / name).string()));
}

Error open_error(const std::string& path, int code) {
  const std::string name = shown_path(path);
  switch (code) {
    case ENOENT:
    case ENOTDIR:
      return input_error("E-NOENT", name + ": no such file", similar_file(path));
    case EACCES:
    case EPERM:
      return input_error("E-PERM", name + ": no permission to read", "check the file's mode");
    case EMFILE:
    case ENFILE:
      return system_error("E-EMFILE", name + ": too many open files", "raise `ulimit -n`");
    default:
      return input_error("E-NOENT", fmt::format("{}: cannot open: {}", name, system_text(code)));
  }
}

/// Whether all bytes of a file are the start of those that its name promises. Texts may begin with
/// them too.
bool is_cut_magic(std::string_view path, std::string_view bytes) {
  if (bytes.empty()) return false;
  return (path.ends_with(".gz") && std::string_view("\x1f\x8b").starts_with(bytes)) ||
         (path.ends_with(".zst") && std::string_view("\x28\xb5\x2f").starts_with(bytes));
}

}  // namespace

std::string system_text(int code) {
  return std::generic_category().message(code);
}

int open_to_read(const std::string& path) {
  check_stdin_open(path);
  if (is_stdin(path)) return STDIN_FILENO;
  int descriptor = -1;
  do {
    descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  } while (descriptor < 0 && errno == EINTR);
  if (descriptor < 0 && errno == ENOMEM) throw std::bad_alloc();
  if (descriptor < 0) throw open_error(path, errno);
  return descriptor;
}

Error directory_error(const std::string& path) {
  return input_error("E-ISDIR", shown_path(path) + ": is a directory", "give a file");
}

bool is_stdin(const std::string& path) {
  return path == "-" || path == "/dev/stdin";
}

std::string shown_path(const std::string& path) {
  return is_stdin(path) ? "stdin" : escape(path, kLongestPath);
}

bool look_up(const std::string& path, struct stat& status) {
  return (is_stdin(path) ? ::fstat(STDIN_FILENO, &status) : ::stat(path.c_str(), &status)) == 0;
}

void check_stdin_open(const std::string& path) {
  if (!is_stdin(path) || ::fcntl(STDIN_FILENO, F_GETFD) >= 0) return;
  throw input_error("E-STDIN-CLOSED", "standard input is closed",
                    "give a file, or connect standard input");
}

Descriptor::~Descriptor() {
  if (number_ != STDIN_FILENO) ::close(number_);
}

ByteSource::ByteSource(std::string path, int max_window_log)
    : path_(std::move(path)), max_window_log_(max_window_log), descriptor_(open_to_read(path_)) {
  struct stat status = {};
  if (::fstat(descriptor_.number(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) throw directory_error(path_);
    is_regular_ = S_ISREG(status.st_mode);
    if (is_regular_) {
      size_guess_ = static_cast<std::uint64_t>(status.st_size);
      ::posix_fadvise(descriptor_.number(), 0, 0, POSIX_FADV_SEQUENTIAL);
    }
  }
  find_packing();
}

std::size_t ByteSource::read(char* to, std::size_t most) {
  return decoder_ ? decoder_->read(to, most) : read_packed(to, most);
}

void ByteSource::find_packing() {
  head_.resize(kMagicBytes);
  std::size_t filled = 0;
  while (filled < kMagicBytes) {
    const std::size_t count = read_file(head_.data() + filled, kMagicBytes - filled);
    if (count == 0) break;
    filled += count;
  }
  head_.resize(filled);
  packing_ = packing_of(head_);
  if (packing_ == Packing::kNone && is_cut_magic(path_, head_)) {
    throw input_error("E-TRUNC",
                      fmt::format("{}: the file ends too early at byte {} of the packed file",
                                  shown_path(path_), filled),
                      "copy or pack the file again");
  }
  const auto packed = [this](char* to, std::size_t most) { return read_packed(to, most); };
  if (packing_ == Packing::kGzip) decoder_ = make_gzip_decoder(shown_path(path_), packed);
  if (packing_ == Packing::kZstandard) {
    decoder_ = make_zstandard_decoder(shown_path(path_), packed, max_window_log_);
  }
  // A pipe may keep a thread waiting for as long as its writer likes.
  if (decoder_ && is_regular_) decoder_ = std::make_unique<ReadAhead>(std::move(decoder_));
  if (decoder_) size_guess_ = 0;
}

std::size_t ByteSource::read_packed(char* to, std::size_t most) {
  if (head_.empty()) return read_file(to, most);
  const std::size_t count = std::min(most, head_.size());
  std::copy_n(head_.begin(), count, to);
  head_.erase(0, count);
  return count;
}

std::size_t ByteSource::read_file(char* to, std::size_t most) {
  if (ended_) return 0;
  ssize_t count = -1;
  do {
    count = ::read(descriptor_.number(), to, most);
  } while (count < 0 && errno == EINTR);
  if (count < 0) {
    throw system_error("E-READ", fmt::format("{}: read error at byte {}: {}", shown_path(path_),
                                             bytes_read_ + 1, system_text(errno)));
  }
  ended_ = count == 0;
  bytes_read_ += static_cast<std::size_t>(count);
  return static_cast<std::size_t>(count);
}

}  // namespace assay
