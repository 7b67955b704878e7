#include "rouge155/word_lists.h"

#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/text.h"

#include "rouge155/tables.h"
#include "text/porter_rouge155.h"

#include <filesystem>

namespace assay {
namespace {

constexpr std::string_view kStopWordFile = "smart_common_words.txt";
constexpr const char* kExceptionFiles[] = {"adj.exc", "adv.exc", "noun.exc", "verb.exc"};
constexpr const char* kInnerFolder = "WordNet-2.0-Exceptions";

/// The next word of `line`, which is cut off from it.
std::string_view take_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t\r"), line.size());
  const std::size_t end = std::min(line.find_first_of(" \t\r", begin), line.size());
  const std::string_view word = line.substr(begin, end - begin);
  line.remove_prefix(end);
  return word;
}

/// The folder with the four lists of exceptions.
std::filesystem::path exceptions_folder(const std::filesystem::path& folder) {
  const std::filesystem::path inner = folder / kInnerFolder;
  std::error_code ignored;
  return std::filesystem::is_directory(inner, ignored) ? inner : folder;
}

}  // namespace

std::shared_ptr<const WordLists> WordLists::load(const Choice& choice) {
  const auto lists = std::make_shared<WordLists>();
  if (choice.folder.empty()) {
    lists->add_built_in(choice);
  } else {
    lists->add_files(choice);
  }
  return lists;
}

void WordLists::add_built_in(const Choice& choice) {
  if ((choice.exceptions && exception_table().empty()) ||
      (choice.stop_words && stop_word_table().empty())) {
    throw usage_error("E-UNAVAILABLE", "this assay was built without ROUGE-1.5.5's word lists",
                      "name a data folder of ROUGE-1.5.5 (data=DIR, rouge155 -e DIR), or run "
                      "scripts/setup and build assay again");
  }
  if (choice.exceptions) {
    for (const std::string_view line : exception_table()) add_exception(line);
  }
  if (choice.stop_words) {
    for (const std::string_view word : stop_word_table()) add_stop_word(word);
  }
}

std::vector<std::string> WordLists::files(const Choice& choice) {
  if (choice.folder.empty()) return {};
  const std::filesystem::path folder(choice.folder);
  std::vector<std::string> paths;
  if (choice.stop_words) paths.push_back((folder / kStopWordFile).string());
  if (!choice.exceptions) return paths;
  for (const char* name : kExceptionFiles) {
    paths.push_back((exceptions_folder(folder) / name).string());
  }
  return paths;
}

std::vector<std::string> WordLists::possible_files(const std::string& folder) {
  const std::filesystem::path outer(folder);
  std::vector<std::string> paths = {(outer / kStopWordFile).string()};
  for (const char* name : kExceptionFiles) {
    paths.push_back((outer / name).string());
    paths.push_back((outer / kInnerFolder / name).string());
  }
  return paths;
}

void WordLists::add_files(const Choice& choice) {
  for (const std::string& path : files(choice)) {
    const std::string text = read_file(path);
    const bool has_stop_words = path.ends_with(kStopWordFile);
    for_each_line(text, [&](std::string_view line) {
      has_stop_words ? add_stop_word(line) : add_exception(line);
    });
  }
}

void WordLists::add_stop_word(std::string_view line) {
  const std::string_view word = take_word(line);
  if (!word.empty()) stop_words_.emplace(word, true);
}

void WordLists::add_exception(std::string_view line) {
  const std::string_view form = take_word(line);
  const std::string_view word = take_word(line);
  if (!word.empty()) exceptions_.insert_or_assign(std::string(form), word);
}

void WordLists::stem(std::string& token) const {
  const auto exception = exceptions_.find(token);
  if (exception != exceptions_.end()) {
    token = exception->second;
  } else {
    stem_rouge155(token);
  }
}

}  // namespace assay
