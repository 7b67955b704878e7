#include "assay/explain.h"
#include "assay/metric.h"

#include "text_corpus.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::detail;
using testing::expect_error;
using testing::TextCorpus;
using testing::Texts;

constexpr double kTolerance = 1e-12;

double f(const std::string& spec, const Texts& references, const std::string& prediction) {
  return TextCorpus({{prediction}}, {references}).score(spec).value;
}

/// The codes of the warnings about one segment.
Texts warnings(const std::string& spec, const std::string& reference,
               const std::string& prediction) {
  Texts codes;
  const Report report = TextCorpus({{prediction}}, {{reference}}).report({spec});
  for (const Warning& warning : report.warnings) codes.push_back(warning.code);
  return codes;
}

TEST(RougeOptionsTest, SeveralReferences) {
  // F against each reference by itself: 0.8, 0.25, 0.
  const Texts references = {"a b c", "a x y z w v", "none"};
  EXPECT_NEAR(f("rouge1", references, "a b"), 0.8, kTolerance);
  EXPECT_NEAR(f("rouge1", {references[1]}, "a b"), 0.25, kTolerance);
  EXPECT_NEAR(f("rouge1:multi=mean", references, "a b"), (0.8 + 0.25 + 0) / 3, kTolerance);
  // Without the first, the second, the third one.
  EXPECT_NEAR(f("rouge1:multi=jackknife", references, "a b"), (0.25 + 0.8 + 0.8) / 3, kTolerance);
  for (const char* multi : {"best", "mean", "jackknife"}) {
    EXPECT_NEAR(f("rouge1:multi=" + std::string(multi), {"a b c"}, "a b"), 0.8, kTolerance);
  }
}

TEST(RougeOptionsTest, SentencesByIcu) {
  const std::string reference = "The cat sat. On the mat.";
  const std::string prediction = "On the mat. The cat sat.";
  EXPECT_NEAR(f("rougeL", {reference}, prediction), 0.5, kTolerance);
  EXPECT_NEAR(f("rougeLsum", {reference}, prediction), 0.5, kTolerance);
  EXPECT_NEAR(f("rougeLsum:split=icu", {reference}, prediction), 1, kTolerance);
  EXPECT_NEAR(f("rougeLsum:split=icu", {"The cat\nsat. On the mat."}, "sat. On the mat.\nThe cat"),
              1, kTolerance);
  EXPECT_NEAR(f("rougeLsum:split=none", {"The cat sat.\nOn the mat."}, "On the mat.\nThe cat sat."),
              0.5, kTolerance);
  EXPECT_NEAR(f("rougeLsum:split=icu,tok=icu", {"今天下雨。我在家。"}, "我在家。今天下雨。"), 1,
              kTolerance);
}

TEST(RougeOptionsTest, SnowballStemmers) {
  EXPECT_EQ(f("rouge1:tok=icu", {"Die Häuser"}, "die Hauses"), 0.5);
  EXPECT_EQ(f("rouge1:tok=icu,stem=snowball-german", {"Die Häuser"}, "die Hauses"), 1);
  EXPECT_EQ(f("rouge1:tok=icu,stem=snowball-russian", {"новые книги"}, "новая книга"), 1);
  EXPECT_EQ(f("rouge1:tok=icu,stem=yes", {"новые книги"}, "новая книга"), 0);
}

TEST(RougeOptionsTest, WarnsIfMostLettersAreDropped) {
  const Texts lost = {"W-TOKENS"};
  for (const char* spec : {"rouge1", "rouge2:stem=yes", "rougeL:alg=1.5.5", "rougeSU"}) {
    EXPECT_EQ(warnings(spec, "Привет, IBM", "a text"), lost) << spec;
    EXPECT_EQ(warnings(spec, "a text", "Привет, IBM"), lost) << spec;
    EXPECT_EQ(warnings(spec, "Привет, International", "a text"), Texts()) << spec;
    EXPECT_EQ(warnings(spec, "naïve café", "naive cafe"), Texts()) << spec;
    EXPECT_EQ(warnings(spec, "“a” – “b”…", "“b”"), Texts()) << spec;
    EXPECT_EQ(warnings(spec, "“a” – “яя”…", "a"), lost) << spec;
    EXPECT_EQ(warnings(spec, "", "a"), Texts()) << spec;
  }
  EXPECT_EQ(warnings("rouge1:tok=icu", "Привет, IBM", "a text"), Texts());
}

