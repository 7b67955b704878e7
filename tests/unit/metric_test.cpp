#include "assay/metric.h"

#include "assay/error.h"
#include "assay/registry.h"
#include "assay/tokenizer.h"
#include "assay/version.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

Problem problem_of(std::string_view spec) {
  try {
    parse_metric_list(spec);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kUsage) << spec;
    EXPECT_FALSE(error.problem().what.empty()) << spec;
    return error.problem();
  }
  return {};
}

std::string canonical(const std::string& key, const std::string& value) {
  return MetricSpec::parse("bleu:" + key + "=" + value).options[key];
}

TEST(MetricSpecTest, ANameAloneHasDefaults) {
  const MetricSpec spec = MetricSpec::parse("bleu");
  EXPECT_EQ(spec.key, "bleu");
  EXPECT_EQ(spec.info->title, "BLEU");
  EXPECT_EQ(spec.options, Options(spec.info->options));
}

TEST(MetricSpecTest, OptionsFollowTheColon) {
  const MetricSpec spec = MetricSpec::parse("bleu:tok=intl,smooth=floor[0.5],case=lc");
  EXPECT_EQ(spec.key, "bleu:tok=intl,smooth=floor[0.5],case=lc");
  EXPECT_EQ(spec.options["tok"], "intl");
  EXPECT_EQ(spec.options["smooth"], "floor[0.50]");
  EXPECT_EQ(spec.options["case"], "lc");
  EXPECT_EQ(spec.options["eff"], "no");
}

TEST(MetricSpecTest, AValueMayBeQuoted) {
  EXPECT_EQ(MetricSpec::parse("bleu:tok=\"intl\",case=lc").options["tok"], "intl");
  EXPECT_EQ(problem_of("bleu:tok=\"in,tl\"").code, "E-TOKENIZER");
  EXPECT_EQ(problem_of("bleu:tok=\"intl").code, "E-SPEC");
}

TEST(MetricSpecTest, AKeyCanBeGivenOnce) {
  EXPECT_EQ(problem_of("bleu:tok=intl,tok=char").code, "E-SPEC");
}

TEST(MetricSpecTest, ErrorsHaveCodes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "E-METRIC"},
      {"bleuu", "E-METRIC"},
      {"BLEU", "E-METRIC"},
      {"bleu,", "E-METRIC"},
      {"bleu,,rouge1", "E-METRIC"},
      {"rouge0", "E-METRIC"},
      {"rouge10", "E-METRIC"},
      {"rougeLSum", "E-METRIC"},
      {"nope:tok=13a", "E-METRIC"},
      {"bleu:", "E-SPEC"},
      {"bleu:tok", "E-SPEC"},
      {"bleu:tok=13a,", "E-SPEC"},
      {"bleu,rouge1:stem=yes", "E-SPEC"},
      {"bleu:tko=13a", "E-KEY"},
      {"bleu:=13a", "E-KEY"},
      {"rouge1:split=newline", "E-KEY"},
      {"bleu:case=upper", "E-VALUE"},
      {"bleu:eff=", "E-VALUE"},
      {"bleu:order=0", "E-VALUE"},
      {"bleu:order=10", "E-VALUE"},
      {"bleu:order=four", "E-VALUE"},
      {"bleu:smooth=laplace", "E-VALUE"},
      {"bleu:smooth=", "E-VALUE"},
      {"bleu:smooth=floor[", "E-VALUE"},
      {"bleu:smooth=floor[]", "E-VALUE"},
      {"bleu:smooth=floor[x]", "E-VALUE"},
      {"bleu:smooth=floor[-1]", "E-VALUE"},
      {"bleu:smooth=floor[inf]", "E-VALUE"},
      {"bleu:smooth=floor[nan]", "E-VALUE"},
      {"bleu:smooth=exp[1]", "E-VALUE"},
      {"bleu:tok=13b", "E-TOKENIZER"},
      {"rouge1:stem=porter", "E-VALUE"},
      {"rouge1:alg=perl", "E-VALUE"},
      {"rougeLsum:split=punkt", "E-VALUE"},
      {"rouge1:multi=pool", "E-VALUE"},
  };
  for (const auto& [spec, code] : cases) EXPECT_EQ(problem_of(spec).code, code) << spec;
}

