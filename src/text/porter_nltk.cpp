#include "assay/tokenizer.h"

#include <algorithm>
#include <array>

/// The stemmer of rouge_score: Porter, "An algorithm for suffix stripping", 1980, with the changes
/// that NLTK makes by default. It is not idempotent: stem a word once.
namespace assay {
namespace {

/// What Porter's conditions ask of a stem. A digit counts as a consonant; y is one at the start and
/// after a vowel.
struct Shape {
  int measure = 0;  ///< How often a consonant follows a vowel.
  bool has_vowel = false;
  unsigned last_three = 0;  ///< One bit per letter, the last one lowest: whether it is a vowel.
};

Shape shape_of(std::string_view stem) {
  Shape shape;
  bool after_vowel = true;
  bool first = true;
  for (const char c : stem) {
    bool vowel = c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
    if (c == 'y') vowel = !after_vowel;
    if (!first && after_vowel && !vowel) ++shape.measure;
    shape.has_vowel = shape.has_vowel || vowel;
    shape.last_three = (shape.last_three << 1U | (vowel ? 1U : 0U)) & 7U;
    after_vowel = vowel;
    first = false;
  }
  return shape;
}

int measure(std::string_view stem) {
  return shape_of(stem).measure;
}

bool ends_in_consonant(std::string_view stem) {
  return (shape_of(stem).last_three & 1U) == 0;
}

/// Porter's *o: consonant, vowel, consonant other than w, x and y; or a word of vowel, consonant.
bool ends_short(std::string_view stem) {
  if (stem.size() < 2) return false;
  const unsigned pattern = shape_of(stem).last_three;
  if (stem.size() == 2) return pattern == 0b10;
  const char last = stem.back();
  return pattern == 0b010 && last != 'w' && last != 'x' && last != 'y';
}

bool ends_doubled(std::string_view stem) {
  return stem.size() >= 2 && stem.back() == stem[stem.size() - 2] && ends_in_consonant(stem);
}

/// `word` without its last `count` letters.
std::string_view without(std::string_view word, std::size_t count) {
  return word.substr(0, word.size() - count);
}

void drop(std::string& word, std::size_t count) {
  word.erase(word.size() - count);
}

struct Rule {
  std::string_view suffix;
  std::string_view replacement;
};

/// Lists of which the first suffix that fits counts, whether or not its condition holds.
constexpr std::array<Rule, 21> kStep2{{
    {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
    {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
    {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
    {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"},
    {"fulli", "ful"},
}};

constexpr std::array<Rule, 7> kStep3{{{"icate", "ic"},
                                      {"ative", ""},
                                      {"alize", "al"},
                                      {"iciti", "ic"},
                                      {"ical", "ic"},
                                      {"ful", ""},
                                      {"ness", ""}}};

constexpr std::array<std::string_view, 19> kStep4{
    "al",  "ance", "ence", "er",  "ic",  "able", "ible", "ant", "ement", "ment",
    "ent", "ion",  "ou",   "ism", "ate", "iti",  "ous",  "ive", "ize"};

/// Words that are not for the rules.
constexpr std::array<Rule, 16> kWords{{{"sky", "sky"},
                                       {"skies", "sky"},
                                       {"dying", "die"},
                                       {"lying", "lie"},
                                       {"tying", "tie"},
                                       {"news", "news"},
                                       {"innings", "inning"},
                                       {"inning", "inning"},
                                       {"outings", "outing"},
                                       {"outing", "outing"},
                                       {"cannings", "canning"},
                                       {"canning", "canning"},
                                       {"howe", "howe"},
                                       {"proceed", "proceed"},
                                       {"exceed", "exceed"},
                                       {"succeed", "succeed"}}};

void replace_suffix(std::string& word, const Rule& rule) {
  word.replace(word.size() - rule.suffix.size(), std::string::npos, rule.replacement);
}

/// Applies the first rule that fits, if a consonant follows a vowel before its suffix; whether one
/// fitted.
bool apply_first(std::span<const Rule> rules, std::string& word) {
  const auto rule = std::ranges::find_if(
      rules, [&](std::string_view suffix) { return word.ends_with(suffix); }, &Rule::suffix);
  if (rule == rules.end()) return false;
  if (measure(without(word, rule->suffix.size())) > 0) replace_suffix(word, *rule);
  return true;
}

/// Plurals.
void step_1a(std::string& word) {
  if (word.ends_with("ies")) {
    drop(word, word.size() == 4 ? 1 : 2);
  } else if (word.ends_with("sses")) {
    drop(word, 2);
  } else if (word.ends_with('s') && !word.ends_with("ss")) {
    word.pop_back();
  }
}

/// Mends what -ed or -ing was taken from.
void mend(std::string& word) {
  if (ends_doubled(word)) {
    if (std::string_view("lsz").find(word.back()) == std::string_view::npos) word.pop_back();
  } else if (word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz") ||
             (measure(word) == 1 && ends_short(word))) {
    word += 'e';
  }
}

/// Past tenses and participles.
void step_1b(std::string& word) {
  if (word.ends_with("ied")) {
    drop(word, word.size() == 4 ? 1 : 2);
  } else if (word.ends_with("eed")) {
    if (measure(without(word, 3)) > 0) word.pop_back();
  } else {
    const std::size_t size = word.ends_with("ed") ? 2 : word.ends_with("ing") ? 3 : 0;
    if (size == 0 || !shape_of(without(word, size)).has_vowel) return;
    drop(word, size);
    mend(word);
  }
}

void step_1c(std::string& word) {
  if (word.size() > 2 && word.back() == 'y' && ends_in_consonant(without(word, 1))) {
    word.back() = 'i';
  }
}

/// Double suffixes.
void step_2(std::string& word) {
  while (word.ends_with("alli") && measure(without(word, 4)) > 0) drop(word, 2);
  if (apply_first(kStep2, word)) return;
  // The l counts as part of the stem.
  if (word.ends_with("logi") && measure(without(word, 3)) > 0) word.pop_back();
}

void step_3(std::string& word) {
  apply_first(kStep3, word);
}

/// Single suffixes, after two syllables.
void step_4(std::string& word) {
  const auto* suffix = std::ranges::find_if(
      kStep4, [&](std::string_view candidate) { return word.ends_with(candidate); });
  if (suffix == kStep4.end()) return;
  const std::string_view stem = without(word, suffix->size());
  if (*suffix == "ion" && !stem.ends_with('s') && !stem.ends_with('t')) return;
  if (measure(stem) > 1) drop(word, suffix->size());
}

/// A last e, and one of two last l.
void step_5(std::string& word) {
  if (word.ends_with('e')) {
    const std::string_view stem = without(word, 1);
    const int count = measure(stem);
    if (count > 1 || (count == 1 && !ends_short(stem))) word.pop_back();
  }
  if (word.ends_with("ll") && measure(without(word, 1)) > 1) word.pop_back();
}

bool is_plain(std::string_view word) {
  return std::ranges::all_of(
      word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

void stem(std::string& word) {
  if (word.size() <= 2 || !is_plain(word)) return;
  const auto* exception = std::ranges::find(kWords, word, &Rule::suffix);
  if (exception != kWords.end()) {
    word = exception->replacement;
    return;
  }
  step_1a(word);
  step_1b(word);
  step_1c(word);
  step_2(word);
  step_3(word);
  step_4(word);
  step_5(word);
}

}  // namespace

extern constinit const StemmerInfo kStemmerPorter = {
    .name = "porter",
    .summary = "Porter's English stemmer with NLTK's changes, as in rouge_score",
    .apply = stem,
};

}  // namespace assay
