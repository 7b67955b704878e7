#include "input/large_memory.h"
#include "input/packed_input.h"

#include <cstdlib>
#include <new>

#define ZSTD_STATIC_LINKING_ONLY  // For an allocator of one's own.
#include <zstd.h>
#include <zstd_errors.h>

namespace assay {
namespace {

/// The window is the only thing that is large.
void* allocate(void* /*context*/, std::size_t size) {
  constexpr std::size_t kLarge = std::size_t{1} << 20U;
  return size < kLarge ? std::malloc(size) : allocate_large(size);
}

void release(void* /*context*/, void* memory) {
  std::free(memory);
}

class ZstandardDecoder : public Decoder {
 public:
  ZstandardDecoder(std::string name, ReadPacked read, int max_window_log)
      : input_(std::move(name), std::move(read)),
        context_(ZSTD_createDCtx_advanced({&allocate, &release, nullptr})) {
    if (!context_) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, max_window_log);
  }

  std::size_t read(char* to, std::size_t most) override {
    ZSTD_outBuffer out = {to, most, 0};
    while (out.pos == 0) {
      const bool has_input = input_.fill();
      if (!has_input && is_frame_end_) return 0;
      ZSTD_inBuffer in = {input_.data(), input_.size(), 0};
      const std::size_t result = ZSTD_decompressStream(context_.get(), &out, &in);
      input_.consume(in.pos);
      if (ZSTD_isError(result) != 0U) throw broken(result);
      if (!has_input && out.pos == 0) throw input_.truncated();
      is_frame_end_ = result == 0;
    }
    return out.pos;
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  Error broken(std::size_t result) const {
    const std::string what = fmt::format("Zstandard: {}", ZSTD_getErrorName(result));
    switch (ZSTD_getErrorCode(result)) {
      case ZSTD_error_memory_allocation:
        throw std::bad_alloc();
      case ZSTD_error_checksum_wrong:
        return input_.error("E-CRC", what, PackedInput::kCopyHint);
      case ZSTD_error_dictionary_wrong:
        return input_.error("E-DICT", what, "unpack it with `zstd -D DICTIONARY -dc`");
      case ZSTD_error_frameParameter_windowTooLarge:
        return input_.error("E-WINDOW", what, "`--max-window 31` takes the largest");
      default:
        return input_.error("E-PACKED", what, PackedInput::kCopyHint);
    }
  }

  PackedInput input_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
  bool is_frame_end_ = true;
};

}  // namespace

std::unique_ptr<Decoder> make_zstandard_decoder(std::string name, ReadPacked read,
                                                int max_window_log) {
  return std::make_unique<ZstandardDecoder>(std::move(name), std::move(read), max_window_log);
}

}  // namespace assay
