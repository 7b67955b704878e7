// Runs one kernel on fixed texts, for counting its instructions: kernels NAME FOLDER. With the name
// "none" it only reads the texts.
#include "assay/alignment.h"
#include "assay/ngram.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"

#include "characters.h"
#include "chrf_matcher.h"
#include "stem_cache.h"
#include "ter.h"
#include "token_keys.h"

#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace assay {
namespace {

/// A line in all forms that kernels take.
struct Side {
  std::string text;
  Tokens tokens;
  TokenKeys keys;
  std::vector<TokenId> words;
  std::vector<TokenId> characters;
};

struct Pair {
  Side reference;
  Side hypothesis;
  std::size_t words = 0;
  std::size_t characters = 0;
  Places places;
};

using Pairs = std::vector<Pair>;

void prepare(Side& side, Vocabulary& vocabulary, CharacterIds& characters) {
  static const auto tokenizer = find_named(tokenizers(), "13a")->make();
  (*tokenizer)(side.text, side.tokens);
  side.keys.assign(side.tokens);
  for (std::size_t i = 0; i < side.tokens.size(); ++i) {
    side.words.push_back(vocabulary.id(side.tokens[i]));
  }
  characters.append(side.text, side.characters);
}

Pairs read(const std::string& folder) {
  std::ifstream references(folder + "/mt.de.ref.txt");
  std::ifstream hypotheses(folder + "/mt.de.sysA.txt");
  Pairs pairs(100);
  for (Pair& pair : pairs) {
    Vocabulary vocabulary;
    CharacterIds characters(WhiteSpace::kDropped);
    std::getline(references, pair.reference.text);
    std::getline(hypotheses, pair.hypothesis.text);
    prepare(pair.reference, vocabulary, characters);
    prepare(pair.hypothesis, vocabulary, characters);
    pair.words = vocabulary.size();
    pair.characters = characters.size();
    find_places(pair.reference.keys.all(), pair.hypothesis.keys.all(), pair.places);
  }
  return pairs;
}

/// Something that depends on all results, so that no work can be left out.
using Kernel = std::function<std::size_t(Pair&)>;

Kernel tokenize() {
  return [tokenizer = std::shared_ptr(find_named(tokenizers(), "13a")->make())](Pair& pair) {
    (*tokenizer)(pair.hypothesis.text, pair.hypothesis.tokens);
    return pair.hypothesis.tokens.size();
  };
}

Kernel places() {
  return [](Pair& pair) {
    pair.hypothesis.keys.assign(pair.hypothesis.tokens);
    find_places(pair.reference.keys.all(), pair.hypothesis.keys.all(), pair.places);
    return pair.places.hypothesis_length;
  };
}

Kernel ngrams() {
  return [](Pair& pair) -> std::size_t { return match_places(pair.places, 4)[0]; };
}

Kernel characters() {
  return [matcher = CharacterMatcher()](Pair& pair) mutable -> std::size_t {
    matcher.set_reference(pair.reference.characters, pair.characters);
    return matcher.matches(pair.hypothesis.characters, 6)[0];
  };
}

Kernel ter() {
  return [aligner = std::make_shared<TerAligner>()](Pair& pair) -> std::size_t {
    return aligner->edits(pair.hypothesis.words, pair.reference.words, pair.words);
  };
}

Kernel stems() {
  return [cache = std::make_shared<StemCache>(*find_named(stemmers(), "porter")),
          copy = Tokens()](Pair& pair) mutable {
    copy.text = pair.hypothesis.tokens.text;
    copy.spans = pair.hypothesis.tokens.spans;
    cache->stem(copy);
    return copy.text.size();
  };
}

int run(const std::string& name, const std::string& folder) {
  const std::map<std::string, Kernel> kernels = {
      {"none", [](Pair&) { return std::size_t{0}; }},
      {"tokenize", tokenize()},
      {"places", places()},
      {"ngrams", ngrams()},
      {"characters", characters()},
      {"ter", ter()},
      {"stems", stems()},
  };
  const auto kernel = kernels.find(name);
  if (kernel == kernels.end()) return 2;
  Pairs pairs = read(folder);
  std::size_t sum = 0;
  for (int round = 0; round < 20; ++round) {
    for (Pair& pair : pairs) sum += kernel->second(pair);
  }
  std::cout << sum << '\n';
  return 0;
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  return argc == 3 ? assay::run(argv[1], argv[2]) : 2;
}
