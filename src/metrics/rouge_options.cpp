#include "metrics/rouge_options.h"

#include "assay/text.h"

#include <cstdint>

#include <fmt/format.h>

namespace assay {
namespace {

/// Whether a third of the bytes or more are letters. All others take two bytes each, or three:
/// those that are letters too are not more, then, and nobody has to look which ones are.
bool has_ascii_letters(std::string_view text) {
  constexpr std::size_t kStep = 255;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size() && 3 * letters < text.size(); i += kStep) {
    // Bytes that are counted in a byte fit vectors best.
    std::uint8_t in_step = 0;
    for (const char byte : text.substr(i, kStep)) {
      const auto place =
          static_cast<std::uint8_t>((static_cast<unsigned char>(byte) | 0x20U) - 'a');
      in_step = static_cast<std::uint8_t>(in_step + (place < 26 ? 1U : 0U));
    }
    letters += in_step;
  }
  return 3 * letters >= text.size();
}

}  // namespace

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
  if (is_ascii(text) || has_ascii_letters(text)) return false;
  const LetterCounts letters = count_letters(text);
  return letters.other > letters.ascii;
}

std::string canonical_algorithm(std::string_view value) {
  static const std::vector<std::string> choices = {"google", "1.5.5"};
  return canonical_choice(value, choices);
}

}  // namespace assay
