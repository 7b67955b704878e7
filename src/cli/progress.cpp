#include "cli/progress.h"

#include "cli/messages.h"

#include <chrono>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>

namespace assay {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::milliseconds(500);
constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr const char* kWipe = "\r\x1b[K";

bool is_shown() {
  return isatty(STDERR_FILENO) == 1 && !message_style().is_json;
}

}  // namespace

std::function<void(const Progress&)> progress_printer() {
  if (!is_shown()) return {};
  return [next = Clock::now() + kPatience](const Progress& progress) mutable {
    if (Clock::now() < next) return;
    next = Clock::now() + kInterval;
    std::string text = fmt::format("{}{} segments", kWipe, progress.segments);
    if (progress.bytes_total > 0) {
      text += fmt::format(", {} %", 100 * progress.bytes_read / progress.bytes_total);
    }
    print_to_stderr(text);
  };
}

void end_progress() {
  if (is_shown()) print_to_stderr(kWipe);
}

}  // namespace assay
