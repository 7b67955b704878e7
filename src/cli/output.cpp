#include "cli/output.h"

#include "assay/error.h"
#include "assay/text.h"

#include "cli/signals.h"
#include "cli/standard_streams.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <new>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace assay {
namespace {

std::string reason_for(int error) {
  return std::generic_category().message(error);
}

std::string shown(const std::string& path) {
  return escape(path, std::string::npos);
}

Error write_error(const std::string& path, int error, std::size_t bytes) {
  const bool is_full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return system_error(
      is_full ? "E-NOSPC" : "E-WRITE",
      fmt::format("cannot write {} bytes to {}: {}", bytes, shown(path), reason_for(error)));
}

}  // namespace

void write_to(int descriptor, const std::string& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw write_error(path, errno, bytes.size());
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

DescriptorBuffer::DescriptorBuffer(int descriptor, std::string path)
    : descriptor_(descriptor), path_(std::move(path)), buffer_() {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
}

int DescriptorBuffer::sync() {
  const auto size = static_cast<std::size_t>(pptr() - pbase());
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  write_to(descriptor_, path_, {buffer_.data(), size});
  return 0;
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type byte) {
  sync();
  if (traits_type::eq_int_type(byte, traits_type::eof())) return traits_type::not_eof(byte);
  return sputc(traits_type::to_char_type(byte));
}

void print_to_stdout(const Print& print) {
  if (standard_streams().stdout_closed) {
    throw system_error("E-STDOUT-CLOSED", "standard output is closed",
                       "write to a file with -o FILE");
  }
  DescriptorBuffer buffer(STDOUT_FILENO, "standard output");
  std::ostream out(&buffer);
  out.exceptions(std::ios::badbit);
  print(out);
  out.flush();
}

OutputFile::OutputFile(std::string path) : path_(std::move(path)), target_(path_) {
  struct stat status {};
  const bool exists = stat(path_.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    fail("write to");
  }
  if (exists && !S_ISREG(status.st_mode)) {
    descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail("open");
    return;
  }
  std::error_code error;
  if (exists) target_ = std::filesystem::canonical(path_, error).string();
  if (error == std::errc::not_enough_memory) throw std::bad_alloc();
  if (error) {
    errno = error.value();
    fail("find");
  }
  if (!exists && std::filesystem::is_symlink(path_, error)) {
    errno = ENOENT;
    fail("follow the dangling link");
  }
  open_temporary();
}

void OutputFile::open_temporary() {
  constexpr int kMostTries = 100;
  const std::filesystem::path target(target_);
  for (int i = 0; i < kMostTries; ++i) {
    const std::string name = fmt::format(".assay-{}-{}.tmp", getpid(), i);
    temporary_ = (target.parent_path() / name).string();
    descriptor_ = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
    if (descriptor_ >= 0 || errno != EEXIST) break;
  }
  if (descriptor_ < 0) {
    temporary_.clear();
    fail("create");
  }
  try {
    remember_temporary(temporary_);
  } catch (const std::bad_alloc&) {
    remove_temporary();
    throw;
  }
}

void OutputFile::remove_temporary() const {
  if (descriptor_ >= 0) close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

OutputFile::~OutputFile() {
  remove_temporary();
  if (!temporary_.empty()) forget_temporary(temporary_);
}

void OutputFile::fail(const std::string& doing) const {
  throw system_error("E-OUTPUT",
                     fmt::format("cannot {} {}: {}", doing, shown(path_), reason_for(errno)),
                     "check that its folder exists and can be written");
}

void OutputFile::commit(const Print& print) {
  DescriptorBuffer buffer(descriptor_, path_);
  std::ostream out(&buffer);
  out.exceptions(std::ios::badbit);
  print(out);
  out.flush();
  if (!temporary_.empty() && fsync(descriptor_) != 0) fail("flush");
  if (close(std::exchange(descriptor_, -1)) != 0) fail("close");
  if (temporary_.empty()) return;
  if (rename(temporary_.c_str(), target_.c_str()) != 0) fail("replace");
  forget_temporary(std::exchange(temporary_, {}));
}

std::filesystem::path place_of(const std::filesystem::path& path) {
  std::error_code failure;
  std::filesystem::path place =
      std::filesystem::weakly_canonical(std::filesystem::absolute(path, failure), failure);
  return failure ? path.lexically_normal() : place;
}

bool OutputFile::replaces(const std::string& path) const {
  // Devices and pipes may be written twice.
  if (temporary_.empty()) return false;
  return place_of(target_) == place_of(path);
}

bool OutputFile::is_same_as(const std::string& input_path) const {
  std::error_code error;
  return std::filesystem::is_regular_file(target_, error) &&
         std::filesystem::equivalent(target_, input_path, error);
}

}  // namespace assay
