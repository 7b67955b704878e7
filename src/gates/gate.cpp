#include "assay/gate.h"

#include "assay/error.h"
#include "assay/text.h"

#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace assay {
namespace {

Error gate_error(std::string_view text, std::string_view what, std::string_view hint) {
  return usage_error("E-GATE", fmt::format("'{}': {}", escape(text), what), std::string(hint));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

double parse_limit(std::string_view gate, std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (is_number && std::isfinite(value)) return value;
  throw gate_error(gate, fmt::format("'{}' is not a finite number", escape(text)),
                   "write a number such as 30 or 0.005");
}

/// The metric of a gate, which must be a single one.
MetricSpec parse_metric(std::string_view gate, std::string_view text) {
  std::vector<MetricSpec> specs = parse_metric_list(trimmed(text));
  if (specs.size() == 1) return std::move(specs.front());
  throw gate_error(gate, "a gate is about one metric", "give the option once for each metric");
}

void check_direction(std::string_view text, GateKind kind, const MetricSpec& spec) {
  const bool is_up = spec.better() == Better::kHigher;
  if (kind == GateKind::kFloor && !is_up) {
    throw gate_error(text, fmt::format("of {} less is better", spec.key), "use --fail-over");
  }
  if (kind == GateKind::kCeiling && is_up) {
    throw gate_error(text, fmt::format("of {} more is better", spec.key), "use --fail-under");
  }
}

/// "METRIC=NUMBER"; a metric may have a "=" itself, a number has none.
Gate parse_limit_gate(GateKind kind, std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos) {
    throw gate_error(text, "is not METRIC=NUMBER", "write, for example, bleu=30");
  }
  const MetricSpec spec = parse_metric(text, text.substr(0, equals));
  check_direction(text, kind, spec);
  Gate gate{.kind = kind, .metric = spec.key, .limit = parse_limit(text, text.substr(equals + 1))};
  if (kind == GateKind::kDrop && gate.limit < 0) {
    throw gate_error(text, "a drop is not less than 0", "write by how much a score may get worse");
  }
  return gate;
}

struct Operator {
  std::string_view sign;
  Relation relation = Relation::kLess;
};

/// Longer ones first.
constexpr Operator kOperators[] = {{"<=", Relation::kLessOrEqual},
                                   {">=", Relation::kGreaterOrEqual},
                                   {"<", Relation::kLess},
                                   {">", Relation::kGreater}};

std::string_view sign_of(Relation relation) {
  for (const Operator& one : kOperators) {
    if (one.relation == relation) return one.sign;
  }
  return {};
}

Relation take_relation(std::string_view gate, std::string_view& text) {
  text = trimmed(text);
  for (const Operator& one : kOperators) {
    if (!text.starts_with(one.sign)) continue;
    text.remove_prefix(one.sign.size());
    return one.relation;
  }
  throw gate_error(gate, "has no <, <=, > or >= where one must be",
                   "write, for example, segments(rouge1 < 0.10) <= 2%");
}

Gate parse_rule(std::string_view text) {
  constexpr std::string_view kStart = "segments(";
  const std::string_view rule = trimmed(text);
  const std::size_t close = rule.rfind(')');
  const std::size_t sign = rule.substr(0, close).find_first_of("<>");
  if (!rule.starts_with(kStart) || close == std::string_view::npos ||
      sign == std::string_view::npos) {
    throw gate_error(text, "is not a rule about segments",
                     "write, for example, segments(rouge1 < 0.10) <= 2%");
  }
  Gate gate{.kind = GateKind::kSegments};
  gate.metric = parse_metric(text, rule.substr(kStart.size(), sign - kStart.size())).key;
  std::string_view inner = rule.substr(sign, close - sign);
  gate.segment_relation = take_relation(text, inner);
  gate.segment_limit = parse_limit(text, inner);
  std::string_view outer = rule.substr(close + 1);
  gate.relation = take_relation(text, outer);
  gate.is_percent = outer.ends_with('%');
  if (gate.is_percent) outer.remove_suffix(1);
  gate.limit = parse_limit(text, outer);
  return gate;
}

}  // namespace

Gate parse_gate(GateKind kind, std::string_view text) {
  switch (kind) {
    case GateKind::kSegments:
      return parse_rule(text);
    case GateKind::kSignificantDrop:
      return {.kind = kind, .metric = parse_metric(text, text).key};
    default:
      return parse_limit_gate(kind, text);
  }
}

std::string describe(const Gate& gate) {
  switch (gate.kind) {
    case GateKind::kFloor:
      return fmt::format("{} >= {}", gate.metric, gate.limit);
    case GateKind::kCeiling:
      return fmt::format("{} <= {}", gate.metric, gate.limit);
    case GateKind::kDrop:
      return fmt::format("{} drops by at most {}", gate.metric, gate.limit);
    case GateKind::kSignificantDrop:
      return fmt::format("{} does not drop significantly", gate.metric);
    default:
      return fmt::format("segments({} {} {}) {} {}{}", gate.metric, sign_of(gate.segment_relation),
                         gate.segment_limit, sign_of(gate.relation), gate.limit,
                         gate.is_percent ? "%" : "");
  }
}

bool holds(double value, Relation relation, double limit) {
  switch (relation) {
    case Relation::kLess:
      return value < limit;
    case Relation::kLessOrEqual:
      return value <= limit;
    case Relation::kGreater:
      return value > limit;
    default:
      return value >= limit;
  }
}

double counted(const Gate& gate, std::uint64_t count, std::uint64_t segments) {
  const auto number = static_cast<double>(count);
  // One division, rounded once, of whole numbers: of what is the limit it gives the limit itself,
  // since that is the double next to the same number.
  return gate.is_percent ? 100 * number / static_cast<double>(segments) : number;
}

ExitCode exit_code_of(std::span<const Verdict> verdicts) {
  ExitCode code = ExitCode::kOk;
  for (const Verdict& verdict : verdicts) {
    if (verdict.status == Verdict::Status::kFailed) code = std::max(code, ExitCode::kGateFailed);
    if (verdict.status == Verdict::Status::kUndecided) code = std::max(code, ExitCode::kUndecided);
  }
  return code;
}

}  // namespace assay
