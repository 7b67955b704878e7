#include "stem_cache.h"

namespace assay {
namespace {

/// Then all are forgotten: some MiB, and more words than a language needs.
constexpr std::size_t kMostWords = std::size_t{1} << 16U;

TextSpan span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

void StemCache::stem(Tokens& tokens) {
  text_.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view token = tokens[i];
    const std::size_t begin = text_.size();
    text_ += token.size() > kLongestUnstemmed ? stem(token) : token;
    tokens.spans[i] = span_of(begin, text_.size());
  }
  tokens.storage.swap(text_);
  tokens.text = tokens.storage;
}

std::string_view StemCache::stem(std::string_view token) {
  if (words_.size() == kMostWords) {
    words_.clear();
    stems_.clear();
    spans_.clear();
  }
  const TokenId word = words_.id(token);
  if (word == spans_.size()) {
    word_.assign(token);
    stemmer_.apply(word_);
    spans_.push_back(span_of(stems_.size(), stems_.size() + word_.size()));
    stems_ += word_;
  }
  return std::string_view(stems_).substr(spans_[word].begin, spans_[word].end - spans_[word].begin);
}

}  // namespace assay
