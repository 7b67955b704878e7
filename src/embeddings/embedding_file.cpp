#include "assay/embeddings.h"
#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/embedding_loader.h"
#include "embeddings/names.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// A minute's work.
constexpr std::uint64_t kMostUnpackedAnew = std::uint64_t{1} << 34U;
/// bert_score takes a text of two tokens, [CLS] and [SEP], for empty.
constexpr std::uint64_t kRowsOfEmptyText = 2;

bool is_embeddings(const Tensor& tensor) {
  return tensor.name == kEmbeddings || is_layer_name(tensor.name);
}

}  // namespace

/// Fills in an EmbeddingFile and checks that its parts fit together.
class EmbeddingFileLoader {
 public:
  explicit EmbeddingFileLoader(EmbeddingFile& file) : out_(file), loader_(*file.file_) {}

  void operator()() {
    const Tensor& rows = check_embeddings();
    load_offsets(rows);
    const std::uint64_t count = rows.shape[0];
    if (const Tensor* ids = of_size("ids", count, "rows")) out_.ids_ = loader_.ids(*ids);
    if (const Tensor* flags = of_size("special", count, "rows")) {
      out_.special_ = loader_.flags(*flags);
    }
    if (const Tensor* weights = of_size("weights", count, "rows")) {
      out_.weights_ = loader_.weights(*weights);
    }
    load_index(rows);
    load_groups();
    count_truncated();
    check_tokens(count);
  }

 private:
  const Tensor* find(std::string_view name) const { return out_.file_->find(name); }

  const Tensor* of_size(std::string_view name, std::uint64_t size, std::string_view what) const {
    const Tensor* tensor = find(name);
    if (tensor != nullptr) loader_.expect_size(*tensor, size, what);
    return tensor;
  }

  /// All layers have the same rows.
  const Tensor& check_embeddings() const {
    const Tensor* first = nullptr;
    for (const Tensor& tensor : out_.file_->tensors()) {
      if (!is_embeddings(tensor)) continue;
      if (first == nullptr) first = &tensor;
      if (!is_float(tensor.dtype)) {
        loader_.fail("E-TENSOR", tensor,
                     fmt::format("{} instead of F16, BF16, F32 or F64", description(tensor)));
      }
      if (tensor.shape.size() != 2 || tensor.shape[1] == 0 || tensor.shape[0] != first->shape[0]) {
        loader_.fail("E-SHAPE", tensor,
                     fmt::format("{} instead of [rows, numbers per row]", description(tensor)));
      }
    }
    if (first != nullptr) return *first;
    throw input_error("E-TENSOR",
                      fmt::format("{}: no array 'emb' nor 'emb.L…'", out_.file_->shown()),
                      "the manual lists the arrays of an embedding file");
  }

  void load_offsets(const Tensor& rows) {
    const Tensor* offsets = find("offsets");
    const Tensor* lengths = find("lengths");
    if ((offsets == nullptr) == (lengths == nullptr)) {
      throw input_error("E-TENSOR",
                        fmt::format("{}: {} of the arrays 'offsets' and 'lengths'",
                                    out_.file_->shown(), offsets == nullptr ? "none" : "both"),
                        "one of them tells which rows belong to which text");
    }
    if (offsets != nullptr) {
      out_.offsets_ = loader_.whole_numbers(*offsets);
      check_steps(*offsets, out_.offsets_, rows.shape[0], 0);
      return;
    }
    add_lengths(*lengths, rows.shape[0]);
  }

  void add_lengths(const Tensor& lengths, std::uint64_t rows) {
    out_.offsets_ = loader_.whole_numbers(lengths, 1);
    std::uint64_t sum = 0;
    for (std::uint64_t& offset : out_.offsets_) {
      const std::uint64_t length = std::exchange(offset, sum);
      if (length > rows - sum) {
        loader_.fail("E-SHAPE", lengths,
                     fmt::format("the lengths add up to more than the {} rows", rows));
      }
      sum += length;
    }
    if (sum == rows) return;
    loader_.fail("E-SHAPE", lengths,
                 fmt::format("the lengths add up to {}, but there are {} rows", sum, rows));
  }