TEST(MetricSpecTest, NamesTheNearest) {
  EXPECT_EQ(problem_of("blue").hint, "did you mean 'bleu'? `assay metrics` lists all");
  EXPECT_EQ(problem_of("bleu:tko=13a").hint.substr(0, 20), "did you mean 'tok'? ");
  EXPECT_EQ(problem_of("bleu:case=lx").hint, "did you mean 'lc'? the values are: mixed, lc");
}

TEST(MetricSpecTest, SmoothingHasACanonicalForm) {
  EXPECT_EQ(canonical("smooth", "exp"), "exp");
  EXPECT_EQ(canonical("smooth", "none"), "none");
  EXPECT_EQ(canonical("smooth", "floor"), "floor[0.10]");
  EXPECT_EQ(canonical("smooth", "floor[0.1]"), "floor[0.10]");
  EXPECT_EQ(canonical("smooth", "floor[.5]"), "floor[0.50]");
  EXPECT_EQ(canonical("smooth", "floor[0.123]"), "floor[0.123]");
  EXPECT_EQ(canonical("smooth", "floor[0]"), "floor[0.00]");
  EXPECT_EQ(canonical("smooth", "floor[1e-7]"), "floor[1e-07]");
  EXPECT_EQ(canonical("smooth", "add-k"), "add-k[1.00]");
  EXPECT_EQ(canonical("smooth", "add-k[2]"), "add-k[2.00]");
  for (const std::string value : {"floor[0.123]", "floor[1e-7]", "add-k[1234567.125]"}) {
    const std::string once = canonical("smooth", value);
    EXPECT_EQ(canonical("smooth", once), once);
  }
}

TEST(MetricSpecTest, SignatureLooksLikeSacrebleus) {
  const std::string end = "|version:assay-" + version();
  EXPECT_EQ(MetricSpec::parse("bleu").signature("1"),
            "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp" + end);
  EXPECT_EQ(MetricSpec::parse("bleu:order=2,smooth=floor,case=lc").signature("var"),
            "nrefs:var|case:lc|eff:no|tok:13a|smooth:floor[0.10]|order:2" + end);
  EXPECT_EQ(MetricSpec::parse("rouge1").signature("2"),
            "nrefs:2|alg:google|tok:google-rouge|stem:no|multi:best" + end);
  EXPECT_EQ(MetricSpec::parse("rougeLsum").signature("2"),
            "nrefs:2|alg:google|tok:google-rouge|stem:no|split:newline|multi:best" + end);
}

TEST(MetricSpecTest, SegmentsHaveASignatureOfTheirOwn) {
  const MetricSpec spec = MetricSpec::parse("bleu");
  EXPECT_NE(spec.segment_signature("1").find("|eff:yes|"), std::string::npos);
  EXPECT_EQ(spec.options["eff"], "no");
  const MetricSpec rouge = MetricSpec::parse("rougeL");
  EXPECT_EQ(rouge.segment_signature("1"), rouge.signature("1"));
}

TEST(MetricSpecTest, SignatureShowsTheDataVersionOfTheTokenizer) {
  const std::string icu = find_named(tokenizers(), "icu")->signature();
  EXPECT_NE(icu, "icu");
  EXPECT_NE(MetricSpec::parse("bleu:tok=nfc+icu").signature("1").find("|tok:nfc+" + icu + "|"),
            std::string::npos);
}

TEST(MetricListTest, CommasSeparateBareNames) {
  const auto specs = parse_metric_list("bleu,rouge1,rougeLsum");
  ASSERT_EQ(specs.size(), 3);
  EXPECT_EQ(specs[2].key, "rougeLsum");
}

TEST(MetricListTest, AColonMakesItOneMetric) {
  const auto specs = parse_metric_list("bleu:tok=intl,case=lc");
  ASSERT_EQ(specs.size(), 1);
  EXPECT_EQ(specs[0].options["case"], "lc");
}

}  // namespace
}  // namespace assay