TEST(RougeOptionsTest, WarnsIfLsumHasOneLine) {
  EXPECT_EQ(warnings("rougeLsum", "a b", "a"), Texts{"W-ONE-LINE"});
  EXPECT_EQ(warnings("rougeLsum", "a\nb", "a"), Texts());
  EXPECT_EQ(warnings("rougeLsum", "a", "a\nb"), Texts());
  EXPECT_EQ(warnings("rougeLsum:split=icu", "a", "a"), Texts());
  EXPECT_EQ(warnings("rougeLsum:split=none", "a", "a"), Texts());
  EXPECT_EQ(warnings("rougeL", "a", "a"), Texts());
}

TEST(RougeOptionsTest, WhatEqualsRougeScore) {
  const auto equals = [](const char* spec) { return MetricSpec::parse(spec).equals("2"); };
  for (const char* spec : {"rouge1", "rouge1:stem=yes", "rougeLsum"}) {
    EXPECT_EQ(equals(spec), "rouge_score 0.1.2") << spec;
  }
  for (const char* spec : {"rouge1:multi=mean", "rouge1:stem=snowball-english",
                           "rougeLsum:split=icu", "rougeLsum:split=none", "rouge1:tok=icu"}) {
    EXPECT_EQ(equals(spec), "") << spec;
  }
  EXPECT_EQ(equals("rouge1:alg=1.5.5"), "ROUGE-1.5.5");
  EXPECT_EQ(equals("rougeW:multi=jackknife"), "");
}

TEST(RougeOptionsTest, OptionsOfRouge155) {
  const std::string peer = "police killed the gunman";
  // Lin, 2004: the example of the paper, by ROUGE-S.
  EXPECT_EQ(f("rougeS", {peer}, "police kill the gunman"), 0.5);
  EXPECT_EQ(f("rougeS:stem=yes", {peer}, "the gunman kill police"), 0.16667);
  EXPECT_EQ(f("rougeS:skip=0", {peer}, "police kill the gunman"), 0.33333);
  EXPECT_EQ(f("rougeW", {"a b c d"}, "a b c d"), 0.86225);
  EXPECT_EQ(f("rougeW:w=2", {"a b c d"}, "a b c d"), 0.4);
  EXPECT_EQ(f("rouge1:alg=1.5.5,alpha=0.8", {"a b c d"}, "a b c x y z"), 0.53571);
  EXPECT_EQ(f("rouge1:alg=1.5.5", {"a b", "a b c d"}, "a b c d"), 0.85714);
  EXPECT_EQ(f("rouge1:alg=1.5.5,multi=best", {"a b", "a b c d"}, "a b c d"), 0.66667);
  EXPECT_EQ(f("rouge1:alg=1.5.5,multi=jackknife", {"a b", "a b c d"}, "a b c d"),
            (0.66667 + 1) / 2);
  EXPECT_EQ(f("rouge1:alg=1.5.5,stem=yes", {"mice"}, "mouses"), 0);
  EXPECT_EQ(f("rouge1:alg=1.5.5,stem=yes,exc=none", {"children"}, "child"), 0);
  EXPECT_EQ(f("rouge1:alg=1.5.5,stem=yes", {"children"}, "child"), 1);
  EXPECT_EQ(f("rouge1:alg=1.5.5,stop=yes", {"the cat"}, "a cat"), 1);
  EXPECT_EQ(f("rouge1:alg=1.5.5,limit=words[1]", {"a b"}, "a c"), 1);
  EXPECT_EQ(f("rouge1:alg=1.5.5,limit=bytes[2]", {"a b"}, "a c"), 1);
  EXPECT_EQ(f("rougeL:alg=1.5.5", {"the cat sat\non the mat"}, "on the mat\nthe cat sat"), 1);
}

TEST(RougeOptionsTest, AWeightNeverGivesMoreThanOne) {
  const std::string text = "a b c d e f g h";
  for (const char* weight : {"1", "1.2", "2", "10"}) {
    const double score = f(std::string("rougeW:w=") + weight, {text}, text);
    EXPECT_TRUE(score >= 0 && score <= 1) << weight << ": " << score;
  }
  EXPECT_EQ(f("rougeW:w=1", {text}, text), 1);
}

