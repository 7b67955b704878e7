#include "stem_cache.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace assay {
namespace {

/// Then all are forgotten: some MiB, and more words than a language needs.
constexpr std::size_t kMostWords = std::size_t{1} << 16U;

constexpr std::size_t kFirstCapacity = 256;

/// Stands for a stem that no key has room for.
constexpr TokenKey kLongStem{};

TextSpan span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

StemCache::StemCache(const StemmerInfo& stemmer) : stemmer_(stemmer), entries_(kFirstCapacity) {}

// Token i goes to byte 16 i, if it has room there, so that no place depends on the lengths of the
// tokens before it, and short ones are written without a look at their length.
void StemCache::stem(Tokens& tokens) {
  const KeyBytes bytes(tokens.text);
  text_.resize(tokens.size() * kKeyBytes);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = tokens[i];
    if (token.size() < kKeyBytes) {
      const TokenKey word = short_key(bytes.from(tokens.spans[i].begin), token.size());
      const TokenKey stem = short_stem(word, token);
      if (stem != kLongStem) {
        const std::size_t begin = i * kKeyBytes;
        std::memcpy(text_.data() + begin, &stem, kKeyBytes);
        tokens.spans[i] = span_of(begin, begin + key_length(stem));
        continue;
      }
    }
    const std::size_t begin = text_.size();
    text_ += long_stem(token);
    tokens.spans[i] = span_of(begin, text_.size());
  }
  tokens.storage.swap(text_);
  tokens.text = tokens.storage;
}

StemCache::Entry& StemCache::entry_of(const TokenKey& word) {
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15U;
  const std::uint64_t mixed = (word.head ^ std::rotl(word.tail, 29) * kFactor) * kFactor;
  const std::size_t mask = entries_.size() - 1;
  Entry* const entries = entries_.data();
  std::size_t slot = (mixed ^ mixed >> 32U) & mask;
  while (entries[slot].word != word && entries[slot].word != TokenKey()) slot = (slot + 1) & mask;
  return entries[slot];
}

TokenKey StemCache::short_stem(const TokenKey& word, std::string_view token) {
  Entry& entry = entry_of(word);
  return entry.word == word ? entry.stem : add(entry, word, token);
}

TokenKey StemCache::add(Entry& entry, const TokenKey& word, std::string_view token) {
  word_.assign(token);
  if (word_.size() > kLongestUnstemmed) stemmer_.apply(word_);
  TokenKey stem = kLongStem;
  if (word_.size() < kKeyBytes) stem = short_key(KeyBytes(word_).from(0), word_.size());
  entry = {word, stem};
  ++used_;
  if (used_ == kMostWords) {
    std::ranges::fill(entries_, Entry());
    used_ = 0;
  } else if (2 * used_ > entries_.size()) {
    grow();
  }
  return stem;
}

void StemCache::grow() {
  std::vector<Entry> old(2 * entries_.size());
  old.swap(entries_);
  for (const Entry& entry : old) {
    if (entry.word != TokenKey()) entry_of(entry.word) = entry;
  }
}

std::string_view StemCache::long_stem(std::string_view token) {
  if (long_words_.size() == kMostWords) {
    long_words_.clear();
    stems_.clear();
    spans_.clear();
  }
  const TokenId word = long_words_.id(token);
  if (word == spans_.size()) {
    word_.assign(token);
    stemmer_.apply(word_);
    spans_.push_back(span_of(stems_.size(), stems_.size() + word_.size()));
    stems_ += word_;
  }
  return std::string_view(stems_).substr(spans_[word].begin, spans_[word].end - spans_[word].begin);
}

}  // namespace assay
