#include "assay/registry.h"
#include "assay/tokenizer.h"

#include <span>

#include <gtest/gtest.h>

namespace assay {
namespace {

struct Pair {
  std::string_view word;
  std::string_view stem;
};

std::string porter(std::string_view word) {
  std::string token(word);
  find_named(stemmers(), "porter")->apply(token);
  return token;
}

void expect_all(std::span<const Pair> pairs) {
  for (const Pair& pair : pairs) EXPECT_EQ(porter(pair.word), pair.stem) << pair.word;
}

TEST(PorterNltkTest, WordsOfTheTable) {
  constexpr Pair kPairs[] = {
      {"skies", "sky"},        {"dying", "die"},       {"lying", "lie"},
      {"tying", "tie"},        {"news", "news"},       {"innings", "inning"},
      {"inning", "inning"},    {"outings", "outing"},  {"outing", "outing"},
      {"cannings", "canning"}, {"canning", "canning"}, {"howe", "howe"},
      {"proceed", "proceed"},  {"exceed", "exceed"},   {"succeed", "succeed"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, PluralsLoseTheirS) {
  constexpr Pair kPairs[] = {
      {"ties", "tie"},      {"dies", "die"},  {"lies", "lie"},        {"flies", "fli"},
      {"ponies", "poni"},   {"cries", "cri"}, {"caresses", "caress"}, {"classes", "class"},
      {"caress", "caress"}, {"cats", "cat"},  {"gaps", "gap"},        {"boss", "boss"},
      {"ies1", "ies1"},     {"abss", "abss"}, {"aies", "aie"},        {"bus1", "bus1"},
      {"tees", "tee"},      {"axis", "axi"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, PastTensesAndParticiplesAreMended) {
  constexpr Pair kPairs[] = {
      {"died", "die"},        {"lied", "lie"},          {"spied", "spi"},
      {"cried", "cri"},       {"tried", "tri"},         {"agreed", "agre"},
      {"feed", "feed"},       {"need", "need"},         {"bleed", "bleed"},
      {"freed1", "freed1"},   {"plastered", "plaster"}, {"bled", "bled"},
      {"motoring", "motor"},  {"sing", "sing"},         {"king", "king"},
      {"string", "string"},   {"conflated", "conflat"}, {"conflating", "conflat"},
      {"troubled", "troubl"}, {"troubling", "troubl"},  {"sized", "size"},
      {"sizing", "size"},     {"hopping", "hop"},       {"tanned", "tan"},
      {"falling", "fall"},    {"hissing", "hiss"},      {"fizzed", "fizz"},
      {"failing", "fail"},    {"filing", "file"},       {"using", "use"},
      {"owed", "owe"},        {"eyed", "eye"},          {"axed", "axe"},
      {"boxing", "box"},      {"snowed", "snow"},       {"playing", "play"},
      {"sayings", "say"},     {"ingots", "ingot"},      {"sitting", "sit"},
      {"egged", "eg"},        {"added1", "added1"},     {"ee99ing", "ee9"},
      {"a11ed", "a1"},        {"bussed", "buss"},       {"bedded", "bed"},
      {"feeding", "feed"},    {"deeded", "deed"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, YBecomesIAfterAConsonant) {
  constexpr Pair kPairs[] = {
      {"happy", "happi"}, {"enjoy", "enjoy"}, {"says1y", "says1i"}, {"sky1", "sky1"},
      {"cry1y", "cry1i"}, {"dryly", "dryli"}, {"employ", "employ"}, {"fly1", "fly1"},
      {"flying", "fli"},  {"quay", "quay"},   {"steady", "steadi"}, {"a9y9y1y", "a9y9y1i"},
      {"toyy", "toyi"},   {"ayyy", "ayyy"},   {"byyy", "byyi"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, DoubleSuffixesBecomeSingle) {
  constexpr Pair kPairs[] = {
      {"relational", "relat"},
      {"rational", "ration"},
      {"conditional", "condit"},
      {"optional", "option"},
      {"valenci", "valenc"},
      {"hesitanci", "hesit"},
      {"digitizer", "digit"},
      {"conformabli", "conform"},
      {"radicalli", "radic"},
      {"differentli", "differ"},
      {"vileli", "vile"},
      {"analogousli", "analog"},
      {"vietnamization", "vietnam"},
      {"predication", "predic"},
      {"operator", "oper"},
      {"feudalism", "feudal"},
      {"decisiveness", "decis"},
      {"hopefulness", "hope"},
      {"callousness", "callous"},
      {"formaliti", "formal"},
      {"sensitiviti", "sensit"},
      {"sensibiliti", "sensibl"},
      {"hopefully", "hope"},
      {"usefully", "use"},
      {"gratefulli", "grate"},
      {"fulli", "fulli"},
      {"geology", "geolog"},
      {"theology", "theolog"},
      {"apology", "apolog"},
      {"logi1", "logi1"},
      {"logi", "logi"},
      {"alogi", "alog"},
      {"ology", "olog"},
      {"really", "realli"},
      {"ally", "alli"},
      {"ball1", "ball1"},
      {"formally", "formal"},
      {"generally1", "generally1"},
      {"rationally", "ration"},
      {"operationally", "oper"},
      {"nationally", "nation"},
      {"bly1", "bly1"},
      {"ably1", "ably1"},
      {"reli", "reli"},
      {"eli1", "eli1"},
      {"nation", "nation"},
      {"station", "station"},
      {"stational", "station"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, ThirdStepSuffixes) {
  constexpr Pair kPairs[] = {
      {"triplicate", "triplic"}, {"formative", "form"},    {"formalize", "formal"},
      {"electriciti", "electr"}, {"electrical", "electr"}, {"hopeful", "hope"},
      {"goodness", "good"},      {"native", "nativ"},      {"ical1", "ical1"},
      {"medical", "medic"},      {"finical", "finic"},     {"icate", "icat"},
      {"delicate", "delic"},     {"duplicates", "duplic"}, {"wiliness", "wili"},
      {"bless1", "bless1"},      {"fulness", "ful"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, SingleSuffixesGoAfterTwoSyllables) {
  constexpr Pair kPairs[] = {
      {"revival", "reviv"},       {"allowance", "allow"},
      {"inference", "infer"},     {"airliner", "airlin"},
      {"gyroscopic", "gyroscop"}, {"adjustable", "adjust"},
      {"defensible", "defens"},   {"irritant", "irrit"},
      {"replacement", "replac"},  {"adjustment", "adjust"},
      {"dependent", "depend"},    {"adoption", "adopt"},
      {"homologou", "homolog"},   {"communism", "commun"},
      {"activate", "activ"},      {"angulariti", "angular"},
      {"homologous", "homolog"},  {"effective", "effect"},
      {"bowdlerize", "bowdler"},  {"element", "element"},
      {"cement", "cement"},       {"governmental", "government"},
      {"government", "govern"},   {"moment", "moment"},
      {"decision1", "decision1"}, {"decision", "decis"},
      {"million", "million"},     {"opinion1", "opinion1"},
      {"religion", "religion"},   {"region", "region"},
      {"adhesion", "adhes"},      {"ion1", "ion1"},
      {"ionion1", "ionion1"},     {"real", "real"},
      {"seal1", "seal1"},         {"alive", "aliv"},
      {"olive", "oliv"},          {"size1ize", "size1"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, ALastEAndADoubleLGo) {
  constexpr Pair kPairs[] = {
      {"probate", "probat"},    {"rate", "rate"},
      {"cease", "ceas"},        {"ate1", "ate1"},
      {"usage", "usag"},        {"ages", "age"},
      {"uses1", "uses1"},       {"used", "use"},
      {"owes", "owe"},          {"controlling", "control"},
      {"controll", "control"},  {"rolling", "roll"},
      {"roll", "roll"},         {"parallel", "parallel"},
      {"installing", "instal"}, {"tile", "tile"},
      {"ease", "eas"},          {"able2e", "able2"},
      {"ecce", "ecc"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, YAlternates) {
  constexpr Pair kPairs[] = {
      {"yyyy", "yyyi"},   {"yyyyy", "yyyyy"},  {"syzygy", "syzygi"},   {"syzygies", "syzygi"},
      {"yesyes", "yesy"}, {"ayying", "ayi"},   {"byying1", "byying1"}, {"crying", "cri"},
      {"dyed", "dy"},     {"yields", "yield"}, {"yoyoing", "yoyo"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, DigitsAreConsonants) {
  constexpr Pair kPairs[] = {
      {"1990s", "1990"},    {"2000ed", "2000ed"}, {"a1ing", "a1e"},     {"12ing", "12ing"},
      {"3d3ed", "3d3ed"},   {"e5ed", "e5e"},      {"i18ned", "i18n"},   {"100s", "100"},
      {"b2bing", "b2bing"}, {"o2ing", "o2e"},     {"x1y2ies", "x1y2i"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, WholeWordsOfNews) {
  constexpr Pair kPairs[] = {
      {"running", "run"},
      {"internationalization", "internation"},
      {"university", "univers"},
      {"univers", "univ"},
      {"organization", "organ"},
      {"organizations", "organ"},
      {"happiness", "happi"},
      {"nationalities", "nation"},
      {"policy", "polici"},
      {"policies", "polici"},
      {"presidents", "presid"},
      {"elections", "elect"},
      {"economic", "econom"},
      {"economies", "economi"},
      {"united", "unit"},
      {"nations1", "nations1"},
      {"technologies", "technolog"},
      {"relativity", "rel"},
      {"meetings", "meet"},
      {"singing", "sing"},
      {"things", "thing"},
      {"something", "someth"},
      {"nothing", "noth"},
      {"morning", "morn"},
  };
  expect_all(kPairs);
}

TEST(PorterNltkTest, OtherTokensStayAsTheyAre) {
  for (const char* token :
       {"Running", "caféing", "running!", "don'ting", "中文ing", "a", "is", ""}) {
    EXPECT_EQ(porter(token), token);
  }
}

TEST(PorterNltkTest, LongTokensAreStemmedToo) {
  const std::string bulk(10'000, 'b');
  EXPECT_EQ(porter(bulk + "ations"), bulk + "ation");
  EXPECT_EQ(porter("a" + bulk + "ations"), "a" + bulk + "at");
}

}  // namespace
}  // namespace assay
