#include "assay/error.h"
#include "assay/metric.h"
#include "assay/tokenizer.h"

#include "characters.h"
#include "chrf_matcher.h"
#include "random_tokens.h"
#include "slow_chrf.h"
#include "text_corpus.h"

#include <array>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using testing::TextCorpus;
using testing::Texts;

/// A block in memory, and a metric's rows for it.
class Measured {
 public:
  Measured(const Metric& metric, const FormSet& forms, const Texts& hyps,
           const std::vector<Texts>& refs)
      : rows_(hyps.size(), std::vector<double>(metric.columns().size())) {
    Block block;
    block.segments = hyps.size();
    block.systems = 1;
    block.hypotheses.assign(hyps.begin(), hyps.end());
    block.reference_begin = {0};
    for (const Texts& texts : refs) {
      block.references.insert(block.references.end(), texts.begin(), texts.end());
      block.reference_begin.push_back(static_cast<std::uint32_t>(block.references.size()));
    }
    SegmentForms segment(forms);
    const auto measurer = metric.measurer();
    for (std::size_t i = 0; i < hyps.size(); ++i) {
      segment.prepare(block, i);
      const std::array<MutableRow, 1> rows = {rows_[i]};
      measurer->measure(segment, rows);
    }
  }

  const std::vector<std::vector<double>>& rows() const { return rows_; }

 private:
  std::vector<std::vector<double>> rows_;
};

std::vector<std::vector<double>> rows_of(const std::string& text, const Texts& hyps,
                                         const std::vector<Texts>& refs) {
  const MetricSpec spec = MetricSpec::parse(text);
  FormSet forms;
  const auto metric = spec.info->make(*spec.info, spec.options, forms);
  return Measured(*metric, forms, hyps, refs).rows();
}

/// Texts and what sacreBLEU 2.6.0 says about them.
struct ChrfCase {
  std::string name;
  std::string about;
  std::string spec;
  Texts hyps;
  std::vector<Texts> refs;  ///< [segment][reference]
  double score = 0;
  std::vector<std::vector<double>> stats;  ///< [segment]
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ChrfCase, name, about, spec, hyps, refs, score, stats)

void PrintTo(const ChrfCase& chrf_case, std::ostream* out) {
  *out << chrf_case.about;
}

std::vector<ChrfCase> chrf_cases() {
  std::ifstream in(ASSAY_SOURCE_DIR "/tests/unit/chrf_cases.jsonl");
  std::vector<ChrfCase> cases;
  for (std::string line; std::getline(in, line);) cases.push_back(nlohmann::json::parse(line));
  return cases;
}

class ChrfTable : public ::testing::TestWithParam<ChrfCase> {};

TEST_P(ChrfTable, EqualsSacrebleu) {
  const ChrfCase& expected = GetParam();
  EXPECT_EQ(rows_of(expected.spec, expected.hyps, expected.refs), expected.stats);
  EXPECT_NEAR(TextCorpus({expected.hyps}, expected.refs).score(expected.spec).value, expected.score,
              1e-9);
}

INSTANTIATE_TEST_SUITE_P(All, ChrfTable, ::testing::ValuesIn(chrf_cases()),
                         [](const auto& info) { return info.param.name; });

/// Texts of characters that make trouble.
class RandomTexts {
 public:
  explicit RandomTexts(unsigned seed) : random_(seed) {}

  std::string text(std::size_t length, const Texts& alphabet) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += alphabet[number(0, alphabet.size() - 1)];
    return text;
  }

  /// Like `text`, but for about every eighth byte's worth of it, and maybe cut and turned round.
  std::string like(const std::string& text, const Texts& alphabet) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t size = code_point_size(text, i);
      result += number(0, 7) == 0 ? alphabet[number(0, alphabet.size() - 1)] : text.substr(i, size);
      i += size;
    }
    return number(0, 4) == 0 ? text + result : result;
  }

  std::size_t number(std::size_t low, std::size_t high) { return random_.number(low, high); }

  const Texts& alphabet() {
    static const std::vector<Texts> kAlphabets = {
        {"a", "b", " "},
        {"a", "b", "c", "d", " ", ".", "(", "'", "-"},
        {"e", "é", "\u0301", "ß", "Σ", "σ", "İ", " ", "\u00a0", "\u3000", "\t"},
        {"你", "好", "。", "世", "a", " "},
        {"👍", "🏽", "\u200d", "\U0010ffff", "\ue000", "x", "\n"},
    };
    return kAlphabets[number(0, kAlphabets.size() - 1)];
  }

  std::size_t length() {
    static constexpr std::array<std::size_t, 8> kMostLengths = {3, 10, 64, 66, 130, 260, 515, 700};
    return number(0, kMostLengths[number(0, kMostLengths.size() - 1)]);
  }

 private:
  static std::size_t code_point_size(const std::string& text, std::size_t i) {
    std::size_t size = 1;
    while (i + size < text.size() &&
           (static_cast<unsigned char>(text[i + size]) & 0xC0U) == 0x80U) {
      ++size;
    }
    return size;
  }

  RandomTokens random_;
};

