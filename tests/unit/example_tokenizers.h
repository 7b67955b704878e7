#pragma once

#include "assay/error.h"
#include "assay/tokenizer.h"

#include <optional>
#include <string>

/// Each tokenizer of the table, with data where it needs some.
namespace assay::testing {

/// What stands after '=': the tests' model, or, as what holds for a dictionary holds for any, the
/// Japanese one of Debian.
inline std::string example_path(const TokenizerInfo& info) {
  if (info.path_kind == "FILE") return ASSAY_SOURCE_DIR "/tests/golden/spm.model";
  return info.name == "ko-mecab" ? "/var/lib/mecab/dic/ipadic-utf8" : "";
}

/// "13a", "spm=FILE".
inline std::string example_spec(const TokenizerInfo& info) {
  const std::string path = example_path(info);
  return std::string(info.name) + (path.empty() ? "" : "=" + path);
}

inline LoadedTokenizer load_example(const TokenizerInfo& info) {
  if (info.load != nullptr) return info.load(example_path(info));
  return {info.make(), info.signature(), info.in_sacrebleu};
}

/// Why there is no example: a library or dictionary is missing.
inline std::optional<std::string> missing_for(const TokenizerInfo& info) {
  try {
    load_example(info);
  } catch (const Error& error) {
    const std::string& code = error.problem().code;
    if (code == "E-UNAVAILABLE" || code == "E-DICTIONARY") return error.problem().what;
    throw;
  }
  return std::nullopt;
}

}  // namespace assay::testing
