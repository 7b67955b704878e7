// For LD_PRELOAD: calls of a kind fail, from the one numbered FAIL_FIRST on every FAIL_EVERY-th, or
// only that one if FAIL_EVERY is 0. FAIL_CALL names the kind: malloc, write, read or flush (fsync,
// rename and the close of what was written). FAIL_ERRNO is the error, as a number. FAIL_COUNT names
// a file to which the number of calls is added when the process ends. Processes that are started
// inherit all of it.

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

enum class Call { kNone, kMalloc, kWrite, kRead, kFlush };

/// What fails. Constant until the program runs; malloc() may be called before that.
struct Plan {
  Call call = Call::kNone;
  long first = 0;
  long every = 0;
  int error = 0;
  const char* count_file = nullptr;
};

constinit Plan plan;
constinit std::atomic<long> calls = 0;
constexpr int kMostDescriptors = 1024;
constinit std::atomic<bool> was_written[kMostDescriptors];

long number_of(const char* name, long fallback) {
  const char* value = std::getenv(name);
  return value == nullptr ? fallback : std::strtol(value, nullptr, 10);
}

Call call_of(const char* name) {
  if (name == nullptr) return Call::kNone;
  if (std::strcmp(name, "malloc") == 0) return Call::kMalloc;
  if (std::strcmp(name, "write") == 0) return Call::kWrite;
  if (std::strcmp(name, "read") == 0) return Call::kRead;
  return std::strcmp(name, "flush") == 0 ? Call::kFlush : Call::kNone;
}

__attribute__((constructor)) void make_plan() {
  plan.first = number_of("FAIL_FIRST", 0);
  plan.every = number_of("FAIL_EVERY", 0);
  plan.error = static_cast<int>(number_of("FAIL_ERRNO", EIO));
  plan.count_file = std::getenv("FAIL_COUNT");
  plan.call = call_of(std::getenv("FAIL_CALL"));
}

__attribute__((destructor)) void add_count() {
  if (plan.count_file == nullptr) return;
  const int file = ::open(plan.count_file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  char text[24];
  char* at = text + sizeof text;
  *--at = '\n';
  for (long left = calls; left > 0 || at == text + sizeof text - 1; left /= 10) {
    *--at = static_cast<char>('0' + left % 10);
  }
  ::syscall(SYS_write, file, at, text + sizeof text - at);
  ::syscall(SYS_close, file);
}

bool fails(Call call) {
  if (plan.call != call) return false;
  const long number = ++calls;
  if (plan.first <= 0 || number < plan.first) return false;
  const bool is_hit =
      plan.every == 0 ? number == plan.first : (number - plan.first) % plan.every == 0;
  if (is_hit) errno = call == Call::kMalloc ? ENOMEM : plan.error;
  return is_hit;
}

bool is_known(int descriptor) {
  return descriptor >= 0 && descriptor < kMostDescriptors;
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* old, std::size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_realloc(old, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return fails(Call::kMalloc) ? nullptr : __libc_memalign(alignment, size);
}

int posix_memalign(void** to, std::size_t alignment, std::size_t size) {
  *to = fails(Call::kMalloc) ? nullptr : __libc_memalign(alignment, size);
  return *to == nullptr ? ENOMEM : 0;
}

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  if (is_known(descriptor)) was_written[descriptor] = true;
  return fails(Call::kWrite) ? -1 : ::syscall(SYS_write, descriptor, bytes, size);
}

ssize_t read(int descriptor, void* bytes, std::size_t size) {
  return fails(Call::kRead) ? -1 : ::syscall(SYS_read, descriptor, bytes, size);
}

ssize_t pread(int descriptor, void* bytes, std::size_t size, off_t offset) {
  return fails(Call::kRead) ? -1 : ::syscall(SYS_pread64, descriptor, bytes, size, offset);
}

ssize_t pread64(int descriptor, void* bytes, std::size_t size, off_t offset) {
  return pread(descriptor, bytes, size, offset);
}

int fsync(int descriptor) {
  return fails(Call::kFlush) ? -1 : static_cast<int>(::syscall(SYS_fsync, descriptor));
}

int rename(const char* from, const char* to) {
  return fails(Call::kFlush) ? -1 : static_cast<int>(::syscall(SYS_rename, from, to));
}

int close(int descriptor) {
  const bool counts = is_known(descriptor) && was_written[descriptor].exchange(false);
  const int result = static_cast<int>(::syscall(SYS_close, descriptor));
  return counts && fails(Call::kFlush) ? -1 : result;
}
}
