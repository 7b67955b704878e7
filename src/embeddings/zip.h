#pragma once

#include "embeddings/binary_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// A member of a zip file, stored or deflated.
struct ZipMember {
  std::string name;
  bool is_deflated = false;
  std::uint64_t begin = 0;  ///< Where its bytes start in the file.
  std::uint64_t packed = 0;
  std::uint64_t size = 0;  ///< Of what was packed.
  std::uint32_t crc = 0;
};

/// Reads the central directory and checks every member's local header against it. The members fill
/// the file from its first byte to the directory, without overlap. PKWARE, "APPNOTE.TXT - .ZIP
/// File Format Specification", sections 4.3 to 4.5. `most_inflated` bounds the sum of the sizes of
/// deflated members. Throws E-ZIP (input).
std::vector<ZipMember> read_zip_directory(const BinaryFile& file, std::uint64_t most_inflated);

[[noreturn]] void throw_zip_error(const BinaryFile& file, const std::string& what);

}  // namespace assay
