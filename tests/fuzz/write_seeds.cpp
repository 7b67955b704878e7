#include "array_files.h"
#include "bad_array_files.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

// fuzz_seeds FOLDER: writes FOLDER/safetensors, FOLDER/npz, FOLDER/npy and FOLDER/lengths.

namespace {

/// Fuzzers are slow with more; what large files do the unit tests look at.
constexpr std::size_t kLargestSeed = 100'000;

using Seeds = std::vector<std::pair<std::string, std::string>>;

/// Names, of which the suffix counts, and bytes.
Seeds all_seeds() {
  namespace testing = assay::testing;
  Seeds seeds = {{"x.safetensors", testing::small_safetensors()},
                 {"x.npz", testing::small_npz(false)},
                 {"x.npz", testing::small_npz(true)},
                 {"x.npz", testing::with_zip64_end(testing::small_npz(true))},
                 {"x.lengths", "3\n2\r\n4"}};
  for (const auto& files : {testing::bad_npy_files(), testing::bad_npz_files(),
                            testing::bad_safetensors_files(), testing::bad_embeddings()}) {
    for (const testing::BadFile& file : files) {
      seeds.emplace_back(file.name, file.bytes);
      seeds.insert(seeds.end(), file.sides.begin(), file.sides.end());
    }
  }
  std::erase_if(seeds, [](const auto& seed) { return seed.second.size() > kLargestSeed; });
  return seeds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  std::size_t number = 0;
  for (const auto& [name, bytes] : all_seeds()) {
    const auto folder =
        std::filesystem::path(argv[1]) / std::filesystem::path(name).extension().string().substr(1);
    std::filesystem::create_directories(folder);
    std::ofstream(folder / std::to_string(number++), std::ios::binary) << bytes;
  }
  std::cout << number << " seeds\n";
  return 0;
}
