#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

/// Every code of an error or warning, as docs/manual.md lists them.
namespace assay {

struct CodeInfo {
  std::string_view code;
  int exit_code = 0;  ///< Of a warning: what --strict makes of it.
  std::string_view meaning;
  std::string_view advice;

  bool is_warning() const { return code.starts_with("W-"); }
};

/// True if `word` looks like a code: "E-…" or "W-…", in any case.
bool looks_like_code(std::string_view word);

/// nullptr if there is no such code; upper and lower case are the same.
const CodeInfo* find_code(std::string_view word);

/// "did you mean 'CODE'? " or "".
std::string nearest_code(std::string_view word);

void print_code(const CodeInfo& info, std::ostream& out);

}  // namespace assay
