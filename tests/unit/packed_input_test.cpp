#include "assay/corpus.h"

#include "temp_files.h"

#include <optional>
#include <random>
#include <string>
#include <vector>
#include <zlib.h>
#include <zstd.h>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::expect_error;
using testing::TempFolder;

using Pack = std::string (*)(const std::string&);

std::string gzipped(const std::string& text) {
  constexpr int kGzipWindow = MAX_WBITS + 16;
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  std::string copy = text;
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstandard(const std::string& text) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress2(context, packed.data(), packed.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return packed;
}

std::string random_text(std::size_t bytes) {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < bytes) {
    text += static_cast<char>('!' + random() % 90);
    if (random() % 20 == 0) text += '\n';
  }
  return text + '\n';
}

std::string read(const std::string& path, const InputOptions& options = {}) {
  std::string text;
  read_lines(path, options, [&](std::string_view line, std::uint64_t /*number*/) {
    text += std::string(line) + '\n';
  });
  return text;
}

std::optional<Error> error_of(const std::string& path) {
  InputOptions options;
  options.chunk_bytes = 1024;
  try {
    read(path, options);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

class PackedInputTest : public ::testing::TestWithParam<Pack> {
 protected:
  TempFolder folder_;
};

TEST_P(PackedInputTest, IsReadAsThePlainTextIs) {
  const std::string text = random_text(1'000'000);
  const std::string path = folder_.write("packed", GetParam()(text));
  EXPECT_EQ(read(path), text);
  for (const std::size_t chunk : {1, 7, 4096}) {
    InputOptions options;
    options.chunk_bytes = chunk;
    const std::string small = random_text(3000);
    EXPECT_EQ(read(folder_.write("small", GetParam()(small)), options), small) << chunk;
  }
}

TEST_P(PackedInputTest, MembersFollowOneAnother) {
  const std::string text = random_text(5000);
  std::string packed;
  for (std::size_t begin = 0; begin < text.size(); begin += 333) {
    packed += GetParam()(text.substr(begin, 333)) + GetParam()("");
  }
  EXPECT_EQ(read(folder_.write("packed", packed)), text);
}

TEST_P(PackedInputTest, ACutAnywhereIsAnError) {
  const std::string packed = GetParam()(random_text(4096));
  ASSERT_GE(packed.size(), 3000U);
  for (std::size_t size = 4; size < packed.size(); ++size) {
    const auto error = error_of(folder_.write(std::to_string(size), packed.substr(0, size)));
    expect_error(error, "E-TRUNC", {"at byte " + std::to_string(size) + " "});
  }
}

/// Neither format protects all bytes of its header.
TEST_P(PackedInputTest, AFlippedBitIsNoticedOrHarmless) {
  const std::string text = random_text(2000);
  const std::string packed = GetParam()(text);
  std::size_t noticed = 0;
  for (std::size_t i = 4; i < packed.size(); ++i) {
    std::string flipped = packed;
    flipped[i] = static_cast<char>(flipped[i] ^ 4);
    const std::string path = folder_.write(std::to_string(i), flipped);
    const auto error = error_of(path);
    if (error) {
      EXPECT_EQ(error->exit_code(), ExitCode::kInput);
      ++noticed;
    } else {
      EXPECT_EQ(read(path), text) << i;
    }
  }
  EXPECT_GT(noticed, packed.size() - 16);
}

INSTANTIATE_TEST_SUITE_P(Packings, PackedInputTest, ::testing::Values(&gzipped, &zstandard),
                         [](const auto& info) { return info.index == 0 ? "gzip" : "zstandard"; });

}  // namespace
}  // namespace assay
