#include "metrics/rouge_options.h"

#include "assay/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay {

double rouge_cell(Row row, RougeCell cell) {
  return row[static_cast<std::size_t>(cell)];
}

double rouge_mean(Row totals, RougeCell cell) {
  const double segments = rouge_cell(totals, RougeCell::kSegments);
  return segments > 0 ? rouge_cell(totals, cell) / segments : 0;
}

std::vector<Detail> rouge_details(Row totals) {
  return {
      {"precision", {rouge_mean(totals, RougeCell::kPrecision)}},
      {"recall", {rouge_mean(totals, RougeCell::kRecall)}},
      {"f1", {rouge_mean(totals, RougeCell::kF1)}},
  };
}

std::vector<Warning> rouge_warnings(Row totals, std::string_view tokenizer) {
  const double lost = rouge_cell(totals, RougeCell::kLost);
  const double segments = rouge_cell(totals, RougeCell::kSegments);
  if (2 * lost <= segments) return {};
  return {{"W-TOKENS", "", 0,
           fmt::format("the tokenizer {} drops most letters of {} of {} segments, whose scores are "
                       "0 or say little; choose another, such as tok=icu",
                       tokenizer, lost, segments),
           Warning::About::kStatistics}};
}

bool is_mostly_dropped(std::string_view text) {
  const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return false;
  const LetterCounts letters = count_letters(text);
  return letters.other > letters.ascii;
}

std::string canonical_algorithm(std::string_view value) {
  static const std::vector<std::string> choices = {"google", "1.5.5"};
  return canonical_choice(value, choices);
}

}  // namespace assay
