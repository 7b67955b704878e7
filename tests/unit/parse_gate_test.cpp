#include "assay/gate.h"

#include "gates/signature_fields.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

Gate floor_of(std::string_view text) {
  return parse_gate(GateKind::kFloor, text);
}

/// The code of the Error that parsing throws.
std::string code_of(GateKind kind, std::string_view text) {
  try {
    parse_gate(kind, text);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kUsage);
    return error.problem().code;
  }
  return "";
}

TEST(ParseGateTest, AMetricMayHoldAnEqualsSign) {
  const Gate gate = floor_of("rougeL:stem=yes=0.25");
  EXPECT_EQ(gate.metric, "rougeL:stem=yes");
  EXPECT_EQ(gate.limit, 0.25);
  EXPECT_EQ(describe(gate), "rougeL:stem=yes >= 0.25");
}

TEST(ParseGateTest, RulesHaveEveryRelationAndAPercentage) {
  const auto described = [](std::string_view text) {
    return describe(parse_gate(GateKind::kSegments, text));
  };
  EXPECT_EQ(described("segments(rouge1 < 0.10) <= 2%"), "segments(rouge1 < 0.1) <= 2%");
  EXPECT_EQ(described(" segments( bleu>=30 )>5"), "segments(bleu >= 30) > 5");
  EXPECT_EQ(described("segments(ter > 90) < 0.5 %"), "segments(ter > 90) < 0.5%");
  EXPECT_EQ(described("segments(rouge1:stem=yes<=1e-1)>=1"),
            "segments(rouge1:stem=yes <= 0.1) >= 1");
}

TEST(ParseGateTest, WhatIsNoGateIsRefused) {
  for (const char* text :
       {"bleu", "bleu=", "bleu=nan", "bleu=inf", "bleu=-inf", "bleu=1e999", "bleu=30%", "bleu=0x10",
        "bleu=+-3", "bleu=++3", "bleu=1 2", "bleu,chrf=3", "ter=50", "=3"}) {
    EXPECT_NE(code_of(GateKind::kFloor, text), "") << text;
  }
  EXPECT_EQ(code_of(GateKind::kFloor, "bleu=nan"), "E-GATE");
  EXPECT_EQ(floor_of("bleu=+30").limit, 30);
  EXPECT_EQ(code_of(GateKind::kFloor, "blue=3"), "E-METRIC");
  EXPECT_EQ(code_of(GateKind::kFloor, "ter=3"), "E-GATE");
  EXPECT_EQ(code_of(GateKind::kCeiling, "bleu=3"), "E-GATE");
  EXPECT_EQ(code_of(GateKind::kDrop, "bleu=-1"), "E-GATE");
  EXPECT_EQ(code_of(GateKind::kSignificantDrop, "bleu,chrf"), "E-GATE");
  for (const char* text :
       {"", "segments", "segments(bleu)", "segments(bleu < 3)", "segments(bleu < 3) 5",
        "segments(bleu < nan) < 5", "segments(bleu < 3) < x", "segments(bleu = 3) < 5",
        "segments(bleu < 3 < 5", "bleu < 3", "segments(bleu < 3) < 5%%", "segments(< 3) < 5"}) {
    EXPECT_NE(code_of(GateKind::kSegments, text), "") << text;
  }
}

TEST(CountedTest, PercentagesAreExact) {
  const auto share_of = [](const Gate& gate, std::uint64_t count, std::uint64_t n) {
    return holds(counted(gate, count, n), gate.relation, gate.limit);
  };
  EXPECT_FALSE(share_of(parse_gate(GateKind::kSegments, "segments(wer < 1) < 10%"), 77, 770));
  EXPECT_TRUE(share_of(parse_gate(GateKind::kSegments, "segments(wer < 1) <= 2.4%"), 3, 125));
  std::vector<Gate> gates;
  for (int tenths = 0; tenths <= 1000; ++tenths) {
    gates.push_back(parse_gate(GateKind::kSegments, "segments(wer < 1) < " +
                                                        std::to_string(tenths / 10) + "." +
                                                        std::to_string(tenths % 10) + "%"));
  }
  std::size_t wrong = 0;
  for (std::uint64_t n = 1; n < 3000; ++n) {
    for (std::uint64_t tenths = 0; tenths <= 1000; ++tenths) {
      const double limit = gates[tenths].limit;
      const std::uint64_t nearest = tenths * n / 1000;
      for (std::uint64_t count = nearest; count <= std::min(nearest + 1, n); ++count) {
        const double value = counted(gates[tenths], count, n);
        wrong += holds(value, Relation::kLess, limit) == (count * 1000 < tenths * n) ? 0U : 1U;
        wrong +=
            holds(value, Relation::kLessOrEqual, limit) == (count * 1000 <= tenths * n) ? 0U : 1U;
      }
    }
  }
  EXPECT_EQ(wrong, 0U);
}

TEST(SignatureFieldsTest, OnlyTheVersionIsLeftOut) {
  EXPECT_EQ(without_version("nrefs:1|tok:13a|version:assay-0.1.0"), "nrefs:1|tok:13a");
  EXPECT_TRUE(signature_differences("a:1|b:2", "a:1|b:2").empty());
  EXPECT_EQ(signature_differences("a:1|b:2", "a:1|b:3|c:4"),
            (std::vector<std::string>{"b: 2, was 3", "c: not there, was 4"}));
  EXPECT_EQ(signature_differences("a:1|b:2", "b:2|a:1").size(), 1U);
}

}  // namespace
}  // namespace assay
