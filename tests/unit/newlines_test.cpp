#include "input/newlines.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using Offsets = std::vector<std::size_t>;

Offsets slow_offsets(const std::string& bytes, char newline, std::size_t scanned) {
  Offsets offsets;
  const std::size_t end = std::min(bytes.size(), scanned + NewlineFinder::kStretch);
  for (std::size_t i = scanned; i < end; ++i) {
    if (bytes[i] == newline) offsets.push_back(i);
  }
  return offsets;
}

void expect_all(const std::string& bytes, char newline, std::size_t scanned) {
  // A copy without room behind it, so that a sanitizer sees reading too far.
  const std::vector<char> exact(bytes.begin(), bytes.end());
  NewlineFinder finder;
  const auto found = finder({exact.data(), exact.size()}, newline, scanned);
  EXPECT_EQ(Offsets(found.begin(), found.end()), slow_offsets(bytes, newline, scanned))
      << bytes.size() << " bytes from " << scanned;
}

TEST(NewlineFinderTest, FindsAllOfAStretch) {
  std::mt19937 random(3);
  for (const std::size_t size : {0, 1, 63, 64, 65, 127, 128, 2047, 2048, 2049, 2112, 5000}) {
    for (const unsigned rarity : {1U, 2U, 40U, 1000U}) {
      std::string bytes;
      for (std::size_t i = 0; i < size; ++i) bytes += random() % rarity == 0 ? '\n' : '\r';
      for (const std::size_t scanned : {std::size_t{0}, size / 3, size}) {
        expect_all(bytes, '\n', scanned);
        expect_all(bytes, '\r', scanned);
      }
    }
  }
}

}  // namespace
}  // namespace assay
