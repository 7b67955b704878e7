#include "text/mecab.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <mecab.h>
#include <mutex>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

/// A dictionary in memory. Threads share it, each with a lattice of its own.
struct Dictionary {
  std::unique_ptr<MeCab::Model> model;
  std::unique_ptr<MeCab::Tagger> tagger;
};

Error dictionary_error(std::string what, const std::string& hint, std::string detail = {}) {
  return {ExitCode::kInput, {"E-DICTIONARY", std::move(what), std::move(detail), hint}};
}

/// "the dictionary in 'DIR'".
std::string describe(std::string_view folder) {
  return folder.empty() ? "the dictionary that " ASSAY_MECABRC " names"
                        : fmt::format("the dictionary in '{}'", escape(folder));
}

std::unique_ptr<MeCab::Model> open_model(std::string_view folder) {
  // Without -r, ~/.mecabrc and MECABRC would have a say in scores.
  std::vector<std::string> arguments = {"assay", "-r", ASSAY_MECABRC};
  if (!folder.empty()) arguments = {"assay", "-r", "/dev/null", "-d", std::string(folder)};
  std::vector<char*> pointers(arguments.size());
  std::ranges::transform(arguments, pointers.begin(),
                         [](std::string& text) { return text.data(); });
  return std::unique_ptr<MeCab::Model>(
      MeCab::createModel(static_cast<int>(pointers.size()), pointers.data()));
}

bool is_utf8(std::string_view charset) {
  static constexpr std::array<std::string_view, 4> kNames = {"utf8", "UTF8", "utf-8", "UTF-8"};
  return std::ranges::find(kNames, charset) != kNames.end();
}

std::shared_ptr<const Dictionary> open_dictionary(std::string_view folder,
                                                  const std::string& hint) {
  auto dictionary = std::make_shared<Dictionary>();
  dictionary->model = open_model(folder);
  if (dictionary->model) dictionary->tagger.reset(dictionary->model->createTagger());
  if (!dictionary->tagger) {
    throw dictionary_error(fmt::format("MeCab cannot read {}", describe(folder)), hint,
                           escape(MeCab::getLastError(), 1000));
  }
  const std::string_view charset = dictionary->model->dictionary_info()->charset;
  if (!is_utf8(charset)) {
    throw dictionary_error(
        fmt::format("{} is in {}, not in UTF-8", describe(folder), escape(charset)), hint);
  }
  return dictionary;
}

/// Each dictionary is read once: a spec is looked at several times before it scores.
std::shared_ptr<const Dictionary> find_dictionary(std::string_view folder,
                                                  const std::string& hint) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Dictionary>, std::less<>> dictionaries;
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
      spans.push_back({static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(at)});
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
  explicit WakatiTokenizer(std::shared_ptr<const Dictionary> dictionary)
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
    // A lattice serves one thread, any dictionary, and keeps its memory from text to text.
    thread_local const std::unique_ptr<MeCab::Lattice> lattice(MeCab::createLattice());
    lattice->set_sentence(text.data(), text.size());
    if (!dictionary_->tagger->parse(lattice.get())) {
      // Costs add up as ints, so it is a matter of length.
      throw input_error("E-LINE-TOO-LONG", fmt::format("MeCab cannot cut a line of {} bytes: {}",
                                                       text.size(), escape(lattice->what())));
    }
    for (const MeCab::Node* node = lattice->bos_node()->next; node->stat != MECAB_EOS_NODE;
         node = node->next) {
      const auto begin = static_cast<std::size_t>(node->surface - text.data());
      add_words(text, begin, begin + node->length, spans);
    }
  }

  std::shared_ptr<const Dictionary> dictionary_;
};

}  // namespace

MecabTokenizer load_mecab(std::string_view folder, const std::string& hint) {
  auto dictionary = find_dictionary(folder, hint);
  MecabTokenizer loaded;
  const MeCab::DictionaryInfo* info = dictionary->model->dictionary_info();
  loaded.has_user_dictionary = info->next != nullptr;
  for (; info != nullptr; info = info->next) loaded.entries += info->size;
  loaded.tokenizer = std::make_unique<WakatiTokenizer>(std::move(dictionary));
  return loaded;
}

std::string mecab_version() {
  return MeCab::Model::version();
}

}  // namespace assay
