#include "metrics/bertscore_files.h"

#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/tensor.h"
#include "metrics/bertscore_setup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array<std::string_view, 8> kAgreeing = {
    "model",        "num_layers",   "tokenizer",  "add_prefix_space",
    "cls_token_id", "sep_token_id", "max_length", "normalized"};
/// The version that bert_score 0.3.13 prints.
constexpr std::string_view kHashVersion = "0.3.12";

std::vector<const EmbeddingFile*> files_of(const EmbeddingCorpus& corpus) {
  std::vector<const EmbeddingFile*> files;
  for (const auto& file : corpus.references) files.push_back(file.get());
  for (const auto& file : corpus.systems) files.push_back(file.get());
  return files;
}

/// The first value that any file has.
std::string first_metadata(const EmbeddingCorpus& corpus, std::string_view key) {
  for (const EmbeddingFile* file : files_of(corpus)) {
    std::string value = file->metadata(key);
    if (!value.empty()) return value;
  }
  return "";
}

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

void check_metadata(const EmbeddingCorpus& corpus, std::string_view key) {
  const EmbeddingFile* first = nullptr;
  for (const EmbeddingFile* file : files_of(corpus)) {
    if (file->metadata(key).empty()) continue;
    if (first == nullptr) first = file;
    if (file->metadata(key) == first->metadata(key)) continue;
    throw input_error(
        "E-MISMATCH",
        fmt::format("{}: {} is '{}' here but '{}' in {}", file->shown(), key,
                    escape(file->metadata(key)), escape(first->metadata(key)), first->shown()),
        "export all files with the same model and options; "
        "bertscore:mismatch=allow scores them all the same");
  }
}

/// An id as an option or metadata has it; "none" is no id.
std::optional<std::uint32_t> parse_id(const EmbeddingFile& file, std::string_view text) {
  if (text == "none") return std::nullopt;
  const auto id = parse_number<std::uint32_t>(text);
  if (id) return id;
  throw input_error("E-SPECIAL",
                    fmt::format("{}: '{}' is not an id of a token", file.shown(), escape(text)),
                    "write bertscore:cls=ID,sep=ID");
}

std::optional<std::string> id_text(const EmbeddingFile& file, const std::string& option,
                                   std::string_view key) {
  if (!option.empty()) return option;
  const auto& metadata = file.file().metadata();
  const auto found = metadata.find(key);
  if (found == metadata.end()) return std::nullopt;
  return found->second.empty() ? "none" : found->second;
}

/// Fit for a signature.
std::string signature_value(std::string text) {
  for (char& byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '|' || value <= 0x20 || value == 0x7F) byte = '_';
  }
  return text;
}

std::string stored_types(const EmbeddingCorpus& corpus, std::optional<int> layer) {
  std::vector<std::string> names;
  for (const EmbeddingFile* file : files_of(corpus)) {
    const std::string name(name_of(file->embeddings(layer).dtype));
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "+") + name;
  return text;
}

}  // namespace

void check_agreement(const EmbeddingCorpus& corpus, std::optional<int> layer,
                     bool allows_mismatch) {
  for (const std::string_view key : kAgreeing) {
    if (!allows_mismatch) check_metadata(corpus, key);
  }
  const EmbeddingFile& first = *corpus.references.front();
  const std::uint64_t width = first.embeddings(layer).shape[1];
  for (const EmbeddingFile* file : files_of(corpus)) {
    const std::uint64_t other = file->embeddings(layer).shape[1];
    if (other == width) continue;
    throw input_error("E-SHAPE",
                      fmt::format("{}: {} numbers for each token here but {} in {}", file->shown(),
                                  other, width, first.shown()),
                      "export all files with the same model");
  }
}

std::optional<int> layer_of(const EmbeddingCorpus& corpus, const Options& options) {
  const std::optional<int> option = layer_option(options);
  return option ? option : parse_number<int>(first_metadata(corpus, "num_layers"));
}

std::optional<SpecialIds> special_ids_of(const EmbeddingFile& file, const Options& options) {
  const bool is_overruled = !options["cls"].empty() || !options["sep"].empty();
  if (!file.special().empty() && !is_overruled) return std::nullopt;
  const auto cls = id_text(file, options["cls"], "cls_token_id");
  const auto sep = id_text(file, options["sep"], "sep_token_id");
  if (cls && sep) return SpecialIds{parse_id(file, *cls), parse_id(file, *sep)};
  const bool is_needed =
      options["special"] == "ignore" || (options["idf"] == "no" && file.weights().empty());
  if (!is_needed) return SpecialIds{};
  throw input_error("E-SPECIAL", file.shown() + ": nothing tells which tokens are [CLS] and [SEP]",
                    "write bertscore:cls=ID,sep=ID, or none for a model without them");
}

std::string facts_of(const EmbeddingCorpus& corpus, const Options& options) {
  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (value.empty()) return;
    text += fmt::format("{}{}:{}", text.empty() ? "" : "|", key, signature_value(value));
  };
  add("model", first_metadata(corpus, "model"));
  if (options["layer"].empty()) add("layer", first_metadata(corpus, "num_layers"));
  add("tok", first_metadata(corpus, "tokenizer"));
  add("max", first_metadata(corpus, "max_length"));
  const std::string computed = first_metadata(corpus, "dtype_compute");
  add("compute", computed == "float32" ? "" : computed);
  add("emb", stored_types(corpus, layer_option(options)));
  return text;
}

std::string bert_score_hash(const EmbeddingCorpus& corpus, const Options& options) {
  const std::string model = first_metadata(corpus, "model");
  const std::optional<int> layer = layer_of(corpus, options);
  if (model.empty() || !layer) return "";
  const std::string stored = first_metadata(corpus, "bert_score_version");
  std::string hash = fmt::format("{}_L{}{}_version={}(hug_trans={})", model, *layer,
                                 options["idf"] == "no" ? "_no-idf" : "_idf",
                                 stored.empty() ? std::string(kHashVersion) : stored,
                                 first_metadata(corpus, "transformers_version"));
  const std::string shipped =
      fmt::format("rescale_baseline/{}/{}.tsv", first_metadata(corpus, "lang"), model);
  const std::string& baseline = options["baseline"];
  if (!baseline.empty()) hash += baseline.ends_with(shipped) ? "-rescaled" : "-custom-rescaled";
  if (first_metadata(corpus, "tokenizer") == "fast") hash += "_fast-tokenizer";
  return escape(hash, std::string::npos);
}

}  // namespace assay
