#include "assay/text.h"

#include "metrics/explain_text.h"

#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>

namespace assay {
namespace {

/// One order of characters or words, as the metric counted it.
struct ChrfOrder {
  std::string_view unit;
  std::size_t n = 1;
  double hypothesis = 0;
  double reference = 0;
  double matches = 0;

  bool counts() const { return hypothesis > 0 && reference > 0; }
};

std::vector<ChrfOrder> orders_of(const ExplainedSegment& segment) {
  const auto characters = static_cast<std::size_t>(segment.options.whole("nc"));
  constexpr std::size_t kCellsPerOrder = 3;
  std::vector<ChrfOrder> orders;
  for (std::size_t i = 0; i < segment.row.size() / kCellsPerOrder; ++i) {
    const double* cells = &segment.row[i * kCellsPerOrder];
    const bool is_word = i >= characters;
    orders.push_back({is_word ? "words" : "characters", is_word ? i - characters + 1 : i + 1,
                      cells[0], cells[1], cells[2]});
  }
  return orders;
}

/// All characters, those of white space if the metric takes them.
std::size_t length_of(std::string_view text, const Options& options) {
  std::string lowered;
  if (options["case"] == "lc") {
    lowercase(text, lowered);
    text = lowered;
  }
  std::size_t length = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint point = code_point_at(text, i);
    if (options.is_yes("space") || !is_space(point.value)) ++length;
    i += point.size;
  }
  return length;
}

void print_orders(const std::vector<ChrfOrder>& orders, bool has_effective_order,
                  std::ostream& out) {
  fmt::print(out, "\n{:<14}{:>5}{:>6}{:>7}{:>11}{:>8}\n", "n-grams of", "hyp", "ref", "match",
             "precision", "recall");
  for (const ChrfOrder& order : orders) {
    fmt::print(out, "{:<12}{:>2}{:>5}{:>6}{:>7}", order.unit, order.n, order.hypothesis,
               order.reference, order.matches);
    if (order.counts()) {
      fmt::print(out, "{:>11.4f}{:>8.4f}\n", order.matches / order.hypothesis,
                 order.matches / order.reference);
    } else {
      fmt::print(out, "  {}\n", has_effective_order ? "left out" : "F is 0");
    }
  }
}

void print_effective(const ExplainedSegment& segment, std::ostream& out) {
  fmt::print(out, "\nmeans: P = {:.4f}, R = {:.4f}\n",
             detail_of(segment, "precision").front() / 100,
             detail_of(segment, "recall").front() / 100);
  if (segment.score == 0) return;
  const std::string& beta = segment.options["beta"];
  fmt::print(out, "F = 100 (1 + {0}^2) P R / ({0}^2 P + R) = {1:.2f}\n", beta, segment.score);
}

std::string zero_reason(const ExplainedSegment& segment, const std::vector<ChrfOrder>& orders,
                        std::size_t reference_length) {
  if (length_of(segment.hypothesis, segment.options) == 0) return "the hypothesis is empty";
  if (reference_length == 0) return "the reference is empty";
  for (const ChrfOrder& order : orders) {
    if (order.matches > 0) return "recall or precision is 0";
    if (order.counts()) return "nothing of the hypothesis is in the reference";
  }
  return "no order of n-grams is in both texts";
}

}  // namespace

void explain_chrf(const ExplainedSegment& segment, std::ostream& out) {
  print_tokens(characters_of(segment, segment.options.is_yes("space")), "characters", out);
  if (!segment.forms.empty()) print_tokens(tokens_of(segment), "words", out);
  const CountingReference counting = counting_reference(segment, score_cost, out);
  check_agreement(counting.segment.row == segment.row);
  const std::vector<ChrfOrder> orders = orders_of(segment);
  const std::size_t length = length_of(segment.references[counting.index], segment.options);
  const bool has_characters = segment.options.whole("nc") > 0;
  check_agreement(!has_characters || orders.front().reference == static_cast<double>(length));
  const bool has_effective_order = segment.options.is_yes("eff");
  print_orders(orders, has_effective_order, out);
  if (has_effective_order) {
    print_effective(segment, out);
  } else {
    fmt::print(out, "\nmean of the F-scores of all orders = {:.2f}\n", segment.score);
  }
  if (segment.score == 0) print_reason(zero_reason(segment, orders, length), out);
}

}  // namespace assay
