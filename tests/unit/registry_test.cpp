#include "assay/registry.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

struct Entry {
  std::string_view name;
};

constexpr Entry kFirst{"first"};
constexpr Entry kSecond{"second"};
constexpr const Entry* kTable[] = {&kFirst, &kSecond};

TEST(RegistryTest, FindsAnEntryByItsWholeName) {
  const std::span<const Entry* const> table(kTable);
  EXPECT_EQ(find_named(table, "second"), &kSecond);
  EXPECT_EQ(find_named(table, "secon"), nullptr);
  EXPECT_EQ(find_named(table, ""), nullptr);
}

TEST(RegistryTest, ListsNamesInTheOrderOfTheTable) {
  EXPECT_EQ(names_of(std::span<const Entry* const>(kTable)),
            (std::vector<std::string>{"first", "second"}));
}

TEST(RegistryTest, NearestIsAtMostTwoEditsAway) {
  const std::vector<std::string> names = {"bleu", "chrf", "rouge"};
  EXPECT_EQ(nearest("blue", names), "bleu");
  EXPECT_EQ(nearest("ble", names), "bleu");
  EXPECT_EQ(nearest("xbleu", names), "bleu");
  EXPECT_EQ(nearest("rogue", names), "rouge");
  EXPECT_EQ(nearest("chrf++", names), "chrf");
  EXPECT_EQ(nearest("bertscore", names), "");
}

TEST(RegistryTest, NearestIsTheFirstOfEquallyNear) {
  EXPECT_EQ(nearest("ac", std::vector<std::string>{"abc", "acd"}), "abc");
  EXPECT_EQ(nearest("acd", std::vector<std::string>{"abc", "acde"}), "acde");
}

TEST(RegistryTest, NearestIsNotTheWordItself) {
  EXPECT_EQ(nearest("bleu", std::vector<std::string>{"bleu"}), "");
}

TEST(RegistryTest, NothingOfTheCandidateLeftIsNotNear) {
  EXPECT_EQ(nearest("xy", std::vector<std::string>{"ab"}), "");
  EXPECT_EQ(nearest("", std::vector<std::string>{"a"}), "");
}

TEST(RegistryTest, DidYouMeanIsEmptyWithoutAGuess) {
  const std::vector<std::string> names = {"table", "json"};
  EXPECT_EQ(did_you_mean("tabel", names), "did you mean 'table'? ");
  EXPECT_EQ(did_you_mean("markdown", names), "");
}

}  // namespace
}  // namespace assay
