#include "overlap.h"

#include "assay/instruction_set.h"

#include "text/targets.h"

#include <bit>
#include <cstddef>

// As match_places() and LcsMatcher do, but the three chains of dependent instructions run side by
// side.

namespace assay {
namespace {

/// Takes the lowest of `places` that is free.
[[gnu::always_inline]] inline void take(std::uint64_t places, std::uint64_t& used) {
  const std::uint64_t free = places & ~used;
  used |= free & (~free + 1);
}

[[gnu::always_inline]] inline Overlap overlap(const Places& places) {
  const std::uint64_t* const rows = places.rows.data();
  std::uint64_t unigrams = 0;
  std::uint64_t bigrams = 0;
  std::uint64_t column = ~std::uint64_t{0};
  for (std::size_t i = 0; i < places.hypothesis_length; ++i) {
    const std::uint64_t row = rows[i];
    take(row, unigrams);
    take(row & rows[i + 1] >> 1U, bigrams);
    const std::uint64_t matches = column & row;
    column = (column + matches) | (column & ~matches);
  }
  const std::size_t length = places.reference_length;
  const std::uint64_t used =
      length < Places::kMostPlaces ? (std::uint64_t{1} << length) - 1 : ~std::uint64_t{0};
  const auto count = [](std::uint64_t bits) {
    return static_cast<std::uint32_t>(std::popcount(bits));
  };
  return {count(unigrams), count(bigrams), count(~column & used)};
}

#ifdef __x86_64__
[[ASSAY_TARGET_AVX2]] Overlap overlap_avx2(const Places& places) {
  return overlap(places);
}
#endif

}  // namespace

Overlap overlap_of(const Places& places) {
#ifdef __x86_64__
  if (instruction_set() != InstructionSet::kPortable) return overlap_avx2(places);
#endif
  return overlap(places);
}

}  // namespace assay
