#include "text/mecab.h"

#include "assay/error.h"
#include "assay/text.h"

#include "modules/mecab.h"
#include "modules/module.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <new>
#include <numeric>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

const Module<MecabModule>& found_module() {
  static const Module<MecabModule> found = find_module<MecabModule>("mecab");
  return found;
}

const MecabModule& module() {
  const Module<MecabModule>& found = found_module();
  if (found.table != nullptr) return *found.table;
  throw Error(ExitCode::kUsage, {"E-UNAVAILABLE", "this assay is without MeCab", found.problem,
                                 "install libmecab-dev and build again"});
}

Error dictionary_error(std::string what, const std::string& hint, std::string detail = {}) {
  return {ExitCode::kInput, {"E-DICTIONARY", std::move(what), std::move(detail), hint}};
}

/// "the dictionary in 'DIR'".
std::string describe(std::string_view folder) {
  return folder.empty() ? fmt::format("the dictionary that {} names", module().mecabrc)
                        : fmt::format("the dictionary in '{}'", escape(folder));
}

bool is_utf8(std::string_view charset) {
  static constexpr std::array<std::string_view, 4> kNames = {"utf8", "UTF8", "utf-8", "UTF-8"};
  return std::ranges::find(kNames, charset) != kNames.end();
}

/// MeCab's message tells neither of these from a file that is missing or broken.
void throw_if_system_failed(std::string_view folder) {
  if (errno == ENOMEM) throw std::bad_alloc();
  if (errno != EIO) return;
  throw system_error("E-READ", fmt::format("read error in {}", describe(folder)));
}

std::shared_ptr<const MecabDictionary> open_dictionary(std::string_view folder,
                                                       const std::string& hint) {
  std::string problem;
  errno = 0;
  std::shared_ptr<const MecabDictionary> dictionary = module().open(folder, problem);
  if (!dictionary) {
    throw_if_system_failed(folder);
    throw dictionary_error(fmt::format("MeCab cannot read {}", describe(folder)), hint,
                           escape(problem, 1000));
  }
  if (!is_utf8(dictionary->charset())) {
    throw dictionary_error(
        fmt::format("{} is in {}, not in UTF-8", describe(folder), escape(dictionary->charset())),
        hint);
  }
  return dictionary;
}

/// Each dictionary is read once: a spec is looked at several times before it scores.
std::shared_ptr<const MecabDictionary> find_dictionary(std::string_view folder,
                                                       const std::string& hint) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const MecabDictionary>, std::less<>> dictionaries;
  const std::lock_guard lock(mutex);
  const auto found = dictionaries.find(folder);
  if (found != dictionaries.end()) return found->second;
  return dictionaries.emplace(folder, open_dictionary(folder, hint)).first->second;
}

/// Adds the words of `text` from `begin` to `end`: unknown words of MeCab may hold white space.
void add_words(std::string_view text, std::size_t begin, std::size_t end,
               std::vector<TextSpan>& spans) {
  std::size_t word = begin;
  const auto close = [&](std::size_t at) {
    if (at > word) {
      spans.emplace_back(static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(at));
    }
  };
  for (std::size_t i = begin; i < end;) {
    const CodePoint point = code_point_at(text, i);
    if (is_space(point.value)) {
      close(i);
      word = i + point.size;
    }
    i += point.size;
  }
  close(end);
}

class WakatiTokenizer : public Tokenizer {
 public:
  explicit WakatiTokenizer(std::shared_ptr<const MecabDictionary> dictionary)
      : dictionary_(std::move(dictionary)) {}

  void operator()(std::string_view text, Tokens& tokens) const override {
    // sacreBLEU hands MeCab a C string, which ends at a NUL.
    text = strip(text);
    text = text.substr(0, text.find('\0'));
    tokens.text = text;
    tokens.spans.clear();
    if (!text.empty()) cut(text, tokens.spans);
  }

 private:
  void cut(std::string_view text, std::vector<TextSpan>& spans) const {
    thread_local std::vector<TextSpan> surfaces;
    std::string problem;
    if (!dictionary_->cut(text, surfaces, problem)) {
      // Costs add up as ints, so it is a matter of length.
      throw input_error("E-LINE-TOO-LONG", fmt::format("MeCab cannot cut a line of {} bytes: {}",
                                                       text.size(), escape(problem)));
    }
    for (const TextSpan& surface : surfaces) add_words(text, surface.begin, surface.end, spans);
  }

  std::shared_ptr<const MecabDictionary> dictionary_;
};

}  // namespace

MecabTokenizer load_mecab(std::string_view folder, const std::string& hint) {
  auto dictionary = find_dictionary(folder, hint);
  const std::vector<std::size_t> entries = dictionary->entries();
  return {std::make_unique<WakatiTokenizer>(std::move(dictionary)),
          std::accumulate(entries.begin(), entries.end(), std::size_t{0}), entries.size() > 1};
}

std::string mecab_version() {
  const MecabModule* const table = found_module().table;
  return table == nullptr ? "" : std::string(table->version);
}

}  // namespace assay
