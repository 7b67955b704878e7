#include "metrics/token_weights.h"

#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/idf_file.h"
#include "modules/sha256.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace assay {
namespace {

float idf_weight(std::uint64_t documents, std::uint64_t with_token) {
  return static_cast<float>(
      std::log(static_cast<double>(documents + 1) / static_cast<double>(with_token + 1)));
}

[[noreturn]] void throw_missing_ids(const EmbeddingFile& file) {
  throw input_error("E-IDF", file.shown() + ": no array 'ids', which idf needs",
                    "export the file anew with ids, or leave out idf");
}

/// How many texts of `file` hold each id; adds to `counts`.
void count_documents(const EmbeddingFile& file,
                     std::unordered_map<std::uint32_t, std::uint64_t>& counts) {
  if (file.ids().empty() && file.rows() > 0) throw_missing_ids(file);
  std::vector<std::uint32_t> ids;
  for (std::uint64_t text = 0; text < file.texts(); ++text) {
    const RowRange rows = file.rows_of(text);
    const auto of_text = file.ids().subspan(static_cast<std::size_t>(rows.begin),
                                            static_cast<std::size_t>(rows.size()));
    ids.assign(of_text.begin(), of_text.end());
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const std::uint32_t id : ids) ++counts[id];
  }
}

IdfTable table_of(const std::unordered_map<std::uint32_t, std::uint64_t>& counts,
                  std::uint64_t documents, std::string source) {
  IdfTable table{
      .unseen = idf_weight(documents, 0), .documents = documents, .source = std::move(source)};
  for (const auto& [id, count] : counts) table.weights.emplace(id, idf_weight(documents, count));
  return table;
}

}  // namespace

IdfTable idf_of_references(const EmbeddingCorpus& corpus) {
  std::unordered_map<std::uint32_t, std::uint64_t> counts;
  std::uint64_t documents = 0;
  for (const auto& file : corpus.references) {
    count_documents(*file, counts);
    documents += file->texts();
  }
  return table_of(counts, documents, "the references");
}

IdfTable read_idf(const std::string& path) {
  IdfFile file = read_idf_file(path);
  if (file.documents) {
    return table_of({file.counts.begin(), file.counts.end()}, *file.documents,
                    escape(path, std::string::npos));
  }
  IdfTable table{.source = escape(path, std::string::npos), .warnings = std::move(file.warnings)};
  table.weights.insert(file.weights.begin(), file.weights.end());
  return table;
}

std::string digest_of(const IdfTable& table) {
  std::vector<std::pair<std::uint32_t, float>> weights(table.weights.begin(), table.weights.end());
  std::ranges::sort(weights);
  Sha256 digest;
  for (const auto& [id, weight] : weights) digest.add(fmt::format("{}\t{}\n", id, weight));
  if (table.unseen) digest.add(fmt::format("{}", *table.unseen));
  return digest.abbreviated();
}

TokenWeights::TokenWeights(const EmbeddingFile& file, const IdfTable* idf,
                           std::optional<SpecialIds> ids)
    : file_(file), idf_(idf), ids_(ids) {
  const bool needs_ids = (idf != nullptr && file.weights().empty()) || ids.has_value();
  if (!needs_ids || !file.ids().empty() || file.rows() == 0) return;
  if (idf != nullptr) throw_missing_ids(file);
  throw input_error("E-SPECIAL",
                    file.shown() + ": no array 'ids' to find the special tokens by, nor 'special'",
                    "export the file anew with ids");
}

bool TokenWeights::is_special(std::uint64_t row) const {
  const auto place = static_cast<std::size_t>(row);
  if (!ids_) return !file_.special().empty() && file_.special()[place] != 0;
  const std::uint32_t id = file_.ids()[place];
  return id == ids_->cls || id == ids_->sep;
}

float TokenWeights::idf(std::uint64_t row) const {
  const std::uint32_t id = file_.ids()[static_cast<std::size_t>(row)];
  const auto found = idf_->weights.find(id);
  if (found != idf_->weights.end()) return found->second;
  if (idf_->unseen) return *idf_->unseen;
  throw input_error("E-IDF",
                    fmt::format("{}: row {}: the token {} has no weight in {}", file_.shown(), row,
                                id, idf_->source),
                    "give a weight for every token");
}

void TokenWeights::fill(const RowRange& rows, std::vector<float>& out) const {
  out.clear();
  for (std::uint64_t row = rows.begin; row < rows.end; ++row) {
    if (!file_.weights().empty()) {
      out.push_back(file_.weights()[static_cast<std::size_t>(row)]);
    } else if (idf_ != nullptr) {
      out.push_back(idf(row));
    } else {
      out.push_back(is_special(row) ? 0.0F : 1.0F);
    }
  }
}

void TokenWeights::fill_special(const RowRange& rows, std::vector<std::uint8_t>& out) const {
  out.clear();
  for (std::uint64_t row = rows.begin; row < rows.end; ++row) {
    out.push_back(is_special(row) ? 1 : 0);
  }
}

}  // namespace assay
