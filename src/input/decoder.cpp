#include "input/decoder.h"

namespace assay {
namespace {

/// Zstandard's skippable frames begin with 0x50 to 0x5f.
bool is_skippable_frame(std::string_view bytes) {
  constexpr unsigned kHighNibble = 0xF0U;
  constexpr unsigned kSkippable = 0x50U;
  return bytes.substr(1, 3) == "\x2a\x4d\x18" &&
         (static_cast<unsigned char>(bytes[0]) & kHighNibble) == kSkippable;
}

}  // namespace

Packing packing_of(std::string_view first_bytes) {
  using namespace std::string_view_literals;
  if (first_bytes.starts_with("\x1f\x8b\x08"sv)) return Packing::kGzip;
  if (first_bytes.size() < kMagicBytes) return Packing::kNone;
  const bool is_zstandard =
      first_bytes.starts_with("\x28\xb5\x2f\xfd"sv) || is_skippable_frame(first_bytes);
  return is_zstandard ? Packing::kZstandard : Packing::kNone;
}

}  // namespace assay
