#include "array_files.h"
#include "bad_array_files.h"

#include <filesystem>
#include <fstream>
#include <iostream>

// fuzz_seeds FOLDER: writes FOLDER/safetensors, FOLDER/npz, FOLDER/npy and FOLDER/lengths.

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  namespace testing = assay::testing;
  std::vector<testing::BadFile> files = testing::bad_npy_files();
  for (const auto& more :
       {testing::bad_npz_files(), testing::bad_safetensors_files(), testing::bad_embeddings()}) {
    files.insert(files.end(), more.begin(), more.end());
  }
  files.push_back({"", "x.safetensors", testing::small_safetensors(), ""});
  files.push_back({"", "x.npz", testing::small_npz(false), ""});
  files.push_back({"", "x.npz", testing::small_npz(true), ""});
  files.push_back({"", "x.lengths", "3\n2\r\n4", ""});
  std::size_t number = 0;
  for (const testing::BadFile& file : files) {
    const auto folder = std::filesystem::path(argv[1]) /
                        std::filesystem::path(file.name).extension().string().substr(1);
    std::filesystem::create_directories(folder);
    std::ofstream(folder / std::to_string(number++), std::ios::binary) << file.bytes;
  }
  std::cout << number << " seeds\n";
  return 0;
}