SlowChrf random_chrf(RandomTexts& random) {
  SlowChrf chrf;
  const bool is_usual = random.number(0, 1) == 0;
  chrf.character_order = is_usual ? 6 : random.number(0, kMostCharacterOrders);
  chrf.word_order = random.number(chrf.character_order == 0 ? 1 : 0, is_usual ? 2 : kMostOrders);
  chrf.beta = static_cast<double>(random.number(0, 3));
  chrf.effective_order = random.number(0, 2) > 0;
  chrf.lowercase = random.number(0, 2) == 0;
  chrf.keeps_space = random.number(0, 2) == 0;
  return chrf;
}

/// One measurer for many segments, so that what earlier ones leave behind would show.
TEST(ChrfTest, AgreesWithTheDefinition) {
  constexpr std::size_t kSegments = 100;
  RandomTexts random(1);
  for (int round = 0; round < 60; ++round) {
    const SlowChrf chrf = random_chrf(random);
    Texts hyps;
    std::vector<Texts> refs(kSegments);
    for (Texts& texts : refs) {
      const Texts& alphabet = random.alphabet();
      hyps.push_back(random.text(random.length(), alphabet));
      const std::size_t references = random.number(0, 3) == 0 ? random.number(2, 3) : 1;
      while (texts.size() < references) texts.push_back(random.like(hyps.back(), alphabet));
    }
    const auto rows = rows_of(chrf.spec(), hyps, refs);
    for (std::size_t i = 0; i < kSegments; ++i) {
      ASSERT_EQ(rows[i], chrf.counts(hyps[i], refs[i])) << chrf.spec() << "\n"
                                                        << hyps[i] << "\n"
                                                        << refs[i].front();
    }
    std::vector<double> sums(rows.front().size());
    for (const auto& row : rows) std::ranges::transform(sums, row, sums.begin(), std::plus<>());
    ASSERT_NEAR(TextCorpus({hyps}, refs).score(chrf.spec()).value, chrf.score(sums), 1e-9)
        << chrf.spec();
  }
}

TEST(CharacterMatcherTest, AgreesWithNgramMatcherAtTheEdgesOfWords) {
  RandomTokens random(2);
  CharacterMatcher matcher;
  NgramMatcher expected;
  for (const std::size_t length : {0, 1, 5, 63, 64, 65, 128, 129, 192, 320, 448, 511, 512, 513}) {
    for (const std::size_t other : {0, 1, 63, 64, 65, 511, 513}) {
      const auto reference = random.text(length, 3);
      const auto hypothesis = random.like(reference, other, 3);
      const std::span<const TokenId> view(reference);
      matcher.set_reference(view, 3);
      for (std::size_t order = 0; order <= kMostCharacterOrders; ++order) {
        EXPECT_EQ(matcher.matches(hypothesis, order),
                  expected.matches(hypothesis, {&view, 1}, order, 3))
            << length << " and " << other << " characters, order " << order;
      }
    }
  }
}

TEST(CharacterMatcherTest, AgreesWithNgramMatcherOnLongTexts) {
  RandomTokens random(3);
  CharacterMatcher matcher;
  NgramMatcher expected;
  for (const std::size_t vocabulary : {1, 2, 3, 30, 126, 127, 500, 5000}) {
    for (const std::size_t other : {0, 1, 4, 600, 2000}) {
      const auto reference = random.text(random.number(513, 1500), vocabulary);
      const auto hypothesis = random.like(reference, other, vocabulary);
      const std::span<const TokenId> view(reference);
      matcher.set_reference(view, vocabulary);
      for (const std::size_t order : {6, 1, 2, 8}) {
        EXPECT_EQ(matcher.matches(hypothesis, order),
                  expected.matches(hypothesis, {&view, 1}, order, vocabulary))
            << other << " characters of " << vocabulary << ", order " << order;
      }
    }
  }
}

