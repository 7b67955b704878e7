#include "assay/corpus.h"

#include "input/byte_source.h"

namespace assay {

std::string read_file(const std::string& path) {
  constexpr std::size_t kChunk = std::size_t{64} << 10U;
  ByteSource source(path, InputOptions().max_window_log);
  std::string bytes;
  for (std::size_t got = kChunk; got > 0;) {
    const std::size_t size = bytes.size();
    bytes.resize(size + kChunk);
    got = source.read(bytes.data() + size, kChunk);
    bytes.resize(size + got);
  }
  return bytes;
}

}  // namespace assay
