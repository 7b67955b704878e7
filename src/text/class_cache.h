#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace assay {

/// The classes of code points as Rules::find_class tells them, which takes longer than to look them
/// up. For any number of threads: what two of them find at once is the same.
template <typename Rules>
class ClassCache {
 public:
  static std::uint8_t look_up(char32_t value) {
    // Of the Basic Multilingual Plane. Pages of it that nobody asks for take no memory.
    static constinit std::array<std::atomic<std::uint8_t>, 0x10000> classes{};
    if (value >= classes.size()) return Rules::find_class(value);
    std::atomic<std::uint8_t>& known = classes[value];
    std::uint8_t entry = known.load(std::memory_order_relaxed);
    if (entry == kUnknown) {
      entry = static_cast<std::uint8_t>(Rules::find_class(value) | kKnown);
      known.store(entry, std::memory_order_relaxed);
    }
    return static_cast<std::uint8_t>(entry & ~kKnown);
  }

 private:
  static constexpr std::uint8_t kUnknown = 0;
  static constexpr std::uint8_t kKnown = 0x80;  ///< No class of a code point: see ByteClass.
};

}  // namespace assay
