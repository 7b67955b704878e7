#pragma once

#include "text/string_map.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The lists of words that ROUGE-1.5.5 reads: what it does not count, and irregular forms.
class WordLists {
 public:
  /// What is needed, and where it comes from.
  struct Choice {
    bool exceptions = false;
    bool stop_words = false;
    /// A data folder of ROUGE-1.5.5: smart_common_words.txt, and adj.exc, adv.exc, noun.exc and
    /// verb.exc in it or in its WordNet-2.0-Exceptions. "": the lists that assay was built with.
    std::string folder;
  };

  /// Throws an input Error (E-NOENT, …) for a folder without the files, a usage Error
  /// (E-UNAVAILABLE) if assay was built without a list.
  static std::shared_ptr<const WordLists> load(const Choice& choice);

  /// The files that load() reads; none without a folder.
  static std::vector<std::string> files(const Choice& choice);

  /// All files that it might read there.
  static std::vector<std::string> possible_files(const std::string& folder);

  bool is_stop_word(std::string_view token) const { return stop_words_.contains(token); }

  /// The stem: what the list of exceptions has, or else what Porter's rules give. Not for tokens
  /// of up to kLongestUnstemmed bytes.
  void stem(std::string& token) const;

  std::size_t stop_words() const { return stop_words_.size(); }
  std::size_t exceptions() const { return exceptions_.size(); }

 private:
  void add_built_in(const Choice& choice);
  void add_files(const Choice& choice);
  void add_stop_word(std::string_view line);
  void add_exception(std::string_view line);

  StringMap<std::string> exceptions_;
  StringMap<bool> stop_words_;
};

}  // namespace assay