TEST(CharacterIdsTest, CodePointsAreNumberedInOrder) {
  CharacterIds ids(WhiteSpace::kDropped);
  std::vector<TokenId> tokens;
  ids.append(" a\u00a0b\u3000👍a", tokens);
  EXPECT_EQ(tokens, (std::vector<TokenId>{0, 1, 2, 0}));
  ids.clear();
  tokens.clear();
  ids.append("👍 b", tokens);
  EXPECT_EQ(tokens, (std::vector<TokenId>{0, 1}));
  EXPECT_EQ(ids.size(), 2);
}

TEST(CharacterIdsTest, WhiteSpaceCanBeKept) {
  std::vector<TokenId> tokens;
  CharacterIds(WhiteSpace::kKept).append(" a ", tokens);
  EXPECT_EQ(tokens, (std::vector<TokenId>{0, 1, 0}));
  tokens.clear();
  CharacterIds(WhiteSpace::kKeptInside).append("\ta b\n", tokens);
  EXPECT_EQ(tokens, (std::vector<TokenId>{0, 1, 2}));
}

TEST(ChrfTest, WordsArePartedOnce) {
  const TextPipeline pipeline("chrf-words");
  Tokens tokens;
  for (const std::string text :
       {"", " ", "(hi) there.", "\"hi there", "wait...", "hi。", ". .. ...", "é. .é ¿a a\u0301!"}) {
    pipeline(text, tokens);
    Texts words;
    for (std::size_t i = 0; i < tokens.size(); ++i) words.emplace_back(tokens[i]);
    EXPECT_EQ(words, slow_chrf_words(text)) << text;
  }
}

std::string signature(const std::string& spec) {
  return MetricSpec::parse(spec).signature("1");
}

TEST(ChrfTest, SignaturesAreThoseOfSacrebleu) {
  const std::string version = "|version:" + std::string(version_signature());
  EXPECT_EQ(signature("chrf"), "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no" + version);
  EXPECT_EQ(signature("chrf+"), "nrefs:1|case:mixed|eff:yes|nc:6|nw:1|space:no" + version);
  EXPECT_EQ(signature("chrf++:case=lc"), "nrefs:1|case:lc|eff:yes|nc:6|nw:2|space:no" + version);
  EXPECT_EQ(signature("chrf:beta=1.0"),
            "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|beta:1" + version);
}

TEST(ChrfTest, EpsIsTheOppositeOfEff) {
  EXPECT_EQ(signature("chrf:eps=yes"), signature("chrf:eff=no"));
  EXPECT_EQ(signature("chrf:eps=no"), signature("chrf"));
  EXPECT_EQ(MetricSpec::parse("chrf:eps=yes").options.spec(), "eff=no");
  EXPECT_THROW(MetricSpec::parse("chrf:eps=maybe"), Error);
}

TEST(ChrfTest, RefusesWhatHasNothingToCount) {
  const TextCorpus corpus({{"a"}}, {{"a"}});
  EXPECT_THROW(corpus.score("chrf:nc=0"), Error);
  EXPECT_THROW(MetricSpec::parse("chrf:nc=9"), Error);
  EXPECT_THROW(MetricSpec::parse("chrf:beta=-1"), Error);
  EXPECT_THROW(MetricSpec::parse("chrf:beta=nan"), Error);
}

TEST(ChrfTest, SystemsAreScoredSideBySide) {
  const TextCorpus corpus({{"abcdef"}, {"ab"}}, {{"xyz", "abcdeg"}});
  const Report report = corpus.report({"chrf"});
  EXPECT_NEAR(report.systems[0].scores[0].value, 59.166666666666664, 1e-9);
  EXPECT_NEAR(report.systems[1].scores[0].value, 31.25, 1e-9);
}

TEST(ChrfTest, SaysWhoseNumbersItHas) {
  const TextCorpus corpus({{"a"}}, {{"a"}});
  const Report report = corpus.report({"chrf++", "chrf:beta=1", "chrf:beta=1.5"});
  EXPECT_EQ(report.metrics[0].equals, "sacrebleu 2.6.0");
  EXPECT_EQ(report.metrics[1].equals, "sacrebleu 2.6.0");
  EXPECT_EQ(report.metrics[2].equals, "");
}

}  // namespace
}  // namespace assay
