#include "assay/registry.h"
#include "assay/tokenizer.h"

#include "parity_data.h"
#include "rouge155_run.h"
#include "text/porter_rouge155.h"

#include <charconv>

namespace assay {
namespace {

using testing::detail;
using testing::json;
using testing::Rouge155Files;
using testing::TextCorpus;
using testing::Texts;

constexpr double kTolerance = 1e-12;

/// Tables of inputs and what rouge_score and ROUGE-1.5.5 say about them, in data/ of the folder
/// that ASSAY_SPEC_DIR names.
class RougeTables : public testing::DataTest {
 protected:
  RougeTables() : DataTest("ASSAY_SPEC_DIR") {}

  std::vector<Texts> rows(const std::string& name) const {
    std::ifstream in(folder() + "/data/" + name);
    std::vector<Texts> rows;
    for (std::string line; std::getline(in, line);) {
      Texts& row = rows.emplace_back();
      std::istringstream cells(line);
      for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    }
    return rows;
  }

  static double number(const std::string& text) {
    double value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }

  /// Precision, recall and F of one pair.
  void expect_prf(const std::string& spec, const Texts& references, const std::string& prediction,
                  const Texts& expected) {
    SCOPED_TRACE(spec + " of " + prediction);
    const Score score = TextCorpus({{prediction}}, {references}).score(spec);
    expect_near(detail(score, "precision").at(0), number(expected.at(0)), kTolerance);
    expect_near(detail(score, "recall").at(0), number(expected.at(1)), kTolerance);
    expect_near(score.value, number(expected.at(2)), kTolerance);
  }

  /// Rows of target or targets, prediction, stemmer, type, precision, recall, F.
  void expect_google(const std::vector<Texts>& rows) {
    for (const Texts& row : rows) {
      const json targets = json::parse(row.at(0));
      expect_prf(row.at(3) + (row.at(2) == "1" ? ":stem=yes" : ""),
                 targets.is_array() ? targets.get<Texts>() : Texts{targets.get<std::string>()},
                 json::parse(row.at(1)), {row.begin() + 4, row.end()});
    }
  }
};

TEST_F(RougeTables, Google) {
  std::vector<Texts> table = rows("rouge-google-cases.tsv");
  table.erase(table.begin());
  expect_google(table);
  EXPECT_EQ(compared(), 106 * 3);
}

TEST_F(RougeTables, GoogleWithSeveralReferences) {
  expect_google(rows("rouge-google-multi.tsv"));
  EXPECT_EQ(compared(), 28 * 3);
}

TEST_F(RougeTables, LsumPathsOfEqualLength) {
  for (const Texts& row : rows("rouge-lsum-ties.tsv")) {
    // Hits, tokens of the target, tokens of the prediction, precision, recall, F.
    expect_near(number(row.at(2)) / number(row.at(4)), number(row.at(5)), kTolerance);
    expect_prf("rougeLsum", {json::parse(row.at(0))}, json::parse(row.at(1)),
               {row.begin() + 5, row.end()});
  }
  EXPECT_EQ(compared(), 12 * 4);
}

TEST_F(RougeTables, StemsOfNltk) {
  const StemmerInfo* porter = find_named(stemmers(), "porter");
  for (const Texts& row : rows("porter-nltk.tsv")) {
    std::string word = row.at(0);
    porter->apply(word);
    expect_equal(word, row.at(1));
  }
  EXPECT_EQ(compared(), 553);
}

TEST_F(RougeTables, StemsOfRouge155) {
  const auto lists = WordLists::load({.exceptions = true});
  for (const Texts& row : rows("porter-rouge155.tsv")) {
    std::string word = row.at(0);
    stem_rouge155(word);
    expect_equal(word, row.at(1));
    word = row.at(0);
    lists->stem(word);
    expect_equal(word, row.at(2));
  }
  EXPECT_EQ(compared(), 553 * 2);
}

TEST_F(RougeTables, ExceptionsOfRouge155) {
  const auto lists = WordLists::load({.exceptions = true});
  const std::vector<Texts> table = rows("wordnet-exc-2.0.tsv");
  EXPECT_EQ(lists->exceptions(), 5930);
  for (const Texts& row : table) {
    std::string word = row.at(0);
    lists->stem(word);
    expect_equal(word, row.at(1));
  }
}

TEST_F(RougeTables, StopWordsOfRouge155) {
  const auto lists = WordLists::load({.stop_words = true});
  for (const Texts& row : rows("smart-stopwords-rouge155.txt")) {
    expect_equal(lists->is_stop_word(row.at(0)) ? row.at(0) : "", row.at(0));
  }
  EXPECT_EQ(lists->stop_words(), 596);
  EXPECT_EQ(compared(), 598);
}

/// Rows of peer, models, options, and for one score recall, precision, F.
TEST_F(RougeTables, Rouge155) {
  std::vector<Texts> table = rows("rouge-155-cases.tsv");
  table.erase(table.begin());
  for (const Texts& row : table) {
    const Rouge155Files files({{json::parse(row.at(0)), json::parse(row.at(1))}});
    const std::string report = files.report("-d " + row.at(2));
    const std::string wanted = "SYS " + row.at(3) + " Eval 1.SYS R:" + row.at(4) +
                               " P:" + row.at(5) + " F:" + row.at(6) + "\n";
    const std::size_t place = report.find(wanted);
    expect_equal(place == std::string::npos ? report : wanted, wanted);
  }
  EXPECT_EQ(compared(), 91);
}

}  // namespace
}  // namespace assay
