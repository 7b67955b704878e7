#include "modules/mecab.h"

#include <algorithm>
#include <mecab.h>
#include <utility>

namespace assay {
namespace {

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

/// Threads share the model, each with a lattice of its own.
class Dictionary : public MecabDictionary {
 public:
  Dictionary(std::unique_ptr<MeCab::Model> model, std::unique_ptr<MeCab::Tagger> tagger)
      : model_(std::move(model)), tagger_(std::move(tagger)) {}

  std::string_view charset() const override { return model_->dictionary_info()->charset; }

  std::vector<std::size_t> entries() const override {
    std::vector<std::size_t> entries;
    for (const auto* info = model_->dictionary_info(); info != nullptr; info = info->next) {
      entries.push_back(info->size);
    }
    return entries;
  }

  bool cut(std::string_view text, std::vector<TextSpan>& surfaces,
           std::string& problem) const override {
    // A lattice serves one thread, any dictionary, and keeps its memory from text to text.
    thread_local const std::unique_ptr<MeCab::Lattice> lattice(MeCab::createLattice());
    surfaces.clear();
    lattice->set_sentence(text.data(), text.size());
    if (!tagger_->parse(lattice.get())) {
      problem = lattice->what();
      return false;
    }
    for (const MeCab::Node* node = lattice->bos_node()->next; node->stat != MECAB_EOS_NODE;
         node = node->next) {
      const auto begin = static_cast<std::uint32_t>(node->surface - text.data());
      surfaces.emplace_back(begin, begin + node->length);
    }
    return true;
  }

 private:
  std::unique_ptr<MeCab::Model> model_;
  std::unique_ptr<MeCab::Tagger> tagger_;
};

std::unique_ptr<MecabDictionary> open(std::string_view folder, std::string& problem) {
  auto model = open_model(folder);
  std::unique_ptr<MeCab::Tagger> tagger(model ? model->createTagger() : nullptr);
  if (tagger) return std::make_unique<Dictionary>(std::move(model), std::move(tagger));
  problem = MeCab::getLastError();
  return nullptr;
}

}  // namespace
}  // namespace assay

extern "C" const assay::MecabModule assay_module = {
    .version = MeCab::Model::version(),
    .mecabrc = ASSAY_MECABRC,
    .open = &assay::open,
};
