#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace assay {

/// What the process exits with. The larger problem wins.
enum class ExitCode : int {
  kOk = 0,
  kGateFailed = 1,
  kUsage = 2,
  kInput = 3,
  kUndecided = 4,
  kBug = 5,
  kSystem = 6,
};

/// The parts of an error message, as a user sees them:
///
///     assay: error: WHAT [CODE]
///       DETAIL
///       hint: HINT
struct Problem {
  std::string code;  ///< Stable, such as "E-COUNT".
  std::string what;  ///< Lower-case, no full stop; names the file and line, or the word.
  std::string
      detail;        ///< More lines to show, each ended by nothing but '\n' between; may be empty.
  std::string hint;  ///< What to do about it; may be empty.
};

/// A failure the user can act on. Any layer may throw one; main() alone catches it.
class Error : public std::runtime_error {
 public:
  Error(ExitCode exit_code, Problem problem)
      : std::runtime_error(problem.what), exit_code_(exit_code), problem_(std::move(problem)) {}

  ExitCode exit_code() const noexcept { return exit_code_; }
  const Problem& problem() const noexcept { return problem_; }

 private:
  ExitCode exit_code_;
  Problem problem_;
};

/// The command line or a metric spec asks for something that does not exist or contradicts itself.
inline Error usage_error(std::string code, std::string what, std::string hint = {}) {
  return {ExitCode::kUsage, {std::move(code), std::move(what), {}, std::move(hint)}};
}

/// An input is missing, unreadable, malformed, or does not fit the others.
inline Error input_error(std::string code, std::string what, std::string hint = {}) {
  return {ExitCode::kInput, {std::move(code), std::move(what), {}, std::move(hint)}};
}

/// The machine refuses: no space, no descriptors, an output that cannot be written.
inline Error system_error(std::string code, std::string what, std::string hint = {}) {
  return {ExitCode::kSystem, {std::move(code), std::move(what), {}, std::move(hint)}};
}

}  // namespace assay
