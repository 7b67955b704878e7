#include "metrics/embedded_text.h"

#include "assay/error.h"
#include "assay/text.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// Squares of lengths that embeddings seldom have.
constexpr float kOddlyShort = 1e-6F;
constexpr float kOddlyLong = 1e6F;
/// Products of rows with such squares are as exact as those of rows of length 1.
constexpr float kTooShort = 1e-20F;
constexpr float kTooLong = 1e20F;

RowType row_type_of(Dtype dtype) {
  if (dtype == Dtype::kF16) return RowType::kF16;
  return dtype == Dtype::kBF16 ? RowType::kBF16 : RowType::kF32;
}

}  // namespace

EmbeddedText::EmbeddedText(const EmbeddingFile& file, const Tensor& tensor,
                           const TokenWeights& weights, const BertScoreSettings& settings)
    : file_(file),
      tensor_(tensor),
      token_weights_(weights),
      settings_(settings),
      window_(file, tensor) {}

void EmbeddedText::read(std::uint64_t segment, std::uint64_t text, std::uint64_t soon) {
  const RowRange range = file_.rows_of(text);
  const std::uint64_t soon_row = file_.is_sequential() ? file_.rows_of(soon - 1).end : range.end;
  rows_ = {window_.read(range, soon_row), row_type_of(window_.dtype()),
           static_cast<std::size_t>(range.size()), window_.width()};
  token_weights_.fill(range, weights_);
  if (!settings_.matches_special) token_weights_.fill_special(range, masked_);
  compute_factors(segment, range.begin);
}

void EmbeddedText::compute_factors(std::uint64_t segment, std::uint64_t first_row) {
  factors_.resize(rows_.count);
  squared_norms(rows_, factors_);
  has_nan_ = false;
  bool is_extreme = false;
  for (std::size_t i = 0; i < rows_.count; ++i) {
    const float square = factors_[i];
    const bool is_good = std::isfinite(square) && square > 0;
    if (!is_good && !settings_.allows_nan) refuse(segment, first_row + i, square);
    ++norms_.all;
    if (!(square >= kOddlyShort && square <= kOddlyLong)) ++norms_.odd;
    is_extreme = is_extreme || square < kTooShort || square > kTooLong;
    factors_[i] = 1 / std::sqrt(square);
  }
  if (is_extreme || std::ranges::any_of(factors_, [](float f) { return !std::isfinite(f); })) {
    normalize();
  }
}

/// Rows whose products would not be exact, or not finite, are brought to length 1 first, as
/// bert_score does with all.
void EmbeddedText::normalize() {
  scaled_rows(rows_, factors_, normalized_);
  has_nan_ = std::ranges::any_of(normalized_, [](float number) { return !std::isfinite(number); });
  rows_ = {std::as_bytes(std::span(normalized_)), RowType::kF32, rows_.count, rows_.width};
  std::ranges::fill(factors_, 1.0F);
}

void EmbeddedText::widen() {
  if (rows_.type == RowType::kF32) return;
  const std::vector<float> ones(rows_.count, 1.0F);
  scaled_rows(rows_, ones, widened_);
  rows_ = {std::as_bytes(std::span(widened_)), RowType::kF32, rows_.count, rows_.width};
}

void EmbeddedText::refuse(std::uint64_t segment, std::uint64_t row, float square) const {
  const std::string_view what = square == 0          ? "a row of length 0"
                                : std::isnan(square) ? "a number that is not finite"
                                                     : "numbers that are not finite or too large";
  throw input_error(
      "E-NAN",
      fmt::format("{}: {}: segment {}, row {}: {}", file_.shown(), escape(tensor_.name), segment,
                  row, what),
      "look at what made the embeddings; bertscore:nan=compat scores such segments 0");
}

}  // namespace assay
