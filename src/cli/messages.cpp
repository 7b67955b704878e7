#include "cli/messages.h"

#include <unistd.h>

#include <string>

#include "assay/text.h"

#include <fmt/format.h>

namespace assay {

void print_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void print_problem(const Problem& problem) {
  std::string text = fmt::format("assay: error: {} [{}]\n", problem.what, problem.code);
  if (!problem.detail.empty()) text += fmt::format("  {}\n", problem.detail);
  if (!problem.hint.empty()) text += fmt::format("  hint: {}\n", problem.hint);
  print_to_stderr(text);
}

void print_warning(const Warning& warning) {
  std::string place;
  if (!warning.file.empty()) place = escape(warning.file, std::string::npos) + ": ";
  if (warning.line > 0) place.insert(place.size() - 1, fmt::format("{}:", warning.line));
  print_to_stderr(fmt::format("assay: warning: {}{} [{}]\n", place, warning.message, warning.code));
}

void print_note(std::string_view message) {
  print_to_stderr(fmt::format("assay: note: {}\n", message));
}

}  // namespace assay
