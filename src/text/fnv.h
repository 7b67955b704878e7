#pragma once

#include <cstdint>
#include <string_view>

namespace assay {

/// FNV-1a, by Fowler, Noll and Vo, of nothing.
inline constexpr std::uint64_t kFnvStart = 0xcbf29ce484222325U;

/// FNV-1a of `bytes` behind those whose hash is `hash`.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = kFnvStart) {
  constexpr std::uint64_t kPrime = 0x100000001b3U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * kPrime;
  return hash;
}

}  // namespace assay
