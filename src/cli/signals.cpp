#include "cli/signals.h"

#include "cli/messages.h"

#include <array>
#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <unistd.h>

namespace assay {
namespace {

constexpr std::size_t kMostTemporaries = 64;
std::array<std::atomic<char*>, kMostTemporaries> temporaries;
std::atomic<std::uint64_t> segments_done = 0;

/// A handler may do little more than write().
void say(std::string_view text) {
  [[maybe_unused]] const ssize_t ignored = write(STDERR_FILENO, text.data(), text.size());
}

void say_last_words() {
  std::array<char, 24> digits{};
  auto* const end = std::to_chars(digits.begin(), digits.end(), segments_done.load()).ptr;
  const bool is_json = message_style().is_json;
  say(is_json ? R"({"type":"note","message":")" : "assay: note: ");
  say("interrupted after ");
  say({digits.data(), static_cast<std::size_t>(end - digits.data())});
  say(is_json ? " segments\"}\n" : " segments\n");
}

void on_signal(int signal_number) {
  remove_temporaries();
  if (signal_number == SIGINT || signal_number == SIGTERM) say_last_words();
  raise(signal_number);
}

}  // namespace

void catch_signals() {
  struct sigaction action {};
  action.sa_handler = &on_signal;
  // A second delivery, as that of raise(), has the default effect once the handler is done.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigfillset(&action.sa_mask);
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    struct sigaction inherited {};
    sigaction(signal_number, nullptr, &inherited);
    // nohup and shells start programs that way.
    if (inherited.sa_handler != SIG_IGN) sigaction(signal_number, &action, nullptr);
  }
  std::signal(SIGXFSZ, SIG_IGN);
}

void remove_temporaries() {
  for (const std::atomic<char*>& slot : temporaries) {
    const char* path = slot.load();
    if (path != nullptr) unlink(path);
  }
}

void remember_temporary(const std::string& path) {
  char* copy = strdup(path.c_str());
  if (copy == nullptr) throw std::bad_alloc();
  for (std::atomic<char*>& slot : temporaries) {
    char* empty = nullptr;
    if (slot.compare_exchange_strong(empty, copy)) return;
  }
  std::free(copy);
}

void forget_temporary(const std::string& path) {
  for (std::atomic<char*>& slot : temporaries) {
    char* known = slot.load();
    if (known == nullptr || path != known || !slot.compare_exchange_strong(known, nullptr))
      continue;
    std::free(known);
    return;
  }
}

void set_segments_done(std::uint64_t segments) {
  segments_done = segments;
}

}  // namespace assay
