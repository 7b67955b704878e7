#pragma once

#include <ostream>
#include <span>
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

std::span<const CodeInfo> codes();

/// True if `word` looks like a code: "E-…" or "W-…", in any case.
bool looks_like_code(std::string_view word);

/// Throws a usage Error (E-CODE) with the nearest code for an unknown one.
const CodeInfo& find_code(std::string_view word);

void print_code(const CodeInfo& info, std::ostream& out);

}  // namespace assay
