#pragma once

#include "assay/tokenizer.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// What the module `mecab` gives.
namespace assay {

/// A dictionary in memory. Several threads may use it.
class MecabDictionary {
 public:
  MecabDictionary() = default;
  MecabDictionary(const MecabDictionary&) = delete;
  MecabDictionary& operator=(const MecabDictionary&) = delete;
  virtual ~MecabDictionary() = default;

  virtual std::string_view charset() const = 0;

  /// The number of entries of the dictionary and of each user dictionary.
  virtual std::vector<std::size_t> entries() const = 0;

  /// Replaces `surfaces` by what MeCab finds in `text`. False, and the problem, if it cannot.
  virtual bool cut(std::string_view text, std::vector<TextSpan>& surfaces,
                   std::string& problem) const = 0;
};

struct MecabModule {
  std::string_view version;
  std::string_view mecabrc;  ///< The system's file that names a dictionary.
  /// From a folder, or for "" as `mecabrc` says; nullptr, and the problem, if it cannot be read.
  std::unique_ptr<MecabDictionary> (*open)(std::string_view folder, std::string& problem) = nullptr;
};

}  // namespace assay
