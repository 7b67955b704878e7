#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A token's number within its segment: small, dense, and equal exactly when the bytes are equal.
using TokenId = std::uint32_t;

/// Tokens to ids. Made anew for each segment by clear(), which costs nothing.
class Vocabulary {
 public:
  Vocabulary();

  /// Forgets all tokens.
  void clear();

  /// The id of `token`, a new one (= size() before) if it has not been seen. Tokens are not empty.
  TokenId id(std::string_view token);

  std::size_t size() const { return size_; }

 private:
  struct Entry {
    std::uint64_t key = 0;  ///< All bytes of a token up to 8 bytes, a hash of a longer one.
    std::uint32_t length = 0;
    std::uint32_t generation = 0;  ///< The entry is in use if this is the current one.
    std::uint32_t offset = 0;      ///< Where the bytes of a longer token are kept.
    TokenId id = 0;
  };

  /// A token that is found by its bytes alone.
  struct TinyEntry {
    std::uint32_t generation = 0;
    TokenId id = 0;
  };

  TokenId tiny_id(TinyEntry& entry);
  bool is(const Entry& entry, std::uint64_t key, std::string_view token) const;
  void grow();

  std::array<TinyEntry, 256> bytes_{};
  std::vector<TinyEntry> pairs_;  ///< Code points of two bytes, once there is one.
  std::vector<Entry> entries_;
  std::uint32_t generation_ = 1;
  std::uint32_t size_ = 0;
  std::string long_tokens_;
};

}  // namespace assay
