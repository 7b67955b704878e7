#include "assay/ngram.h"

#include "metrics/explain_text.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

namespace assay {
namespace {

/// One order of n-grams: as they are counted, and after smoothing.
struct BleuOrder {
  std::size_t n = 1;
  double matches = 0;
  double total = 0;
  double smoothed_matches = 0;
  double smoothed_total = 0;
  double precision = 0;
};

std::vector<BleuOrder> orders_of(const ExplainedSegment& segment, const ExplainedTokens& tokens) {
  const std::vector<double> precisions = detail_of(segment, "precisions");
  const std::vector<double> counts = detail_of(segment, "counts");
  const std::vector<double> totals = detail_of(segment, "totals");
  const OrderCounts raw = ngram_totals(tokens.hypothesis.tokens.size(), precisions.size());
  std::vector<BleuOrder> orders;
  for (std::size_t i = 0; i < precisions.size(); ++i) {
    const auto matches = matched_ngrams(tokens.hypothesis.tokens, tokens.references, i + 1);
    orders.push_back({i + 1, static_cast<double>(clipped_sum(matches)), static_cast<double>(raw[i]),
                      counts[i], totals[i], precisions[i]});
  }
  return orders;
}

void print_order(const BleuOrder& order, const std::string& smoothing, std::ostream& out) {
  fmt::print(out, "\n{}-grams: {} of {} match", order.n, order.matches, order.total);
  const bool has_added = order.smoothed_total != order.total;
  if (has_added) {
    fmt::print(out, ", smooth={} makes it {} of {}", smoothing, order.smoothed_matches,
               order.smoothed_total);
  }
  if (order.smoothed_total == 0) {
    fmt::print(out, ", so the order is left out\n");
    return;
  }
  const bool is_smoothed = order.smoothed_matches == 0 && order.precision > 0;
  fmt::print(out, ", precision {:.2f}{}\n", order.precision,
             is_smoothed ? fmt::format(" by smooth={}", smoothing) : "");
}

void print_brevity_penalty(const ExplainedSegment& segment, std::ostream& out) {
  const double hypothesis = detail_of(segment, "sys_len").front();
  const double reference = detail_of(segment, "ref_len").front();
  const double penalty = detail_of(segment, "bp").front();
  const bool is_short = hypothesis < reference && hypothesis > 0;
  fmt::print(out, "\nbrevity penalty: {}{:.4g} ({} tokens, {} in the closest reference)\n",
             is_short ? fmt::format("exp(1 - {} / {}) = ", reference, hypothesis) : "", penalty,
             hypothesis, reference);
}

/// The precisions that count, which the score is the geometric mean of.
void print_arithmetic(const ExplainedSegment& segment, const std::vector<BleuOrder>& orders,
                      std::ostream& out) {
  std::vector<std::string> terms;
  for (const BleuOrder& order : orders) {
    if (order.smoothed_total == 0) break;
    terms.push_back(fmt::format("ln {:.2f}", order.precision));
  }
  fmt::print(out, "BLEU = {:.4g} * exp(({}) / {}) = {:.2f}\n", detail_of(segment, "bp").front(),
             fmt::join(terms, " + "), terms.size(), segment.score);
}

std::string zero_reason(const ExplainedSegment& segment, const ExplainedTokens& tokens,
                        const std::vector<BleuOrder>& orders) {
  const auto has_tokens = [](const ExplainedSide& side) { return !side.tokens.empty(); };
  const auto reference = std::ranges::find_if(tokens.references, has_tokens);
  const bool has_reference = reference != tokens.references.end();
  std::string why = empty_side(segment, tokens.hypothesis,
                               has_reference ? *reference : tokens.references.front());
  if (!why.empty()) return why;
  const bool has_match =
      std::ranges::any_of(orders, [](const BleuOrder& order) { return order.matches > 0; });
  if (!has_match) return "no token of the hypothesis is in a reference";
  for (const BleuOrder& order : orders) {
    if (order.precision > 0) continue;
    return fmt::format("no {}-gram matches, and smooth={} leaves its precision at 0", order.n,
                       segment.options["smooth"]);
  }
  return "the brevity penalty is too small for a number";
}

}  // namespace

void explain_bleu(const ExplainedSegment& segment, std::ostream& out) {
  const ExplainedTokens tokens = tokens_of(segment);
  print_tokens(tokens, "tokens", out);
  const std::vector<BleuOrder> orders = orders_of(segment, tokens);
  constexpr std::size_t kFirstMatch = 2;  // In the metric's row, after the two lengths.
  for (const BleuOrder& order : orders) {
    check_agreement(segment.row[kFirstMatch + order.n - 1] == order.matches);
    print_order(order, segment.options["smooth"], out);
    print_matches(tokens, matched_ngrams(tokens.hypothesis.tokens, tokens.references, order.n),
                  out);
  }
  print_brevity_penalty(segment, out);
  if (segment.score > 0) {
    print_arithmetic(segment, orders, out);
  } else {
    print_reason(zero_reason(segment, tokens, orders), out);
  }
}

}  // namespace assay
