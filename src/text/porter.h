#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What variants of Porter's stemmer have in common: Porter, "An algorithm for suffix stripping",
/// 1980.
namespace assay {

/// What Porter's conditions ask of a stem. A digit counts as a consonant; y is one at the start and
/// after a vowel.
struct Shape {
  int measure = 0;  ///< How often a consonant follows a vowel.
  bool has_vowel = false;
  unsigned last_three = 0;  ///< One bit per letter, the last one lowest: whether it is a vowel.
};

inline Shape shape_of(std::string_view stem) {
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

inline int measure(std::string_view stem) {
  return shape_of(stem).measure;
}

inline bool ends_in_consonant(std::string_view stem) {
  return (shape_of(stem).last_three & 1U) == 0;
}

/// `word` without its last `count` letters.
inline std::string_view without(std::string_view word, std::size_t count) {
  return word.substr(0, word.size() - count);
}

inline void drop(std::string& word, std::size_t count) {
  word.erase(word.size() - count);
}

/// Up to eight letters at the end of a text as one number, the last one lowest: suffixes are
/// compared without a loop over their letters.
constexpr std::uint64_t ending_of(std::string_view text) {
  std::uint64_t ending = 0;
  const std::size_t begin = text.size() > sizeof(ending) ? text.size() - sizeof(ending) : 0;
  for (const char c : text.substr(begin)) ending = ending << 8U | static_cast<unsigned char>(c);
  return ending;
}

/// A suffix of up to eight letters.
struct Suffix {
  std::string_view text;
  std::uint64_t ending = ending_of(text);
  std::uint64_t mask = ~std::uint64_t{0} >> (64 - 8 * text.size());

  /// Whether a text with that ending has the suffix.
  constexpr bool fits(std::uint64_t ending_of_text) const {
    return (ending_of_text & mask) == ending;
  }
};

struct Rule {
  Suffix suffix;
  std::string_view replacement;
};

/// Lists of which the first suffix that fits counts, whether or not its condition holds.
inline constexpr std::array<Rule, 20> kPorterStep2{{
    {{"ational"}, "ate"}, {{"tional"}, "tion"}, {{"enci"}, "ence"},   {{"anci"}, "ance"},
    {{"izer"}, "ize"},    {{"bli"}, "ble"},     {{"alli"}, "al"},     {{"entli"}, "ent"},
    {{"eli"}, "e"},       {{"ousli"}, "ous"},   {{"ization"}, "ize"}, {{"ation"}, "ate"},
    {{"ator"}, "ate"},    {{"alism"}, "al"},    {{"iveness"}, "ive"}, {{"fulness"}, "ful"},
    {{"ousness"}, "ous"}, {{"aliti"}, "al"},    {{"iviti"}, "ive"},   {{"biliti"}, "ble"},
}};

inline constexpr std::array<Rule, 7> kPorterStep3{{{{"icate"}, "ic"},
                                                   {{"ative"}, ""},
                                                   {{"alize"}, "al"},
                                                   {{"iciti"}, "ic"},
                                                   {{"ical"}, "ic"},
                                                   {{"ful"}, ""},
                                                   {{"ness"}, ""}}};

inline void replace_suffix(std::string& word, const Rule& rule) {
  word.replace(word.size() - rule.suffix.text.size(), std::string::npos, rule.replacement);
}

/// Applies the first rule that fits, if a consonant follows a vowel before its suffix; whether one
/// fitted.
inline bool apply_first(std::span<const Rule> rules, std::string& word) {
  const std::uint64_t ending = ending_of(word);
  const auto rule = std::ranges::find_if(
      rules, [ending](const Suffix& suffix) { return suffix.fits(ending); }, &Rule::suffix);
  if (rule == rules.end()) return false;
  if (measure(without(word, rule->suffix.text.size())) > 0) replace_suffix(word, *rule);
  return true;
}

}  // namespace assay
