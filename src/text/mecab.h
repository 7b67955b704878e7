#pragma once

#include "assay/tokenizer.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

/// MeCab, from its module.
namespace assay {

/// Cuts text into the surfaces that MeCab finds, and those at white space.
struct MecabTokenizer {
  std::unique_ptr<Tokenizer> tokenizer;
  std::size_t entries = 0;           ///< Of all dictionaries together.
  bool has_user_dictionary = false;  ///< True if there is more than one.
};

/// With the dictionary in `folder`, or for "" the one that the system's mecabrc names. Throws an
/// input Error (E-DICTIONARY) with `hint`, or a usage Error (E-UNAVAILABLE).
MecabTokenizer load_mecab(std::string_view folder, const std::string& hint);

/// "0.996", or "" in an assay without it.
std::string mecab_version();

}  // namespace assay
