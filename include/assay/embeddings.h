#pragma once

#include "assay/corpus.h"
#include "assay/warning.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Files of token embeddings: one row of numbers for each token of each text. docs/manual.md tells
/// what is in them.
namespace assay {

class TensorFile;
class TensorReader;
struct Tensor;

/// Rows [begin, end) of a file.
struct RowRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
};

/// The embeddings of one side: of one system, or of one set of references. Offsets, ids and what
/// else stands beside the embeddings are in memory, the embeddings stay in the file. Immutable.
class EmbeddingFile {
 public:
  /// Opens and checks a safetensors, .npz or .npy file. Throws input Errors: E-SAFETENSORS, E-ZIP,
  /// E-NPY, E-PICKLE, E-LENGTHS for the format; E-TENSOR for an array that is missing or of another
  /// type; E-SHAPE for numbers that do not fit together; E-IDF for weights that are none.
  explicit EmbeddingFile(const std::string& path);
  EmbeddingFile(const EmbeddingFile&) = delete;
  EmbeddingFile& operator=(const EmbeddingFile&) = delete;
  ~EmbeddingFile();

  const std::string& path() const { return path_; }
  std::string shown() const;

  /// Texts of the corpus that the file has, in order; of references in groups it may be several
  /// for one segment.
  std::uint64_t texts() const;

  /// Segments: groups of texts, or texts.
  std::uint64_t segments() const;

  /// The texts [begin, end) of a segment.
  RowRange texts_of(std::uint64_t segment) const;
  bool has_groups() const { return !groups_.empty(); }

  /// True if texts follow one another in the file as in the corpus.
  bool is_sequential() const { return index_.empty(); }

  /// The rows of a text.
  RowRange rows_of(std::uint64_t text) const;

  std::uint64_t rows() const { return offsets_.back(); }

  std::span<const std::uint32_t> ids() const { return ids_; }         ///< [row], or none.
  std::span<const std::uint8_t> special() const { return special_; }  ///< [row], or none.
  std::span<const float> weights() const { return weights_; }         ///< [row], or none.

  /// Texts that the exporter cut to the model's length.
  std::uint64_t truncated() const { return truncated_; }

  /// What the file says about itself; "" for what it does not.
  std::string metadata(std::string_view key) const;

  /// The array of a layer, or the only one. Throws E-LAYER (usage) if there is no such layer or it
  /// is not clear which, and what is wrong with the checksum of .npz.
  const Tensor& embeddings(std::optional<int> layer) const;

  const TensorFile& file() const { return *file_; }

  /// The spelling of a row's token, if the file has it.
  std::optional<std::string> token(std::uint64_t row) const;

  /// Throws E-CHANGED (system) if the file is no longer what was opened.
  void check_unchanged() const;

 private:
  friend class EmbeddingFileLoader;

  std::string path_;
  std::unique_ptr<TensorFile> file_;
  std::vector<std::uint64_t> offsets_;  ///< [sequence], and the end.
  std::vector<std::uint32_t> ids_;
  std::vector<std::uint8_t> special_;
  std::vector<float> weights_;
  std::vector<std::uint64_t> index_;   ///< [text]: its sequence, or none.
  std::vector<std::uint64_t> groups_;  ///< [segment], and the end; or none.
  std::uint64_t truncated_ = 0;
};

/// All files that EmbeddingFile(path) reads: others stand beside an .npy file.
std::vector<std::string> files_of_embeddings(const std::string& path);

/// All sides of a corpus. Immutable.
struct EmbeddingCorpus {
  /// Opens the files. Throws what EmbeddingFile does, and E-SHAPE (input) if they have other
  /// numbers of segments.
  explicit EmbeddingCorpus(const EmbeddingPaths& paths);

  std::vector<std::unique_ptr<EmbeddingFile>> systems;
  std::vector<std::unique_ptr<EmbeddingFile>> references;

  std::uint64_t segments() const { return systems.front()->segments(); }

  /// The number of references of a segment, over all files.
  std::uint64_t references_of(std::uint64_t segment) const;

  /// The corpus as a reader of texts sees it that has none.
  TextlessCorpus textless() const;
};

}  // namespace assay
