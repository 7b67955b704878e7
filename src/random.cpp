#include "assay/random.h"

#include <array>
#include <bit>

namespace assay {
namespace {

constexpr std::size_t kPoolSize = 4;
using Pool = std::array<std::uint32_t, kPoolSize>;

/// SeedSequence's hash, whose constant changes from call to call.
class SeedHash {
 public:
  SeedHash(std::uint32_t constant, std::uint32_t multiplier)
      : constant_(constant), multiplier_(multiplier) {}

  std::uint32_t operator()(std::uint32_t value) {
    value ^= constant_;
    constant_ *= multiplier_;
    value *= constant_;
    return value ^ value >> 16U;
  }

 private:
  std::uint32_t constant_;
  std::uint32_t multiplier_;
};

std::uint32_t mix(std::uint32_t x, std::uint32_t y) {
  const std::uint32_t value = 0xca01f9ddU * x - 0x4973f715U * y;
  return value ^ value >> 16U;
}

Pool seed_pool(std::uint64_t seed) {
  SeedHash hash(0x43b0d7e5U, 0x931e8875U);
  Pool pool{};
  pool[0] = hash(static_cast<std::uint32_t>(seed));
  pool[1] = hash(static_cast<std::uint32_t>(seed >> 32U));
  pool[2] = hash(0);
  pool[3] = hash(0);
  for (std::size_t source = 0; source < kPoolSize; ++source) {
    for (std::size_t target = 0; target < kPoolSize; ++target) {
      if (source != target) pool[target] = mix(pool[target], hash(pool[source]));
    }
  }
  return pool;
}

/// Four 64-bit words for a generator to start from.
std::array<std::uint64_t, 4> seed_words(std::uint64_t seed) {
  const Pool pool = seed_pool(seed);
  SeedHash hash(0x8b51f9ddU, 0x58f38dedU);
  std::array<std::uint64_t, 4> words{};
  for (std::uint64_t& word : words) {
    const std::size_t first = static_cast<std::size_t>(&word - words.data()) * 2 % kPoolSize;
    const std::uint64_t low = hash(pool[first]);
    word = low | static_cast<std::uint64_t>(hash(pool[first + 1])) << 32U;
  }
  return words;
}

}  // namespace

NumpyGenerator::NumpyGenerator(std::uint64_t seed) {
  const auto words = seed_words(seed);
  increment_ = (static_cast<Wide>(words[2]) << 64U | words[3]) << 1U | 1U;
  next_64();
  state_ += static_cast<Wide>(words[0]) << 64U | words[1];
  next_64();
}

std::uint32_t NumpyGenerator::next_32() {
  if (has_half_) {
    has_half_ = false;
    return kept_half_;
  }
  const std::uint64_t both = next_64();
  kept_half_ = static_cast<std::uint32_t>(both >> 32U);
  has_half_ = true;
  return static_cast<std::uint32_t>(both);
}

std::uint32_t NumpyGenerator::below(std::uint32_t n) {
  if (n == 1) return 0;
  std::uint64_t product = static_cast<std::uint64_t>(next_32()) * n;
  if (static_cast<std::uint32_t>(product) < n) {
    const std::uint32_t threshold = (0U - n) % n;
    while (static_cast<std::uint32_t>(product) < threshold) {
      product = static_cast<std::uint64_t>(next_32()) * n;
    }
  }
  return static_cast<std::uint32_t>(product >> 32U);
}

std::uint32_t NumpyLegacyGenerator::below(std::uint32_t n) {
  if (n == 1) return 0;
  const auto mask = static_cast<std::uint32_t>(std::bit_ceil(std::uint64_t{n}) - 1);
  while (true) {
    const auto number = static_cast<std::uint32_t>(engine_()) & mask;
    if (number < n) return number;
  }
}

}  // namespace assay
