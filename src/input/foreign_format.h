#pragma once

#include "input/decoder.h"

#include <string>
#include <string_view>

namespace assay {

/// As many bytes as refuse_foreign_format() looks at.
inline constexpr std::size_t kForeignBytes = 512;

/// Refuses what is not text but an archive, or packed in a way that is not unpacked here, judged by
/// the first bytes after unpacking. Throws E-CODEC and E-NESTED (input).
void refuse_foreign_format(std::string_view first_bytes, Packing packing, const std::string& shown);

/// "gzip", "Zstandard" or "not packed".
std::string_view packing_name(Packing packing);

/// The packing that a file's name promises: .gz, .zst.
Packing promised_packing(std::string_view path);

}  // namespace assay