  /// From 0 up to `end`, by steps of at least `least`.
  void check_steps(const Tensor& tensor, const std::vector<std::uint64_t>& steps, std::uint64_t end,
                   std::uint64_t least) const {
    if (steps.empty() || steps.front() != 0) loader_.fail("E-SHAPE", tensor, "does not begin at 0");
    for (std::size_t i = 1; i < steps.size(); ++i) {
      if (steps[i] >= steps[i - 1] && steps[i] - steps[i - 1] >= least) continue;
      loader_.fail("E-SHAPE", tensor,
                   fmt::format("number {} is {} after {}", i, steps[i], steps[i - 1]));
    }
    if (steps.back() == end) return;
    loader_.fail("E-SHAPE", tensor, fmt::format("ends at {} instead of {}", steps.back(), end));
  }

  void load_index(const Tensor& rows) {
    const Tensor* index = find("index");
    if (index == nullptr) return;
    out_.index_ = loader_.whole_numbers(*index);
    const std::uint64_t sequences = out_.offsets_.size() - 1;
    for (std::size_t i = 0; i < out_.index_.size(); ++i) {
      if (out_.index_[i] < sequences) continue;
      loader_.fail(
          "E-SHAPE", *index,
          fmt::format("number {} is {}, but there are {} sequences", i, out_.index_[i], sequences));
    }
    // An empty index would look like none.
    if (out_.index_.empty()) loader_.fail("E-SHAPE", *index, "is empty");
    check_ways_back(*index, rows);
  }

  /// Each way back unpacks the rows anew.
  void check_ways_back(const Tensor& index, const Tensor& rows) const {
    if (!out_.file_->is_packed(rows)) return;
    std::uint64_t ways = 0;
    for (std::size_t i = 1; i < out_.index_.size(); ++i) {
      if (out_.index_[i] < out_.index_[i - 1]) ++ways;
    }
    const std::uint64_t bytes = rows.elements * size_of(rows.dtype);
    if (ways == 0 || bytes <= kMostUnpackedAnew / ways) return;
    loader_.fail("E-ZIP", index,
                 fmt::format("leads back {} times in a deflated array of {} bytes", ways, bytes),
                 "write the file anew with numpy.savez, not savez_compressed");
  }

  void load_groups() {
    const Tensor* groups = find("groups");
    if (groups == nullptr) return;
    out_.groups_ = loader_.whole_numbers(*groups);
    check_steps(*groups, out_.groups_, out_.texts(), 1);
  }

  void count_truncated() {
    const Tensor* lengths = of_size("full_lengths", out_.offsets_.size() - 1, "texts");
    if (lengths == nullptr) return;
    const std::vector<std::uint64_t> full = loader_.whole_numbers(*lengths);
    for (std::uint64_t text = 0; text < out_.texts(); ++text) {
      const std::uint64_t sequence = out_.index_.empty() ? text : out_.index_[text];
      if (full[sequence] > out_.rows_of(text).size()) ++out_.truncated_;
    }
  }

  void check_tokens(std::uint64_t rows) const {
    const Tensor* tokens = find("tokens");
    const Tensor* offsets = of_size("token_offsets", rows + 1, "rows and the end");
    if (tokens == nullptr || offsets == nullptr) return;
    if (tokens->dtype != Dtype::kU8 || offsets->dtype != Dtype::kI64) {
      loader_.fail("E-TENSOR", *tokens, "needs uint8, and token_offsets int64");
    }
  }

  EmbeddingFile& out_;
  TensorLoader loader_;
};

EmbeddingFile::EmbeddingFile(const std::string& path)
    : path_(path), file_(open_tensor_file(path, is_tensor_name)) {
  EmbeddingFileLoader (*this)();
}

EmbeddingFile::~EmbeddingFile() = default;

std::string EmbeddingFile::shown() const {
  return file_->shown();
}

std::uint64_t EmbeddingFile::texts() const {
  return index_.empty() ? offsets_.size() - 1 : index_.size();
}

std::uint64_t EmbeddingFile::segments() const {
  return groups_.empty() ? texts() : groups_.size() - 1;
}

RowRange EmbeddingFile::texts_of(std::uint64_t segment) const {
  if (groups_.empty()) return {segment, segment + 1};
  return {groups_[segment], groups_[segment + 1]};
}

RowRange EmbeddingFile::rows_of(std::uint64_t text) const {
  const std::uint64_t sequence = index_.empty() ? text : index_[text];
  return {offsets_[sequence], offsets_[sequence + 1]};
}

