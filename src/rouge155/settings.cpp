#include "rouge155/settings.h"

#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/registry.h"
#include "assay/text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <regex>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

struct FormatName {
  std::string_view name;
  SentenceFormat format;
};

constexpr std::array<FormatName, 4> kFormats = {{{"SEE", SentenceFormat::kSee},
                                                 {"SPL", SentenceFormat::kLines},
                                                 {"ISI", SentenceFormat::kIsi},
                                                 {"SIMPLE", SentenceFormat::kLines}}};

/// What stands for the id in a model pattern.
constexpr std::string_view kIdPlace = "#ID#";

bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c; };
  return std::ranges::equal(a, b, {}, upper, upper);
}

std::vector<std::string> words_of(std::string_view line) {
  constexpr std::string_view kSpace = " \t\v\f\r";
  std::vector<std::string> words;
  for (std::size_t end = 0;
       (end = line.find_first_not_of(kSpace, end)) != std::string_view::npos;) {
    const std::size_t begin = end;
    end = std::min(line.find_first_of(kSpace, begin), line.size());
    words.emplace_back(line.substr(begin, end - begin));
  }
  return words;
}

std::vector<std::string> file_names(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  std::filesystem::directory_iterator entry(folder, failure);
  if (failure) {
    throw input_error("E-NOENT", fmt::format("{}: cannot list the folder", escape(folder)),
                      "check the path");
  }
  for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
    names.push_back(entry->path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

std::regex pattern_of(const std::string& pattern) {
  try {
    return std::regex(pattern);
  } catch (const std::regex_error&) {
    throw usage_error("E-USAGE", fmt::format("'{}' is not a regular expression", escape(pattern)),
                      "write one as in 'news.(\\d+).txt'");
  }
}

/// Whether `name` begins with what the pattern matches.
bool matches(const std::string& name, std::smatch& match, const std::regex& pattern) {
  return std::regex_search(name, match, pattern, std::regex_constants::match_continuous);
}

std::string replace_id(std::string pattern, std::string_view id) {
  for (std::size_t at = 0; (at = pattern.find(kIdPlace, at)) != std::string::npos;
       at += id.size()) {
    pattern.replace(at, kIdPlace.size(), id);
  }
  return pattern;
}

std::string joined(const std::string& folder, const std::string& name) {
  return (std::filesystem::path(folder) / name).string();
}

/// Pairs the files of two folders. No peer shares an id or a model with another one.
class FolderPairs {
 public:
  FolderPairs(const PyrougeFolders& folders, SentenceFormat format, std::string system)
      : folders_(folders),
        format_(format),
        system_(std::move(system)),
        system_pattern_(pattern_of(folders.system_pattern)),
        models_(file_names(folders.model_folder)) {
    if (system_pattern_.mark_count() == 0) {
      throw usage_error("E-USAGE", "the system pattern has no group",
                        "put what is the id in parentheses: 'news.(\\d+).txt'");
    }
    if (folders.model_pattern.find(kIdPlace) == std::string::npos) {
      throw usage_error("E-USAGE",
                        "the model pattern has no #ID#, so all peers had the same models",
                        "write #ID# where the id stands: 'news.[A-Z].#ID#.txt'");
    }
  }

  Rouge155Evaluations operator()() {
    for (const std::string& name : file_names(folders_.system_folder)) {
      std::smatch match;
      if (matches(name, match, system_pattern_)) add(name, match[1].str());
    }
    if (!evaluations_.empty()) return std::move(evaluations_);
    throw input_error("E-SETTINGS",
                      fmt::format("no file in '{}' matches '{}'", escape(folders_.system_folder),
                                  escape(folders_.system_pattern)),
                      "compare the system pattern with the names in its folder");
  }

 private:
  void add(const std::string& name, const std::string& id) {
    if (id.empty()) {
      throw input_error("E-ID", fmt::format("the id in '{}' is empty", escape(name)),
                        "the group of the system pattern must match at least one character");
    }
    const auto [peer, is_new] = peers_.emplace(id, name);
    if (!is_new) {
      throw input_error("E-ID",
                        fmt::format("'{}' and '{}' have the same id '{}'", escape(peer->second),
                                    escape(name), escape(id)),
                        "patterns match at the start of a name; a $ at their end makes them match "
                        "all of it");
    }
    evaluations_.push_back({fmt::format("{}", evaluations_.size() + 1),
                            {{system_, joined(folders_.system_folder, name)}},
                            models_of(name, id),
                            format_});
  }

  std::vector<std::string> models_of(const std::string& name, const std::string& id) {
    const std::regex pattern = pattern_of(replace_id(folders_.model_pattern, id));
    std::vector<std::string> paths;
    for (const std::string& model : models_) {
      std::smatch ignored;
      if (!matches(model, ignored, pattern)) continue;
      claim(model, id);
      paths.push_back(joined(folders_.model_folder, model));
    }
    if (!paths.empty()) return paths;
    throw input_error("E-SETTINGS", fmt::format("no model matches for '{}'", escape(name)),
                      "compare the model pattern with the names in its folder");
  }

  void claim(const std::string& model, const std::string& id) {
    const auto [owner, is_new] = owners_.emplace(model, id);
    if (is_new) return;
    throw input_error("E-ID",
                      fmt::format("the model '{}' matches for the ids '{}' and '{}'", escape(model),
                                  escape(owner->second), escape(id)),
                      "patterns match at the start of a name; end the model pattern with what "
                      "follows the id, or with $");
  }

  const PyrougeFolders& folders_;
  SentenceFormat format_;
  std::string system_;
  std::regex system_pattern_;
  std::vector<std::string> models_;
  std::map<std::string, std::string> peers_;   ///< By id.
  std::map<std::string, std::string> owners_;  ///< Ids by model.
  Rouge155Evaluations evaluations_;
};

}  // namespace

SentenceFormat sentence_format(std::string_view name, const std::string& place) {
  for (const FormatName& known : kFormats) {
    if (equal_but_for_case(known.name, name)) return known.format;
  }
  throw input_error(
      "E-SETTINGS", fmt::format("{}: no text format is called '{}'", place, escape(name)),
      did_you_mean(name, names_of(kFormats)) + "the formats are: SEE, SPL, ISI, SIMPLE");
}

Rouge155Evaluations read_list(const std::string& path, SentenceFormat format,
                              const std::string& system) {
  const std::string bytes = read_file(path);
  Rouge155Evaluations evaluations;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string line = bytes.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    std::vector<std::string> words = words_of(line);
    if (words.empty() || line.starts_with('#')) continue;
    if (words.size() < 2) {
      throw input_error("E-SETTINGS",
                        fmt::format("{}:{}: a peer without a model", escape(path), number),
                        "write a peer and its models, with blanks between");
    }
    evaluations.push_back({fmt::format("{}", evaluations.size() + 1),
                           {{system, words.front()}},
                           {words.begin() + 1, words.end()},
                           format});
  }
  if (!evaluations.empty()) return evaluations;
  throw input_error("E-EMPTY", escape(path) + ": the list is empty",
                    "write a peer and its models on each line, with blanks between");
}

Rouge155Evaluations pair_folders(const PyrougeFolders& folders, SentenceFormat format,
                                 const std::string& system) {
  return FolderPairs(folders, format, system)();
}

}  // namespace assay
