#pragma once

#include "assay/evaluate.h"

#include "array_files.h"
#include "text_corpus.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

/// Embeddings made by hand, and what bertscore says about them.
namespace assay::testing {

using Rows = std::vector<std::vector<float>>;

inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// A text: rows of numbers, and ids of which 1 is [CLS] and 2 is [SEP].
struct Text {
  Rows rows;
  std::vector<std::int64_t> ids;
};

using EmbeddedTexts = std::vector<Text>;

inline const Metadata kSpecial = {{"cls_token_id", "1"}, {"sep_token_id", "2"}};

inline std::vector<Array> arrays_of(const EmbeddedTexts& texts) {
  std::vector<float> numbers;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> offsets = {0};
  std::size_t width = 1;
  for (const Text& text : texts) {
    for (const auto& row : text.rows) {
      width = row.size();
      numbers.insert(numbers.end(), row.begin(), row.end());
    }
    ids.insert(ids.end(), text.ids.begin(), text.ids.end());
    offsets.push_back(static_cast<std::int64_t>(ids.size()));
  }
  return {{"emb", "F32", {ids.size(), width}, bytes_of(numbers)},
          {"offsets", "I64", {offsets.size()}, bytes_of(offsets)},
          {"ids", "I64", {ids.size()}, bytes_of(ids)}};
}

class BertScoreTest : public ::testing::Test {
 protected:
  std::string write(const std::vector<Array>& arrays, const Metadata& metadata = kSpecial) {
    return folder_.write(std::to_string(files_++) + ".safetensors", safetensors(arrays, metadata));
  }
  std::string write(const EmbeddedTexts& texts) { return write(arrays_of(texts)); }

  static Evaluation measure(const EmbeddingPaths& paths, const std::string& spec,
                            std::size_t threads = 1) {
    CorpusFiles files;
    files.has_texts = false;
    files.embeddings = paths;
    for (const std::string& path : paths.systems) files.systems.push_back({path, path});
    for (const std::string& path : paths.references) files.references.push_back({path, path});
    const std::vector<MetricSpec> specs = {MetricSpec::parse(spec)};
    return assay::measure(files, {}, specs,
                          {.threads = threads, .segment_scores = true, .keep_rows = true});
  }

  static Report report(const EmbeddingPaths& paths, const std::string& spec = "bertscore") {
    return measure(paths, spec).report;
  }

  static std::optional<Error> error_of(const EmbeddingPaths& paths,
                                       const std::string& spec = "bertscore") {
    try {
      measure(paths, spec);
    } catch (const Error& error) {
      return error;
    }
    return std::nullopt;
  }

  /// Precision, recall and F of a segment.
  static std::vector<double> values(const Report& report, std::size_t segment,
                                    std::size_t system = 0) {
    return {cell(report, segment, system, 1), cell(report, segment, system, 2),
            cell(report, segment, system, 3)};
  }

  static void expect_values(const Report& report, std::size_t segment,
                            const std::vector<double>& expected, double tolerance = 1e-7) {
    const std::vector<double> actual = values(report, segment);
    for (std::size_t i = 0; i < 3; ++i) {
      if (std::isnan(expected[i])) {
        EXPECT_TRUE(std::isnan(actual[i])) << i;
      } else {
        EXPECT_NEAR(actual[i], expected[i], tolerance) << i;
      }
    }
  }

  TempFolder folder_;
  std::size_t files_ = 0;
};

inline EmbeddedTexts random_texts(std::mt19937& random, std::size_t count, std::size_t width) {
  std::normal_distribution<float> number;
  EmbeddedTexts texts;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t rows = 3 + random() % 20;
    Text text;
    for (std::size_t r = 0; r < rows; ++r) {
      auto& row = text.rows.emplace_back();
      for (std::size_t k = 0; k < width; ++k) row.push_back(1 + number(random));
      text.ids.push_back(r == 0 ? 1 : r + 1 == rows ? 2 : 3 + static_cast<int>(random() % 50));
    }
    texts.push_back(text);
  }
  return texts;
}

/// [CLS], words, [SEP]; each row points in one of a few directions.
inline Text text_of(const std::vector<std::int64_t>& ids, const Rows& rows) {
  return {rows, ids};
}

inline const Rows kAxes = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

}  // namespace assay::testing
