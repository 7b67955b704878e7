#include "ter.h"

#include "assay/error.h"
#include "assay/metric.h"
#include "assay/text.h"
#include "assay/tokenizer.h"

#include "random_tokens.h"
#include "slow_ter.h"
#include "text_corpus.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using testing::cell;
using testing::detail;
using testing::TextCorpus;
using testing::Texts;

using Words = std::vector<TokenId>;

/// Texts and what sacreBLEU 2.6.0 says about them.
struct TerCase {
  std::string name;
  std::string about;
  std::string spec;
  Texts hyps;
  std::vector<Texts> refs;  ///< [segment][reference]
  double score = 0;
  double num_edits = 0;
  double ref_length = 0;
  std::vector<std::vector<double>> segments;  ///< [segment]: edits, length.
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TerCase, name, about, spec, hyps, refs, score, num_edits,
                                   ref_length, segments)

void PrintTo(const TerCase& ter_case, std::ostream* out) {
  *out << ter_case.about;
}

std::vector<nlohmann::json> read_lines(const std::string& name) {
  std::ifstream in(ASSAY_SOURCE_DIR "/tests/unit/" + name);
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

std::vector<TerCase> ter_cases() {
  const auto lines = read_lines("ter_cases.jsonl");
  return {lines.begin(), lines.end()};
}

class TerTable : public ::testing::TestWithParam<TerCase> {};

TEST_P(TerTable, EqualsSacrebleu) {
  const TerCase& expected = GetParam();
  const TextCorpus corpus({expected.hyps}, expected.refs);
  const Report report = corpus.report({expected.spec}, {.segment_scores = true});
  const Score& score = report.systems[0].scores[0];
  EXPECT_NEAR(score.value, expected.score, 1e-9);
  EXPECT_EQ(detail(score, "num_edits"), std::vector{expected.num_edits});
  EXPECT_EQ(detail(score, "ref_length"), std::vector{expected.ref_length});
  for (std::size_t i = 0; i < expected.segments.size(); ++i) {
    EXPECT_EQ(cell(report, i, 0, 1), expected.segments[i][0]) << i;
    EXPECT_EQ(cell(report, i, 0, 2), expected.segments[i][1]) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(All, TerTable, ::testing::ValuesIn(ter_cases()),
                         [](const auto& info) { return info.param.name; });

TEST(TerTest, TokenizesAsTercom) {
  std::size_t compared = 0;
  for (const nlohmann::json& line : read_lines("ter_tokens.jsonl")) {
    const auto text = line["text"].get<std::string>();
    for (const auto& spec : line["pipelines"].get<std::vector<std::string>>()) {
      Tokens tokens;
      TextPipeline pipeline(spec);
      pipeline(text, tokens);
      std::string joined;
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        joined.append(i == 0 ? "" : " ").append(tokens[i]);
      }
      EXPECT_EQ(joined, line["tokens"].get<std::string>()) << spec << ": " << escape(text);
      ++compared;
    }
  }
  EXPECT_GT(compared, 200);
}

TEST(TerTest, SignatureIsSacrebleus) {
  EXPECT_TRUE(MetricSpec::parse("ter").signature("1").starts_with(
      "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:"));
  const auto spec = MetricSpec::parse("ter:asian=yes,punct=no,norm=yes,case=mixed,tok=tercom");
  EXPECT_TRUE(spec.signature("var").starts_with(
      "nrefs:var|case:mixed|tok:tercom|norm:yes|punct:no|asian:yes|version:"));
  EXPECT_THROW(MetricSpec::parse("ter:tok=13a"), Error);
}

/// Random pairs, each worth a comparison of the fast way with the definition.
class TerTwin : public ::testing::Test {
 protected:
  void expect_equal(const Words& hypothesis, const Words& reference) {
    const std::size_t size = vocabulary_size(hypothesis, reference);
    ASSERT_EQ(aligner_.edits(hypothesis, reference, size), slow_ter_edits(hypothesis, reference))
        << ::testing::PrintToString(hypothesis) << "\n"
        << ::testing::PrintToString(reference);
  }

  /// `words` with up to `most` blocks elsewhere and up to `most` words replaced, added or dropped.
  Words disturbed(Words words, std::size_t most) {
    for (std::size_t left = random_.number(0, most); left > 0 && words.size() > 1; --left) {
      const std::size_t first = random_.number(0, words.size() - 1);
      const std::size_t last = random_.number(first, std::min(words.size(), first + 14));
      const std::size_t middle = random_.number(first, last);
      const auto at = [&](std::size_t i) { return words.begin() + static_cast<std::ptrdiff_t>(i); };
      std::rotate(at(first), at(middle), at(last));
    }
    for (std::size_t left = random_.number(0, most); left > 0 && !words.empty(); --left) {
      const auto at = static_cast<std::ptrdiff_t>(random_.number(0, words.size() - 1));
      switch (random_.number(0, 2)) {
        case 0:
          words.erase(words.begin() + at);
          break;
        case 1:
          words.insert(words.begin() + at, words[random_.number(0, words.size() - 1)]);
          break;
        default:
          words[static_cast<std::size_t>(at)] = 999;
          break;
      }
    }
    return words;
  }

  Words repeated(std::size_t phrase, std::size_t length, std::size_t vocabulary) {
    Words words = random_.text(phrase, vocabulary);
    for (std::size_t i = phrase; i < length; ++i) words.push_back(words[i - phrase]);
    return words;
  }

  RandomTokens random_{20060810};

 private:
  static std::size_t vocabulary_size(const Words& hypothesis, const Words& reference) {
    std::size_t size = 0;
    for (const TokenId id : hypothesis) size = std::max<std::size_t>(size, id + 1);
    for (const TokenId id : reference) size = std::max<std::size_t>(size, id + 1);
    return size;
  }

  TerAligner aligner_;
};

TEST_F(TerTwin, UnrelatedTexts) {
  for (int i = 0; i < 1200; ++i) {
    const std::size_t vocabulary = random_.number(1, 12);
    expect_equal(random_.text(random_.number(0, 16), vocabulary),
                 random_.text(random_.number(0, 16), vocabulary));
  }
}

TEST_F(TerTwin, TextsWithMovedBlocks) {
  for (int i = 0; i < 1500; ++i) {
    const std::size_t length = random_.number(1, i % 10 == 0 ? 120 : 35);
    const Words reference = random_.text(length, i % 3 == 0 ? 1000 : random_.number(2, 30));
    expect_equal(disturbed(reference, 6), reference);
  }
}

TEST_F(TerTwin, RepeatedPhrases) {
  for (int i = 0; i < 300; ++i) {
    const std::size_t phrase = random_.number(1, 8);
    const Words reference = repeated(phrase, random_.number(phrase, 40), 6);
    expect_equal(disturbed(reference, 4), reference);
  }
}

TEST_F(TerTwin, OneSideMuchLonger) {
  for (int i = 0; i < 300; ++i) {
    const Words longer = random_.text(random_.number(100, 330), 40);
    const Words shorter = random_.text(random_.number(1, 6), 40);
    expect_equal(shorter, longer);
    expect_equal(longer, shorter);
  }
}

TEST_F(TerTwin, LongTextsReachTheLimitOfCandidates) {
  for (int i = 0; i < 6; ++i) {
    const Words reference = random_.text(random_.number(300, 400), i % 2 == 0 ? 60 : 300);
    expect_equal(disturbed(reference, 40), reference);
  }
}

TEST_F(TerTwin, WordBoundariesOfTheBits) {
  for (std::size_t length : {24, 25, 26, 49, 50, 51, 63, 64, 65, 127, 128, 129}) {
    const Words reference = random_.text(length, 50);
    expect_equal(disturbed(reference, 5), reference);
    expect_equal(random_.like(reference, length / 2, 50), reference);
    expect_equal(random_.like(reference, length * 2, 50), reference);
  }
}

/// Foreign words in one place lead the alignment away from the diagonal.
TEST_F(TerTwin, EdgesOfTheBeam) {
  for (int i = 0; i < 200; ++i) {
    const Words words = random_.text(random_.number(30, 110), 400);
    Words longer = words;
    const Words foreign = random_.text(random_.number(15, 90), i % 2 == 0 ? 400 : 3);
    const auto at = static_cast<std::ptrdiff_t>(random_.number(0, i % 3 == 0 ? 0 : words.size()));
    longer.insert(longer.begin() + at, foreign.begin(), foreign.end());
    expect_equal(disturbed(longer, 2), words);
    expect_equal(words, disturbed(longer, 2));
  }
}

}  // namespace
}  // namespace assay
