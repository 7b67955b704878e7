#include "assay/vocabulary.h"

#include <bit>
#include <cstring>

namespace assay {
namespace {

constexpr std::size_t kFirstCapacity = 256;
constexpr std::size_t kKeyBytes = 8;

/// Lead bytes of two-byte code points, without what they have in common, and what may follow.
constexpr std::size_t kPairs = std::size_t{32} * 64;

std::uint64_t load(const char* bytes, std::size_t count) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, count);
  return value;
}

std::uint64_t load_4(const char* bytes) {
  return load(bytes, 4);
}
std::uint64_t load_8(const char* bytes) {
  return load(bytes, 8);
}

std::uint64_t mix(std::uint64_t value) {
  value *= 0x9e3779b97f4a7c15U;
  return value ^ value >> 32U;
}

/// With the length, tells all tokens of up to 8 bytes apart. Overlapping loads of fixed size: no
/// loop, and no byte outside the token is read.
std::uint64_t short_key(std::string_view token) {
  const char* bytes = token.data();
  const std::size_t size = token.size();
  if (size >= 4) return load_4(bytes) | load_4(bytes + size - 4) << 32U;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i]));
  };
  return byte(0) | byte(size / 2) << 8U | byte(size - 1) << 16U;
}

std::uint64_t long_key(std::string_view token) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i + kKeyBytes < token.size(); i += kKeyBytes) {
    key = mix(key ^ load_8(token.data() + i));
  }
  return mix(key ^ load_8(token.data() + token.size() - kKeyBytes));
}

}  // namespace

Vocabulary::Vocabulary() : entries_(kFirstCapacity) {}

void Vocabulary::clear() {
  size_ = 0;
  long_tokens_.clear();
  if (++generation_ != 0) return;
  bytes_ = {};
  pairs_.clear();
  entries_.assign(entries_.size(), Entry());
  generation_ = 1;
}

bool Vocabulary::is(const Entry& entry, std::uint64_t key, std::string_view token) const {
  if (entry.key != key || entry.length != token.size()) return false;
  return token.size() <= kKeyBytes ||
         std::memcmp(long_tokens_.data() + entry.offset, token.data(), token.size()) == 0;
}

TokenId Vocabulary::tiny_id(TinyEntry& entry) {
  if (entry.generation != generation_) entry = {generation_, size_++};
  return entry.id;
}

TokenId Vocabulary::id(std::string_view token) {
  const auto first = static_cast<unsigned char>(token.front());
  const auto last = static_cast<unsigned char>(token.back());
  if (token.size() == 1) return tiny_id(bytes_[first]);
  if (token.size() == 2 && (first & 0xE0U) == 0xC0U && (last & 0xC0U) == 0x80U) {
    if (pairs_.empty()) pairs_.resize(kPairs);
    return tiny_id(pairs_[(first & 0x1FU) << 6U | (last & 0x3FU)]);
  }
  const std::uint64_t key = token.size() <= kKeyBytes ? short_key(token) : long_key(token);
  const std::size_t mask = entries_.size() - 1;
  std::size_t slot = mix(key ^ token.size()) & mask;
  while (entries_[slot].generation == generation_) {
    if (is(entries_[slot], key, token)) return entries_[slot].id;
    slot = (slot + 1) & mask;
  }
  const auto offset = static_cast<std::uint32_t>(long_tokens_.size());
  if (token.size() > kKeyBytes) long_tokens_ += token;
  const TokenId id = size_++;
  entries_[slot] = {key, static_cast<std::uint32_t>(token.size()), generation_, offset, id};
  if (std::size_t{2} * size_ > entries_.size()) grow();
  return id;
}

void Vocabulary::grow() {
  std::vector<Entry> old(2 * entries_.size());
  old.swap(entries_);
  const std::size_t mask = entries_.size() - 1;
  for (const Entry& entry : old) {
    if (entry.generation != generation_) continue;
    std::size_t slot = mix(entry.key ^ entry.length) & mask;
    while (entries_[slot].generation == generation_) slot = (slot + 1) & mask;
    entries_[slot] = entry;
  }
}

}  // namespace assay
