#include "input/foreign_format.h"

#include "assay/error.h"

#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

using namespace std::string_view_literals;

/// A format known by some bytes at a fixed place.
struct Format {
  std::string_view name;
  std::size_t offset;
  std::string_view magic;
  std::string_view reader;  ///< The command that unpacks it to standard output.
};

constexpr std::array<Format, 3> kPacked = {{
    {"xz", 0, "\xfd\x37\x7a\x58\x5a\x00"sv, "xz -dc"},
    {"bzip2", 4, "1AY&SY"sv, "bzip2 -dc"},
    {"lz4", 0, "\x04\x22\x4d\x18"sv, "lz4 -dc"},
}};

constexpr std::array<Format, 2> kArchives = {{
    {"zip", 0, "PK\x03\x04"sv, "unzip -p"},
    {"tar", 257, "ustar"sv, "tar -xO -f"},
}};

bool has_format(std::string_view bytes, const Format& format) {
  return bytes.size() >= format.offset && bytes.substr(format.offset).starts_with(format.magic);
}

std::string pipe_hint(const Format& format, const std::string& shown) {
  return fmt::format("`{} {} | assay … -`", format.reader, shown);
}

Error nested(std::string_view what, const std::string& shown, std::string hint) {
  return input_error("E-NESTED", fmt::format("{}: {} instead of text", shown, what),
                     std::move(hint));
}

}  // namespace

void refuse_foreign_format(std::string_view first_bytes, Packing packing,
                           const std::string& shown) {
  for (const Format& format : kPacked) {
    if (!has_format(first_bytes, format)) continue;
    throw input_error("E-CODEC", fmt::format("{}: {} is not supported", shown, format.name),
                      pipe_hint(format, shown));
  }
  for (const Format& format : kArchives) {
    if (!has_format(first_bytes, format)) continue;
    throw nested(fmt::format("a {} archive", format.name), shown, pipe_hint(format, shown));
  }
  if (packing != Packing::kNone && packing_of(first_bytes) != Packing::kNone) {
    throw nested("packed twice: something packed", shown, "unpack it once");
  }
}

std::string_view packing_name(Packing packing) {
  switch (packing) {
    case Packing::kGzip:
      return "gzip";
    case Packing::kZstandard:
      return "Zstandard";
    default:
      return "not packed";
  }
}

Packing promised_packing(std::string_view path) {
  if (path.ends_with(".gz")) return Packing::kGzip;
  return path.ends_with(".zst") ? Packing::kZstandard : Packing::kNone;
}

}  // namespace assay
