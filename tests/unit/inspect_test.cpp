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

using Order = std::vector<std::size_t>;

Order in_order(std::size_t lines) {
  Order order(lines);
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

Order reversed(std::size_t lines) {
  const Order order = in_order(lines);
  return {order.rbegin(), order.rend()};
}

std::string message_of(const Inspection& inspection, std::string_view code) {
  const auto found = std::ranges::find(inspection.warnings, code, &Warning::code);
  return found == inspection.warnings.end() ? "" : found->file + ": " + found->message;
}

TEST(InspectTest, LinesInAnotherOrderAreFound) {
  const std::string references = lines_in_order(in_order(200));
  EXPECT_FALSE(warns(inspect_texts(references, references), "W-TRANSPOSED"));
  Order exchanged = in_order(200);
  std::swap(exchanged[17], exchanged[150]);
  const std::string message =
      message_of(inspect_texts(lines_in_order(exchanged), references), "W-TRANSPOSED");
  EXPECT_NE(message.find("2 of 200 texts"), std::string::npos) << message;
  EXPECT_NE(message.find("segment 18 with that of segment 151"), std::string::npos) << message;
  EXPECT_TRUE(warns(inspect_texts(lines_in_order(reversed(200)), references), "W-TRANSPOSED"));
}

TEST(InspectTest, WhatMayBeChanceIsNotCalledTransposed) {
  // One line in the wrong place, without an exchange, may be a repeated sentence.
  Order repeated = in_order(200);
  repeated[3] = 150;
  const std::string references = lines_in_order(in_order(200));
  EXPECT_FALSE(warns(inspect_texts(lines_in_order(repeated), references), "W-TRANSPOSED"));
  // Labels stand in many lines: which of them belongs to a text cannot be told.
  Order labels;
  for (std::size_t i = 0; i < 200; ++i) labels.push_back(i % 20);
  Order confused = labels;
  std::swap(confused[4], confused[67]);
  EXPECT_FALSE(
      warns(inspect_texts(lines_in_order(confused), lines_in_order(labels)), "W-TRANSPOSED"));
}

TEST(InspectTest, EveryReferenceIsLookedAtForItsOrder) {
  const TempFolder folder;
  const std::string good = folder.write("good", lines_in_order(in_order(200)));
  const std::string bad = folder.write("bad", lines_in_order(reversed(200)));
  for (const auto& references : {std::vector{good, bad}, std::vector{bad, good}}) {
    const Inspection inspection = inspect(files_of({good}, references), {});
    const std::string message = message_of(inspection, "W-TRANSPOSED");
    EXPECT_TRUE(message.starts_with(references[1])) << message;
    EXPECT_EQ(std::ranges::count(inspection.warnings, "W-TRANSPOSED", &Warning::code), 1);
  }
}

TEST(InspectTest, ShiftedLinesAreNotCalledTransposedToo) {
  Order shifted = in_order(200);
  std::rotate(shifted.begin(), shifted.begin() + 1, shifted.end());
  const TempFolder folder;
  const CorpusFiles files = files_of({folder.write("h", lines_in_order(shifted))},
                                     {folder.write("r", lines_in_order(in_order(200)))});
  const Inspection inspection = inspect(files, {});
  EXPECT_TRUE(warns(inspection, "W-SHIFT"));
  EXPECT_FALSE(warns(inspection, "W-TRANSPOSED"));
  EXPECT_TRUE(inspect(files, {.check_shifts = false}).warnings.empty());
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
