#include "cli/messages.h"

#include "assay/text.h"

#include "writers/json_text.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <unistd.h>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr const char* kRed = "1;31";
constexpr const char* kYellow = "1;33";
constexpr const char* kCyan = "36";

MessageStyle style;

std::string colored(std::string_view text, const char* color) {
  if (!style.has_colors) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", color, text);
}

JsonObject record(std::string_view type) {
  return JsonObject().add_text("type", type);
}

void add_unless_empty(JsonObject& object, std::string_view name, std::string_view text) {
  if (!text.empty()) object.add_text(name, text);
}

std::string problem_json(const Problem& problem) {
  JsonObject object = record("error");
  object.add_text("code", problem.code).add_text("message", problem.what);
  add_unless_empty(object, "detail", problem.detail);
  add_unless_empty(object, "hint", problem.hint);
  return object.str() + "\n";
}

std::string problem_text(const Problem& problem) {
  std::string text =
      fmt::format("assay: {} {} [{}]\n", colored("error:", kRed), problem.what, problem.code);
  for (std::size_t begin = 0; begin < problem.detail.size();) {
    const std::size_t end = std::min(problem.detail.find('\n', begin), problem.detail.size());
    text += fmt::format("  {}\n", problem.detail.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!problem.hint.empty()) {
    text += fmt::format("  {} {}\n", colored("hint:", kCyan), problem.hint);
  }
  return text;
}

std::string warning_json(const Warning& warning, const std::string& file) {
  JsonObject object = record("warning");
  object.add_text("code", warning.code);
  add_unless_empty(object, "file", file);
  if (warning.line > 0) object.add("line", json_count(warning.line));
  object.add_text("message", warning.message);
  return object.str() + "\n";
}

std::string note_json(JsonObject object, std::string_view message) {
  return object.add_text("message", message).str() + "\n";
}

std::string warning_text(const Warning& warning, const std::string& file) {
  std::string place;
  if (!file.empty()) place = file + ": ";
  if (warning.line > 0) place.insert(place.size() - 1, fmt::format("{}:", warning.line));
  return fmt::format("assay: {} {}{} [{}]\n", colored("warning:", kYellow), place, warning.message,
                     warning.code);
}

}  // namespace

const MessageStyle& message_style() {
  return style;
}

void set_message_style(const MessageStyle& wanted) {
  style = wanted;
}

void print_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void print_problem(const Problem& problem) {
  print_to_stderr(style.is_json ? problem_json(problem) : problem_text(problem));
}

void print_warning(const Warning& warning) {
  const std::string file = escape(warning.file == "-" ? "stdin" : warning.file, std::string::npos);
  print_to_stderr(style.is_json ? warning_json(warning, file) : warning_text(warning, file));
}

void print_note(std::string_view message) {
  if (style.is_json) {
    print_to_stderr(note_json(record("note"), message));
  } else {
    print_to_stderr(fmt::format("assay: {} {}\n", colored("note:", kCyan), message));
  }
}

void print_task_line(std::string_view task, std::string_view line) {
  if (!style.is_json) {
    print_to_stderr(fmt::format("{}: {}\n", escape(task), line));
    return;
  }
  JsonObject object;
  object.add_text("task", task);
  if (line.starts_with('{')) {
    print_to_stderr(fmt::format("{{{},{}\n", object.members(), line.substr(1)));
  } else {
    print_to_stderr(note_json(object.add_text("type", "note"), line));
  }
}

}  // namespace assay
