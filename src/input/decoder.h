#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace assay {

/// How the bytes of a file are packed, as its first bytes tell; its name is not asked.
enum class Packing { kNone, kGzip, kZstandard };

/// As many bytes as packing_of() looks at.
inline constexpr std::size_t kMagicBytes = 4;

Packing packing_of(std::string_view first_bytes);

/// Where packed bytes come from: 1 to `most` bytes to `to`, or 0 at the end.
using ReadPacked = std::function<std::size_t(char* to, std::size_t most)>;

/// Unpacks a stream: all gzip members or Zstandard frames that follow one another, as zcat does.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  /// Unpacks 1 to `most` bytes to `to`; 0 at the end. Throws E-TRUNC (cut off), E-CRC (a checksum
  /// is wrong), E-PACKED (broken, or followed by something else), E-WINDOW and E-DICT (input).
  virtual std::size_t read(char* to, std::size_t most) = 0;
};

/// `name` is what messages call the file; a Zstandard frame may look back 2^max_window_log bytes.
std::unique_ptr<Decoder> make_gzip_decoder(std::string name, ReadPacked read);
std::unique_ptr<Decoder> make_zstandard_decoder(std::string name, ReadPacked read,
                                                int max_window_log);

}  // namespace assay
