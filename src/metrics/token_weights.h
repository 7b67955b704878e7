#pragma once

#include "assay/embeddings.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay {

/// Inverse document frequencies of tokens, by id.
struct IdfTable {
  std::unordered_map<std::uint32_t, float> weights;
  std::optional<float> unseen;  ///< Of other ids; without it there must be none.
  std::uint64_t documents = 0;
  std::string source;  ///< What messages call it.
  std::vector<Warning> warnings = {};
};

/// From all references: ln((N + 1) / (c + 1)), where c of the N texts hold the token. Throws E-IDF
/// (input) if a file has no ids.
IdfTable idf_of_references(const EmbeddingCorpus& corpus);

/// From a file: the arrays doc_ids, doc_freq and num_docs (the last may be metadata), or lines of
/// an id, a tab and a weight. Throws what read_idf_file() throws.
IdfTable read_idf(const std::string& path);

/// A short name of what is in a table, the same for equal tables.
std::string digest_of(const IdfTable& table);

/// Which tokens are special: [CLS] and [SEP] by id, wherever they stand.
struct SpecialIds {
  std::optional<std::uint32_t> cls;
  std::optional<std::uint32_t> sep;
};

/// How much each token of a file counts.
class TokenWeights {
 public:
  /// `idf` may be nullptr; both must outlive the object. Without `ids` the file tells itself which
  /// tokens are special. Throws E-IDF (input) if the file has no ids that are needed.
  TokenWeights(const EmbeddingFile& file, const IdfTable* idf, std::optional<SpecialIds> ids);

  /// Weights of rows. Replaces `out`. Throws E-IDF (input) for a token that has none.
  void fill(const RowRange& rows, std::vector<float>& out) const;

  /// 1 for special tokens. Replaces `out`.
  void fill_special(const RowRange& rows, std::vector<std::uint8_t>& out) const;

 private:
  bool is_special(std::uint64_t row) const;
  float idf(std::uint64_t row) const;

  const EmbeddingFile& file_;
  const IdfTable* idf_;
  std::optional<SpecialIds> ids_;
};

}  // namespace assay
