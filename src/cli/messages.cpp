#include "cli/messages.h"

#include "assay/text.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

namespace assay {

void print_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void print_problem(const Problem& problem) {
  std::string text = fmt::format("assay: error: {} [{}]\n", problem.what, problem.code);
  for (std::size_t begin = 0; begin < problem.detail.size();) {
    const std::size_t end = std::min(problem.detail.find('\n', begin), problem.detail.size());
    text += fmt::format("  {}\n", problem.detail.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!problem.hint.empty()) text += fmt::format("  hint: {}\n", problem.hint);
  print_to_stderr(text);
}

void print_warning(const Warning& warning) {
  std::string place;
  const std::string file = warning.file == "-" ? "stdin" : warning.file;
  if (!file.empty()) place = escape(file, std::string::npos) + ": ";
  if (warning.line > 0) place.insert(place.size() - 1, fmt::format("{}:", warning.line));
  print_to_stderr(fmt::format("assay: warning: {}{} [{}]\n", place, warning.message, warning.code));
}

void print_note(std::string_view message) {
  print_to_stderr(fmt::format("assay: note: {}\n", message));
}

}  // namespace assay
