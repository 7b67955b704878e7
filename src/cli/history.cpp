#include "cli/history.h"

#include "assay/error.h"
#include "assay/text.h"
#include "assay/writer.h"

#include "cli/output.h"

#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sstream>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <tuple>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr auto kPause = std::chrono::milliseconds(20);

/// Seconds since 1970: SOURCE_DATE_EPOCH, by which builds are made repeatable, or the clock's.
std::time_t now() {
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  const std::string_view text = epoch == nullptr ? "" : epoch;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_number = error == std::errc() && end == text.data() + text.size() && !text.empty();
  return is_number ? static_cast<std::time_t>(seconds) : std::time(nullptr);
}

/// RFC 3339.
std::string shown_time(std::time_t seconds) {
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return "";
  constexpr int kFirstYear = 1900;
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + kFirstYear,
                     parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

Error output_error(const std::string& code, const std::string& path, const char* doing) {
  const std::string reason = std::generic_category().message(errno);
  return system_error(
      code, fmt::format("cannot {} {}: {}", doing, escape(path, std::string::npos), reason));
}

/// Whether the last line of a file lacks its end, as far as the file may be read.
bool lacks_newline(const std::string& path, off_t size) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  char last = '\n';
  std::ignore = pread(descriptor, &last, 1, size - 1);
  if (descriptor >= 0) close(descriptor);
  return last != '\n';
}

}  // namespace

HistoryFile::HistoryFile(std::string path) : path_(std::move(path)) {
  descriptor_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                     S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
  if (descriptor_ < 0) throw output_error("E-OUTPUT", path_, "open");
}

HistoryFile::~HistoryFile() {
  close(descriptor_);
}

void HistoryFile::lock() const {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    const bool is_taken = errno == EWOULDBLOCK || errno == EINTR;
    if (!is_taken || std::chrono::steady_clock::now() > end) {
      throw output_error("E-LOCK", path_, "lock");
    }
    std::this_thread::sleep_for(kPause);
  }
}

void HistoryFile::append(const Report& report, const std::string& commit) const {
  lock();
  std::ostringstream line;
  write_history(report, shown_time(now()), commit, line);
  struct stat before {};
  const bool is_file = fstat(descriptor_, &before) == 0 && S_ISREG(before.st_mode);
  const bool glues = is_file && before.st_size > 0 && lacks_newline(path_, before.st_size);
  try {
    write_to(descriptor_, path_, (glues ? "\n" : "") + line.str());
  } catch (const Error&) {
    // Half a line would spoil the next one too.
    if (is_file) std::ignore = ftruncate(descriptor_, before.st_size);
    throw;
  }
  if (fsync(descriptor_) != 0 && errno != EINVAL) throw output_error("E-WRITE", path_, "flush");
  flock(descriptor_, LOCK_UN);
}

std::string commit_of_ci() {
  for (const char* name : {"GITHUB_SHA", "CI_COMMIT_SHA"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

}  // namespace assay
