#pragma once

#include "assay/corpus.h"
#include "assay/error.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

/// Files that live as long as a test, and the whole of a corpus read from them.
namespace assay::testing {

/// A folder of its own, removed with all it holds.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "assay-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string path(const std::string& name) const { return (path_ / name).string(); }

  /// Writes a file and returns its path.
  std::string write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

/// Everything that a reader gave, with all views copied.
struct ReadCorpus {
  std::vector<std::string> hypotheses;               ///< [segment * systems + system].
  std::vector<std::vector<std::string>> references;  ///< Per segment.
  std::vector<std::string> ids;
  std::vector<std::string> groups;
  std::size_t blocks = 0;
  CorpusSummary summary;

  bool warns(std::string_view code) const { return warning(code) != nullptr; }

  const Warning* warning(std::string_view code) const {
    for (const Warning& warning : summary.warnings) {
      if (warning.code == code) return &warning;
    }
    return nullptr;
  }
};

inline CorpusFiles files_of(const std::vector<std::string>& systems,
                            const std::vector<std::string>& references) {
  CorpusFiles files;
  for (const std::string& path : systems) files.systems.push_back({path, path});
  for (const std::string& path : references) files.references.push_back({path, path});
  return files;
}

inline void append(const Block& block, ReadCorpus& corpus) {
  corpus.hypotheses.insert(corpus.hypotheses.end(), block.hypotheses.begin(),
                           block.hypotheses.end());
  for (std::size_t i = 0; i < block.segments; ++i) {
    auto& references = corpus.references.emplace_back();
    for (auto j = block.reference_begin[i]; j < block.reference_begin[i + 1]; ++j) {
      references.emplace_back(block.references[j]);
    }
  }
  corpus.ids.insert(corpus.ids.end(), block.ids.begin(), block.ids.end());
  corpus.groups.insert(corpus.groups.end(), block.groups.begin(), block.groups.end());
  ++corpus.blocks;
}

inline ReadCorpus read_all(const CorpusFiles& files, const InputOptions& options = {},
                           std::size_t most_segments = 1000) {
  CorpusReader reader(files, options);
  ReadCorpus corpus;
  for (Block block; reader.next(block, most_segments);) append(block, corpus);
  corpus.summary = reader.summary();
  return corpus;
}

/// The error that reading the files ends in, if any.
inline std::optional<Error> error_of(const CorpusFiles& files, const InputOptions& options = {},
                                     std::size_t most_segments = 1000) {
  try {
    read_all(files, options, most_segments);
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

/// All that an error tells, as one text.
inline std::string told(const Error& error) {
  const Problem& problem = error.problem();
  return problem.what + " [" + problem.code + "]\n" + problem.detail + "\nhint: " + problem.hint;
}

/// Expects an error with a code, an exit code, and some parts of what it tells.
inline void expect_error(const std::optional<Error>& error, const std::string& code,
                         const std::vector<std::string>& parts,
                         ExitCode exit_code = ExitCode::kInput) {
  ASSERT_TRUE(error) << "instead of " << code;
  EXPECT_EQ(error->problem().code, code) << told(*error);
  EXPECT_EQ(error->exit_code(), exit_code) << told(*error);
  for (const std::string& part : parts) {
    EXPECT_NE(told(*error).find(part), std::string::npos) << part << "\nin " << told(*error);
  }
}

}  // namespace assay::testing