TEST(RougeOptionsTest, SignaturesTellWhatIsInWordLists) {
  const testing::TempFolder folder;
  for (const char* name : {"adv.exc", "noun.exc", "verb.exc"}) folder.write(name, "");
  folder.write("adj.exc", "better good\nalone\n");
  folder.write("smart_common_words.txt", "the\n");
  const auto fact = [&folder](const std::string& options) {
    const std::string spec = "rouge1:alg=1.5.5," + options + ",data=" + folder.path("");
    const TextCorpus corpus({{"x"}}, {{"x"}});
    const std::string signature = corpus.report({spec}).metrics[0].signature;
    const std::size_t begin = std::min(signature.find("|lists:"), signature.size());
    return signature.substr(begin, signature.find("|version:") - begin);
  };
  EXPECT_EQ(fact("stem=yes"), "|lists:a8fb6595");
  EXPECT_EQ(fact("stem=yes,stop=yes"), "|lists:ec069ab7");
  EXPECT_EQ(fact("stop=yes"), "|lists:a5876935");
  EXPECT_EQ(fact("stem=yes,exc=none"), "");
  EXPECT_EQ(fact("stem=no"), "");
  // A line of one word is no exception.
  const std::string spec = "rouge1:alg=1.5.5,stem=yes,data=" + folder.path("");
  EXPECT_EQ(f(spec, {"alone better"}, "alon good"), 1);
  folder.write("adj.exc", "better best\n");
  EXPECT_NE(fact("stem=yes"), "|lists:a8fb6595");
}

TEST(RougeOptionsTest, NamesTheWordListsThatItReads) {
  const auto files = MetricSpec::parse("rouge1:alg=1.5.5,data=d").files();
  for (const char* file : {"d/smart_common_words.txt", "d/adj.exc", "d/verb.exc",
                           "d/WordNet-2.0-Exceptions/noun.exc"}) {
    EXPECT_EQ(std::ranges::count(files, file), 1) << file;
  }
  EXPECT_TRUE(MetricSpec::parse("rouge1:alg=1.5.5").files().empty());
}

std::string code_of(const std::string& spec) {
  try {
    MetricSpec::parse(spec);
  } catch (const Error& error) {
    return error.problem().code;
  }
  return "";
}

TEST(RougeOptionsTest, EachFamilyHasItsOwnOptions) {
  for (const char* spec : {"rouge1:alg=1.5.5,tok=icu", "rouge1:exc=none", "rouge1:alpha=0.5",
                           "rougeW:skip=4", "rougeS:w=1", "rougeL:split=icu"}) {
    EXPECT_EQ(code_of(spec), "E-KEY") << spec;
  }
  for (const char* spec : {"rouge1:alg=1.5.6", "rougeLsum:alg=1.5.5", "rougeW:alg=google",
                           "rougeW:w=0", "rougeW:w=0.99", "rougeW:w=10.1", "rougeS:skip=-2",
                           "rougeW:alpha=1.5", "rougeW:limit=words[0]", "rougeW:limit=words",
                           "rougeW:limit=words[x]", "rougeW:limit=lines[1]", "rougeW:multi=mean",
                           "rougeW:alpha=nan", "rouge1:alg=1.5.5,stem=snowball-german"}) {
    EXPECT_EQ(code_of(spec), "E-VALUE") << spec;
  }
  EXPECT_EQ(MetricSpec::parse("rougeW:w=1.20").options["w"], "1.2");
  EXPECT_EQ(MetricSpec::parse("rouge2:stem=yes,alg=1.5.5").signature("1"),
            "nrefs:1|alg:1.5.5|stem:yes|exc:wordnet|stop:no|multi:pool|alpha:0.5|limit:none|"
            "version:" +
                std::string(version_signature()));
}

TEST(RougeOptionsTest, OnlyTheBestReferenceIsExplained) {
  const std::vector<std::string_view> references = {"a b", "a"};
  std::ostringstream out;
  explain(MetricSpec::parse("rouge1"), references, "a", out);
  EXPECT_THROW(explain(MetricSpec::parse("rouge1:multi=mean"), references, "a", out), Error);
  EXPECT_NO_THROW(
      explain(MetricSpec::parse("rouge1:multi=mean"), std::span(references).first(1), "a", out));
  EXPECT_THROW(explain(MetricSpec::parse("rougeW"), references, "a", out), Error);
  EXPECT_NO_THROW(explain(MetricSpec::parse("rougeLsum:split=icu"), references, "A b. C d.", out));
}

}  // namespace
}  // namespace assay
