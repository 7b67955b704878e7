#include "assay/options.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"

#include <array>

#include <gtest/gtest.h>

namespace assay {
namespace {

std::string canonical_size(std::string_view value) {
  return canonical_whole(value, 0, 99);
}

constexpr std::array<OptionInfo, 3> kTable = {{
    {"stem", "no", "", &canonical_yes_no},
    {"size", "4", "", &canonical_size},
    {"tok", "13a", "", &canonical_tokenizer, false},
}};

/// What a function throws.
template <typename Function>
Problem problem_of(const Function& function) {
  try {
    function();
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kUsage);
    return error.problem();
  }
  return {};
}

TEST(OptionsTest, StartWithDefaults) {
  const Options options(kTable);
  EXPECT_EQ(options["stem"], "no");
  EXPECT_FALSE(options.is_yes("stem"));
  EXPECT_EQ(options.whole("size"), 4);
  EXPECT_EQ(options.spec(), "");
  EXPECT_EQ(options.table().size(), 3);
}

TEST(OptionsTest, SetKeepsTheCanonicalForm) {
  Options options(kTable);
  options.set("size", "7");
  options.set("stem", "yes");
  EXPECT_TRUE(options.is_yes("stem"));
  EXPECT_EQ(options.whole("size"), 7);
  EXPECT_EQ(options.spec(), "stem=yes,size=7");
  EXPECT_FALSE(options == Options(kTable));
  options.set("size", "4");
  options.set("stem", "no");
  EXPECT_EQ(options, Options(kTable));
  EXPECT_EQ(options.spec(), "");
}

TEST(OptionsTest, NamesTheNearestKey) {
  Options options(kTable);
  const Problem problem = problem_of([&] { options.set("sise", "1"); });
  EXPECT_EQ(problem.code, "E-KEY");
  EXPECT_EQ(problem.what, "there is no option 'sise'");
  EXPECT_EQ(problem.hint, "did you mean 'size'? the options are: stem, size, tok");
  EXPECT_EQ(problem_of([&] { options.set("", "1"); }).code, "E-KEY");
}

TEST(OptionsTest, AWrongValueChangesNothing) {
  Options options(kTable);
  EXPECT_EQ(problem_of([&] { options.set("size", "many"); }).code, "E-VALUE");
  EXPECT_EQ(options, Options(kTable));
}

TEST(CanonicalTest, YesAndNo) {
  EXPECT_EQ(canonical_yes_no("yes"), "yes");
  EXPECT_EQ(canonical_yes_no("no"), "no");
  for (const std::string_view value : {"", "YES", "true", "1", "yes "}) {
    EXPECT_EQ(problem_of([&] { canonical_yes_no(value); }).code, "E-VALUE") << value;
  }
  EXPECT_EQ(problem_of([] { canonical_yes_no("yess"); }).hint,
            "did you mean 'yes'? the values are: yes, no");
}

TEST(CanonicalTest, WholeNumbers) {
  EXPECT_EQ(canonical_whole("0", 0, 9), "0");
  EXPECT_EQ(canonical_whole("9", 0, 9), "9");
  for (const std::string_view value :
       {"", "10", "-1", "+1", "1.0", "1 ", " 1", "x", "1e0", "99999999999999999999"}) {
    EXPECT_EQ(problem_of([&] { canonical_whole(value, 0, 9); }).code, "E-VALUE") << value;
  }
}

TEST(CanonicalTest, TokenizersMayBeNamedByTheirSignature) {
  EXPECT_EQ(canonical_tokenizer("13a"), "13a");
  EXPECT_EQ(canonical_tokenizer("nfkc+lower+13a"), "nfkc+lower+13a");
  const TokenizerInfo* icu = find_named(tokenizers(), "icu");
  ASSERT_NE(icu, nullptr);
  EXPECT_EQ(canonical_tokenizer(icu->signature()), "icu");
  EXPECT_EQ(canonical_tokenizer("nfc+" + icu->signature()), "nfc+icu");
  EXPECT_EQ(problem_of([] { canonical_tokenizer("icu-1"); }).code, "E-TOKENIZER");
}

TEST(CanonicalTest, UnknownTokenizersAreRefused) {
  for (const std::string_view value : {"", "13b", "13a+", "+13a", "13a+lower", "nfx+13a"}) {
    EXPECT_EQ(problem_of([&] { canonical_tokenizer(value); }).code, "E-TOKENIZER") << value;
  }
}

}  // namespace
}  // namespace assay
