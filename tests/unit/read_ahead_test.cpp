#include "input/read_ahead.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace assay {
namespace {

/// Gives `text` in pieces of up to `piece` bytes, then fails if `fails`.
class PieceDecoder : public Decoder {
 public:
  PieceDecoder(std::string text, std::size_t piece, bool fails)
      : text_(std::move(text)), piece_(piece), fails_(fails) {}

  std::size_t read(char* to, std::size_t most) override {
    const std::size_t count = std::min({most, piece_, text_.size() - given_});
    if (count == 0 && fails_) throw std::runtime_error("broken");
    text_.copy(to, count, given_);
    given_ += count;
    return count;
  }

 private:
  std::string text_;
  std::size_t piece_;
  bool fails_;
  std::size_t given_ = 0;
};

std::string numbers(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += std::to_string(i) + ' ';
  text.resize(bytes);
  return text;
}

/// All that `decoder` gives in reads of up to `most` bytes.
std::string all_of(Decoder& decoder, std::size_t most) {
  std::string all;
  std::string part(most, '\0');
  while (const std::size_t count = decoder.read(part.data(), most)) all.append(part, 0, count);
  EXPECT_EQ(decoder.read(part.data(), most), 0U);
  return all;
}

TEST(ReadAheadTest, GivesTheSameBytesWhateverTheSizes) {
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 70000U, 1000000U}) {
    const std::string text = numbers(size);
    for (const std::size_t piece : {1000U, 65536U, 100000U}) {
      for (const std::size_t most : {999U, 65536U, 131072U}) {
        ReadAhead reader(std::make_unique<PieceDecoder>(text, piece, false));
        EXPECT_EQ(all_of(reader, most), text) << size << ' ' << piece << ' ' << most;
      }
    }
  }
}

TEST(ReadAheadTest, FailsBehindTheLastByteAndEachTimeItIsAsked) {
  for (const std::size_t size : {0U, 10U, 300000U}) {
    ReadAhead reader(std::make_unique<PieceDecoder>(numbers(size), 5000, true));
    std::string part(4096, '\0');
    std::size_t read = 0;
    while (read < size) read += reader.read(part.data(), part.size());
    EXPECT_EQ(read, size);
    EXPECT_THROW(reader.read(part.data(), part.size()), std::runtime_error);
    EXPECT_THROW(reader.read(part.data(), part.size()), std::runtime_error);
  }
}

TEST(ReadAheadTest, CanBeLeftAtAnyTime) {
  for (const std::size_t reads : {0U, 1U, 20U, 100U}) {
    ReadAhead reader(std::make_unique<PieceDecoder>(numbers(10000000), 65536, false));
    std::string part(65536, '\0');
    for (std::size_t i = 0; i < reads; ++i) EXPECT_GT(reader.read(part.data(), part.size()), 0U);
  }
}

}  // namespace
}  // namespace assay
