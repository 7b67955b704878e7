#pragma once

#include <string>
#include <vector>

/// Files of embeddings that must be refused: past bugs of such readers, and every rule of ours.
namespace assay::testing {

struct BadFile {
  std::string what;
  std::string name;  ///< Of the file; what stands beside it is in `sides`.
  std::string bytes;
  std::string code;
  std::vector<std::pair<std::string, std::string>> sides = {};
};

std::vector<BadFile> bad_npy_files();
std::vector<BadFile> bad_npz_files();
std::vector<BadFile> bad_safetensors_files();

/// Well-formed files whose arrays do not fit together.
std::vector<BadFile> bad_embeddings();

}  // namespace assay::testing
