#include "assay/inspect.h"

#include "temp_files.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::files_of;
using testing::TempFolder;

Inspection inspect_texts(const std::string& hypotheses, const std::string& references) {
  const TempFolder folder;
  return inspect(files_of({folder.write("h", hypotheses)}, {folder.write("r", references)}), {});
}

bool warns(const Inspection& inspection, std::string_view code) {
  return std::ranges::find(inspection.warnings, code, &Warning::code) != inspection.warnings.end();
}

TEST(InspectTest, EveryTextIsCountedOnItsSide) {
  const Inspection inspection = inspect_texts("a b\n\n \u00e4\u4E2D\na b\n", "a b\nx\ny\nz\n");
  ASSERT_EQ(inspection.sides.size(), 2U);
  const SideInspection& side = inspection.sides[0];
  EXPECT_EQ(side.texts, 4U);
  EXPECT_EQ(side.empty, 1U);
  EXPECT_EQ(side.duplicates, 1U);
  EXPECT_EQ(side.words, 5U);
  EXPECT_EQ(side.characters, 9U);
  EXPECT_EQ(side.identical, 1U);
  EXPECT_EQ(side.script, "Latin");
  EXPECT_DOUBLE_EQ(side.script_share, 5.0 / 6.0);
  EXPECT_TRUE(inspection.sides[1].is_reference);
  EXPECT_EQ(inspection.sides[1].words, 5U);
}

TEST(InspectTest, EachOddityHasItsWarningAndGoodTextHasNone) {
  EXPECT_TRUE(
      inspect_texts("One text.\nAnother text!\n", "A text.\nOthers, too.\n").warnings.empty());
  EXPECT_TRUE(warns(inspect_texts("\na\n", "b\nc\n"), "W-EMPTY"));
  EXPECT_TRUE(warns(inspect_texts("a\na\n", "b\nc\n"), "W-DUPLICATE"));
  EXPECT_TRUE(warns(inspect_texts("a\x01\nb\n", "b\nc\n"), "W-CONTROL"));
  EXPECT_FALSE(warns(inspect_texts("a\tb\nb\n", "b\nc\n"), "W-CONTROL"));
  for (const char* text : {"a , b", "a .", "sub@@ word", "&quot;a&quot;", "do n't", "\u2581a"}) {
    EXPECT_TRUE(warns(inspect_texts(text, "b\n"), "W-TOKENIZED")) << text;
  }
  EXPECT_TRUE(warns(inspect_texts("a\n", "b c d e\n"), "W-LENGTH"));
  EXPECT_FALSE(warns(inspect_texts("a\n", "b c d\n"), "W-LENGTH"));  // Too short to tell.
  EXPECT_TRUE(warns(inspect_texts("a\nb\n", "a\nc\n"), "W-IDENTICAL"));
  EXPECT_TRUE(warns(inspect_texts("\u4E2D\u6587\n", "text\n"), "W-SCRIPT"));
}

/// Line `i` has words of its own.
std::string line_of_words(std::size_t i) {
  std::string line = "these words stand in all lines";
  for (std::size_t w = 0; w < 12; ++w) line += " word" + std::to_string(i * 100 + w);
  return line + "\n";
}

std::string lines_in_order(const std::vector<std::size_t>& order) {
  std::string lines;
  for (const std::size_t i : order) lines += line_of_words(i);
  return lines;
}

TEST(InspectTest, LinesInAnotherOrderAreFound) {
  std::vector<std::size_t> order(200);
  std::iota(order.begin(), order.end(), 0U);
  const std::string references = lines_in_order(order);
  EXPECT_FALSE(warns(inspect_texts(references, references), "W-TRANSPOSED"));

  std::vector<std::size_t> exchanged = order;
  std::swap(exchanged[17], exchanged[150]);
  const Inspection inspection = inspect_texts(lines_in_order(exchanged), references);
  const auto warning = std::ranges::find(inspection.warnings, "W-TRANSPOSED", &Warning::code);
  ASSERT_NE(warning, inspection.warnings.end());
  EXPECT_EQ(warning->line, 18U);
  EXPECT_TRUE(warning->message.starts_with("2 of 200 texts")) << warning->message;
  EXPECT_NE(warning->message.find("segment 151"), std::string::npos) << warning->message;

  std::vector<std::size_t> reversed(order.rbegin(), order.rend());
  EXPECT_TRUE(warns(inspect_texts(lines_in_order(reversed), references), "W-TRANSPOSED"));
  // One line that stands in the wrong place, without an exchange, may be a repeated sentence.
  std::vector<std::size_t> repeated = order;
  repeated[3] = 150;
  EXPECT_FALSE(warns(inspect_texts(lines_in_order(repeated), references), "W-TRANSPOSED"));
}

TEST(InspectTest, ShiftedLinesAreNotCalledTransposedToo) {
  std::vector<std::size_t> order(200);
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::size_t> shifted = order;
  std::rotate(shifted.begin(), shifted.begin() + 1, shifted.end());
  const Inspection inspection = inspect_texts(lines_in_order(shifted), lines_in_order(order));
  EXPECT_TRUE(warns(inspection, "W-SHIFT"));
  EXPECT_FALSE(warns(inspection, "W-TRANSPOSED"));
}

TEST(InspectTest, OneOfSeveralReferencesOfTheRightLengthIsEnough) {
  const TempFolder folder;
  const Inspection inspection =
      inspect(files_of({folder.write("h", "a\n")},
                       {folder.write("r", "b c d e\n"), folder.write("q", "a\n")}),
              {});
  EXPECT_EQ(inspection.sides[0].outliers, 0U);
  EXPECT_EQ(inspection.sides[0].identical, 1U);
  EXPECT_EQ(inspection.sides.size(), 3U);
}

}  // namespace
}  // namespace assay
