#include "assay/inspect.h"

#include "temp_files.h"

#include <algorithm>
#include <string>

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
