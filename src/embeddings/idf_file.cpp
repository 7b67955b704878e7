#include "embeddings/idf_file.h"

#include "assay/corpus.h"
#include "assay/error.h"
#include "assay/text.h"

#include "embeddings/embedding_loader.h"
#include "embeddings/names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array<std::string_view, 2> kArraySuffixes = {".safetensors", ".npz"};
constexpr std::size_t kPathLimit = 4096;

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw input_error("E-IDF", where + ": " + what,
                    "give doc_ids, doc_freq and num_docs, or lines of an id, a tab and a weight");
}

std::uint64_t documents_of(const TensorFile& file) {
  const auto stored = file.metadata().find("num_docs");
  if (stored != file.metadata().end()) {
    std::uint64_t count = 0;
    const char* end = stored->second.data() + stored->second.size();
    const auto [stop, error] = std::from_chars(stored->second.data(), end, count);
    if (error != std::errc() || stop != end) fail(file.shown(), "num_docs is not a number");
    return count;
  }
  const Tensor* array = file.find("num_docs");
  if (array == nullptr || array->elements != 1 || array->dtype != Dtype::kI64) {
    fail(file.shown(), "there is no num_docs, one int64");
  }
  std::array<std::int64_t, 1> count{};
  file.verify(*array);
  file.reader(*array)->read(0, std::as_writable_bytes(std::span(count)));
  if (count[0] < 0) fail(file.shown(), "num_docs is negative");
  return static_cast<std::uint64_t>(count[0]);
}

IdfFile read_arrays(const std::string& path) {
  const auto file = open_tensor_file(path, is_tensor_name);
  const Tensor* ids = file->find("doc_ids");
  const Tensor* frequencies = file->find("doc_freq");
  if (ids == nullptr || frequencies == nullptr) {
    fail(file->shown(), "the arrays doc_ids and doc_freq are not both there");
  }
  const TensorLoader loader(*file);
  loader.expect_size(*frequencies, ids->elements, "ids");
  const std::vector<std::uint32_t> all_ids = loader.ids(*ids);
  const std::vector<std::uint64_t> counts = loader.whole_numbers(*frequencies);
  IdfFile idf{.documents = documents_of(*file)};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > *idf.documents) {
      fail(file->shown(), fmt::format("the token {} is in {} of {} documents", all_ids[i],
                                      counts[i], *idf.documents));
    }
    idf.counts.emplace_back(all_ids[i], counts[i]);
  }
  return idf;
}

/// An id, a tab and a weight; false if the line is something else.
bool parse_weight(std::string_view line, std::uint32_t& id, float& weight) {
  const char* end = line.data() + line.size();
  const auto [tab, bad_id] = std::from_chars(line.data(), end, id);
  if (bad_id != std::errc() || tab == end || *tab != '\t') return false;
  const auto [stop, bad_weight] = std::from_chars(tab + 1, end, weight);
  return bad_weight == std::errc() && stop == end && std::isfinite(weight) && weight >= 0;
}

IdfFile read_weights(const std::string& path) {
  IdfFile idf;
  idf.warnings = read_lines(path, {}, [&](std::string_view line, std::uint64_t number) {
    std::uint32_t id = 0;
    float weight = 0;
    if (!parse_weight(line, id, weight)) {
      fail(fmt::format("{}:{}", escape(path, kPathLimit), number),
           fmt::format("'{}' is not an id and a weight of at least 0", escape(line)));
    }
    idf.weights.emplace_back(id, weight);
  });
  return idf;
}

/// No id may stand twice.
template <typename Value>
void check_ids(const std::string& path, std::vector<std::pair<std::uint32_t, Value>>& entries) {
  std::ranges::sort(entries);
  const auto twice =
      std::ranges::adjacent_find(entries, {}, [](const auto& entry) { return entry.first; });
  if (twice == entries.end()) return;
  fail(escape(path, kPathLimit), fmt::format("the token {} stands twice", twice->first));
}

}  // namespace

IdfFile read_idf_file(const std::string& path) {
  const bool is_array = std::ranges::any_of(
      kArraySuffixes, [&](std::string_view suffix) { return path.ends_with(suffix); });
  IdfFile idf = is_array ? read_arrays(path) : read_weights(path);
  check_ids(path, idf.counts);
  check_ids(path, idf.weights);
  return idf;
}

}  // namespace assay