std::string EmbeddingFile::metadata(std::string_view key) const {
  const auto found = file_->metadata().find(key);
  return found == file_->metadata().end() ? "" : found->second;
}

const Tensor& EmbeddingFile::embeddings(std::optional<int> layer) const {
  const std::string stored = metadata("num_layers");
  const std::string wanted = layer ? fmt::format("{}", *layer) : stored;
  if (const Tensor* found = file_->find(fmt::format("{}{}", kLayerPrefix, wanted))) return *found;
  const Tensor* only = file_->find(kEmbeddings);
  if (only != nullptr && (!layer || stored.empty() || stored == wanted)) return *only;
  std::vector<const Tensor*> all;
  for (const Tensor& tensor : file_->tensors()) {
    if (is_embeddings(tensor)) all.push_back(&tensor);
  }
  if (!layer && all.size() == 1) return *all.front();
  std::string names;
  for (const Tensor* tensor : all) names += " " + escape(tensor->name);
  throw input_error(
      "E-LAYER",
      layer ? fmt::format("{}: there is no layer {}", shown(), *layer)
            : fmt::format("{}: there are several layers", shown()),
      fmt::format("choose one with bertscore:layer=K; the file has{}{}", names,
                  stored.empty() ? "" : fmt::format(", made for layer {}", escape(stored))));
}

std::optional<std::string> EmbeddingFile::token(std::uint64_t row) const {
  const Tensor* tokens = file_->find("tokens");
  const Tensor* offsets = file_->find("token_offsets");
  if (tokens == nullptr || offsets == nullptr) return std::nullopt;
  std::array<std::int64_t, 2> ends{};
  file_->reader(*offsets)->read(row * sizeof(std::int64_t),
                                std::as_writable_bytes(std::span(ends)));
  const auto [begin, end] = ends;
  if (begin < 0 || end < begin || static_cast<std::uint64_t>(end) > tokens->elements) {
    throw input_error(
        "E-SHAPE", fmt::format("{}: token_offsets: row {} has no place in tokens", shown(), row));
  }
  std::string text(static_cast<std::size_t>(end - begin), '\0');
  file_->reader(*tokens)->read(static_cast<std::uint64_t>(begin),
                               std::as_writable_bytes(std::span(text)));
  return text;
}

void EmbeddingFile::check_unchanged() const {
  file_->check_unchanged();
}

EmbeddingCorpus::EmbeddingCorpus(const EmbeddingPaths& paths) {
  if (paths.systems.empty() || paths.references.empty()) {
    throw usage_error("E-EMBEDDINGS", "embeddings of one side only",
                      "give --hyp-emb for each system and --ref-emb for each set of references");
  }
  for (const std::string& path : paths.systems) {
    systems.push_back(std::make_unique<EmbeddingFile>(path));
    if (!systems.back()->has_groups()) continue;
    throw input_error("E-TENSOR", systems.back()->shown() + ": 'groups' is for references");
  }
  for (const std::string& path : paths.references) {
    references.push_back(std::make_unique<EmbeddingFile>(path));
  }
  for (const auto* side : {&systems, &references}) {
    for (const auto& file : *side) {
      if (file->segments() == segments()) continue;
      throw input_error("E-SHAPE",
                        fmt::format("{}: {} segments here but {} in {}", file->shown(),
                                    file->segments(), segments(), systems.front()->shown()),
                        "export all files from texts with the same number of lines");
    }
  }
}

std::uint64_t EmbeddingCorpus::references_of(std::uint64_t segment) const {
  std::uint64_t count = 0;
  for (const auto& file : references) count += file->texts_of(segment).size();
  return count;
}

TextlessCorpus EmbeddingCorpus::textless() const {
  const auto count_empty = [](const EmbeddingFile& file) {
    std::uint64_t empty = 0;
    for (std::uint64_t text = 0; text < file.texts(); ++text) {
      if (file.rows_of(text).size() <= kRowsOfEmptyText) ++empty;
    }
    return empty;
  };
  TextlessCorpus corpus;
  for (const auto& file : systems) corpus.empty_hypotheses.push_back(count_empty(*file));
  for (const auto& file : references) corpus.empty_references += count_empty(*file);
  for (std::uint64_t i = 0; i < segments(); ++i) {
    corpus.references.push_back(static_cast<std::uint32_t>(references_of(i)));
  }
  return corpus;
}

}  // namespace assay
