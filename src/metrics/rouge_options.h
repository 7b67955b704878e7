#pragma once

#include "assay/metric.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

/// What the metrics of both families of ROUGE have in common.
namespace assay {

/// The columns of a row; those after kLost are not in all of them.
enum class RougeCell : std::size_t { kSegments, kPrecision, kRecall, kF1, kLost, kOneLine };

inline constexpr std::array<Column, 6> kRougeColumns = {{
    {"segments"},
    {"precision", false},
    {"recall", false},
    {"f1", false},
    {"lost"},
    {"one_line"},
}};

double rouge_cell(Row row, RougeCell cell);

/// The mean over segments, 0 without any.
double rouge_mean(Row totals, RougeCell cell);

/// "precision", "recall" and "f1".
std::vector<Detail> rouge_details(Row totals);

/// A warning if the tokenizer loses most segments.
std::vector<Warning> rouge_warnings(Row totals, std::string_view tokenizer);

/// True if most letters of `text` are not ASCII, which is all that the tokenizers of rouge_score
/// and of ROUGE-1.5.5 keep.
bool is_mostly_dropped(std::string_view text);

/// Which family: "google" or "1.5.5". The second is another table entry, MetricInfo::variant.
std::string canonical_algorithm(std::string_view value);

inline constexpr OptionInfo kRougeAlgorithm = {
    "alg", "google", "google: as rouge_score does; 1.5.5: as the Perl program ROUGE-1.5.5 does",
    &canonical_algorithm};

/// The entries for alg=1.5.5.
extern const std::array<MetricInfo, 10> kRouge155Variants;  ///< rouge1 … rouge9, rougeL.

}  // namespace assay
