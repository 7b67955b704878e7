#include "assay/tokenizer.h"

#include "text/porter.h"

/// The stemmer of rouge_score: Porter, "An algorithm for suffix stripping", 1980, with the changes
/// that NLTK makes by default. It is not idempotent: stem a word once.
namespace assay {
namespace {

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

constexpr std::array<Suffix, 19> kStep4{{{"al"},
                                         {"ance"},
                                         {"ence"},
                                         {"er"},
                                         {"ic"},
                                         {"able"},
                                         {"ible"},
                                         {"ant"},
                                         {"ement"},
                                         {"ment"},
                                         {"ent"},
                                         {"ion"},
                                         {"ou"},
                                         {"ism"},
                                         {"ate"},
                                         {"iti"},
                                         {"ous"},
                                         {"ive"},
                                         {"ize"}}};

/// Words that are not for the rules.
constexpr std::array<Rule, 16> kWords{{{{"sky"}, "sky"},
                                       {{"skies"}, "sky"},
                                       {{"dying"}, "die"},
                                       {{"lying"}, "lie"},
                                       {{"tying"}, "tie"},
                                       {{"news"}, "news"},
                                       {{"innings"}, "inning"},
                                       {{"inning"}, "inning"},
                                       {{"outings"}, "outing"},
                                       {{"outing"}, "outing"},
                                       {{"cannings"}, "canning"},
                                       {{"canning"}, "canning"},
                                       {{"howe"}, "howe"},
                                       {{"proceed"}, "proceed"},
                                       {{"exceed"}, "exceed"},
                                       {{"succeed"}, "succeed"}}};

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
  if (word.ends_with("fulli") && measure(without(word, 5)) > 0) return drop(word, 2);
  if (apply_first(kPorterStep2, word)) return;
  // The l counts as part of the stem.
  if (word.ends_with("logi") && measure(without(word, 3)) > 0) word.pop_back();
}

void step_3(std::string& word) {
  apply_first(kPorterStep3, word);
}

/// Single suffixes, after two syllables.
void step_4(std::string& word) {
  const std::uint64_t ending = ending_of(word);
  const auto* suffix = std::ranges::find_if(
      kStep4, [ending](const Suffix& candidate) { return candidate.fits(ending); });
  if (suffix == kStep4.end()) return;
  const std::string_view stem = without(word, suffix->text.size());
  if (suffix->text == "ion" && !stem.ends_with('s') && !stem.ends_with('t')) return;
  if (measure(stem) > 1) drop(word, suffix->text.size());
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
  const auto* exception = std::ranges::find(kWords, ending_of(word),
                                            [](const Rule& rule) { return rule.suffix.ending; });
  if (exception != kWords.end() && exception->suffix.text == word) {
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
