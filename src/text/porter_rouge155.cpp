#include "text/porter_rouge155.h"

#include "text/porter.h"

// Porter's stemmer as ROUGE-1.5.5 has it: with its author's later changes, and with step 4 taken
// apart, so that -ment and -ent are removed after other suffixes.

namespace assay {
namespace {

constexpr std::array<std::string_view, 16> kStep4{"al",   "ance", "ence", "er",  "ic",    "able",
                                                  "ible", "ant",  "ou",   "ism", "ement", "ate",
                                                  "iti",  "ous",  "ive",  "ize"};

bool is_one_of(char letter, std::string_view letters) {
  return letters.find(letter) != std::string_view::npos;
}

/// True for consonants, then a vowel, then a consonant other than w, x and y.
bool is_short(std::string_view word) {
  if (word.size() < 3 || is_one_of(word.back(), "aeiouwxy")) return false;
  const std::string_view before = without(word, 2);
  return !shape_of(before).has_vowel && shape_of(without(word, 1)).has_vowel;
}

/// Plurals.
void step_1a(std::string& word) {
  if (word.ends_with("sses") || word.ends_with("ies")) {
    drop(word, 2);
  } else if (word.size() > 1 && word.ends_with('s') && !word.ends_with("ss")) {
    word.pop_back();
  }
}

/// Mends what -ed or -ing was taken from.
void mend(std::string& word) {
  if (word.size() > 1 && word.back() == word[word.size() - 2] &&
      !is_one_of(word.back(), "aeiouylsz")) {
    word.pop_back();
  } else if (word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz") ||
             is_short(word)) {
    word += 'e';
  }
}

/// Past tenses and participles.
void step_1b(std::string& word) {
  if (word.ends_with("eed")) {
    if (measure(without(word, 3)) > 0) word.pop_back();
    return;
  }
  const std::size_t size = word.ends_with("ed") ? 2 : word.ends_with("ing") ? 3 : 0;
  if (size == 0 || !shape_of(without(word, size)).has_vowel) return;
  drop(word, size);
  mend(word);
}

void step_1c(std::string& word) {
  if (word.ends_with('y') && shape_of(without(word, 1)).has_vowel) word.back() = 'i';
}

/// Double suffixes.
void step_2(std::string& word) {
  if (apply_first(kPorterStep2, word)) return;
  if (word.ends_with("logi") && measure(without(word, 4)) > 0) word.pop_back();
}

void remove_suffix(std::string& word, std::string_view suffix) {
  if (word.ends_with(suffix) && measure(without(word, suffix.size())) > 1) {
    drop(word, suffix.size());
  }
}

/// Single suffixes, after two syllables.
void step_4(std::string& word) {
  const auto* suffix = std::ranges::find_if(
      kStep4, [&](std::string_view candidate) { return word.ends_with(candidate); });
  if (suffix != kStep4.end()) remove_suffix(word, *suffix);
  remove_suffix(word, "ment");
  const bool had_ent = word.ends_with("ent");
  remove_suffix(word, "ent");
  if (had_ent || !(word.ends_with("sion") || word.ends_with("tion"))) return;
  remove_suffix(word, "ion");
}

/// A last e, and one of two last l.
void step_5(std::string& word) {
  if (word.ends_with('e')) {
    const std::string_view stem = without(word, 1);
    const int count = measure(stem);
    if (count > 1 || (count == 1 && !is_short(stem))) word.pop_back();
  }
  if (word.ends_with("ll") && measure(word) > 1) word.pop_back();
}

}  // namespace

void stem_rouge155(std::string& word) {
  if (word.size() < 3) return;
  step_1a(word);
  step_1b(word);
  step_1c(word);
  step_2(word);
  apply_first(kPorterStep3, word);
  step_4(word);
  step_5(word);
}

}  // namespace assay
