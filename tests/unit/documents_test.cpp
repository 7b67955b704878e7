#include "assay/compare.h"
#include "assay/error.h"
#include "assay/evaluate.h"

#include "temp_files.h"

#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::error_of;
using testing::expect_error;
using testing::read_all;
using testing::ReadCorpus;
using testing::TempFolder;

using Texts = std::vector<std::string>;

const std::vector<std::string>& specs() {
  static const std::vector<std::string> kSpecs = {"bleu",   "chrf++",    "ter", "rouge1",
                                                  "rougeL", "rougeLsum", "wer", "f1"};
  return kSpecs;
}

InputOptions options_of(Documents documents) {
  InputOptions options;
  options.ref_fields = {"r", "q"};
  options.group_field = "doc";
  options.documents = documents;
  return options;
}

/// Systems a and b of a table.
CorpusFiles table(const std::string& path) {
  CorpusFiles files;
  files.systems = {{path, "a", "a"}, {path, "b", "b"}};
  return files;
}

Evaluation evaluate_table(const std::string& path, const InputOptions& input,
                          EvaluateOptions options = {}) {
  std::vector<MetricSpec> parsed;
  for (const std::string& spec : specs()) parsed.push_back(MetricSpec::parse(spec));
  options.keep_rows = options.segment_scores = true;
  return measure(table(path), input, parsed, options);
}

/// Rows [a, b, r, q] of documents of one to six segments.
std::vector<std::vector<Texts>> random_documents() {
  std::mt19937_64 random(7);
  const auto text = [&random] {
    std::string words;
    for (auto left = random() % 9; left > 0; --left) {
      words += "cat dog the ran far . "[random() % 22];
      words += random() % 3 == 0 ? " " : "";
    }
    return words;
  };
  std::vector<std::vector<Texts>> documents(40);
  for (auto& document : documents) {
    document.resize(1 + random() % 6);
    for (Texts& row : document) row = {text(), text(), text() + "x", text() + "y"};
  }
  return documents;
}

std::string lines_of(const std::string& name, const std::vector<Texts>& rows) {
  std::string lines;
  for (const Texts& row : rows) {
    lines += name;
    for (const std::string& cell : row) lines += "\t" + cell;
    lines += "\n";
  }
  return lines;
}

constexpr const char* kHeader = "doc\ta\tb\tr\tq\n";

std::string table_of(const std::vector<std::vector<Texts>>& documents) {
  std::string lines = kHeader;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    lines += lines_of("d" + std::to_string(d), documents[d]);
  }
  return lines;
}

std::vector<std::vector<Texts>> joined(std::vector<std::vector<Texts>> documents) {
  for (auto& document : documents) {
    Texts row = document.front();
    for (std::size_t i = 1; i < document.size(); ++i) {
      for (std::size_t c = 0; c < row.size(); ++c) row[c] += " " + document[i][c];
    }
    document = {row};
  }
  return documents;
}

void expect_same(const Evaluation& actual, const Evaluation& expected) {
  EXPECT_EQ(actual.report.segments, expected.report.segments);
  EXPECT_EQ(actual.report.segment_scores.cells, expected.report.segment_scores.cells);
  EXPECT_TRUE(actual.tables == expected.tables);
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t m = 0; m < specs().size(); ++m) {
      EXPECT_EQ(actual.report.systems[s].scores[m].value,
                expected.report.systems[s].scores[m].value);
    }
  }
}

TEST(DocumentsTest, TextsAreJoinedByBlanksWhateverTheBlock) {
  const TempFolder folder;
  const std::string path = folder.write(
      "x.tsv", std::string(kHeader) + "m\ta1\tb1\tr1\tq1\nm\ta2\t\tr2\tq2\nm\ta3\tb3\t \tq3\n" +
                   "n\ta4\tb4\tr4\tq4\no\ta5\tb5\tr5\tq5\no\ta6\tb6\tr6\tq6\n");
  for (const std::size_t most : {1U, 2U, 3U, 100U}) {
    const ReadCorpus corpus = read_all(table(path), options_of(Documents::kConcat), most);
    EXPECT_EQ(corpus.hypotheses, (Texts{"a1 a2 a3", "b1  b3", "a4", "b4", "a5 a6", "b5 b6"}));
    EXPECT_EQ(corpus.references,
              (std::vector<Texts>{{"r1 r2  ", "q1 q2 q3"}, {"r4", "q4"}, {"r5 r6", "q5 q6"}}));
    EXPECT_EQ(corpus.ids, (Texts{"m", "n", "o"}));
    EXPECT_EQ(corpus.summary.segments, 3U);
    EXPECT_FALSE(corpus.warns("W-DOCUMENT"));
  }
}

TEST(DocumentsTest, JoinedDocumentsScoreAsAFileOfJoinedTexts) {
  const TempFolder folder;
  const auto documents = random_documents();
  const std::string path = folder.write("x.tsv", table_of(documents));
  InputOptions plain = options_of(Documents::kNone);
  const Evaluation expected =
      evaluate_table(folder.write("y.tsv", table_of(joined(documents))), plain);
  for (const std::size_t block : {1U, 3U, 1024U}) {
    const Evaluation actual = evaluate_table(path, options_of(Documents::kConcat),
                                             {.threads = 2, .block_segments = block});
    expect_same(actual, expected);
    EXPECT_EQ(actual.report.documents, "concat");
    EXPECT_TRUE(actual.report.groups.empty());
  }
}

TEST(DocumentsTest, AnAggregateIsTheMeanOfTheScoresOfDocuments) {
  const TempFolder folder;
  const auto documents = random_documents();
  const std::string path = folder.write("x.tsv", table_of(documents));
  const Evaluation actual = evaluate_table(path, options_of(Documents::kAggregate));
  EXPECT_EQ(actual.report.segments, documents.size());
  std::vector<double> sums(2 * specs().size());
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const Evaluation alone = evaluate_table(
        folder.write("y.tsv", kHeader + lines_of("d", documents[d])), options_of(Documents::kNone));
    for (std::size_t s = 0; s < 2; ++s) {
      for (std::size_t m = 0; m < specs().size(); ++m) {
        const double score = alone.report.systems[s].scores[m].value;
        EXPECT_EQ(actual.tables[2 * m + s][d][1], score) << specs()[m] << " of document " << d;
        sums[2 * m + s] += score;
      }
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    EXPECT_NEAR(actual.report.systems[i % 2].scores[i / 2].value,
                sums[i] / static_cast<double>(documents.size()), 1e-9);
  }
  EXPECT_EQ(actual.report.segment_scores.ids.size(), documents.size());
}

TEST(DocumentsTest, AggregatesDependOnNeitherThreadsNorBlocks) {
  const TempFolder folder;
  const std::string path = folder.write("x.tsv", table_of(random_documents()));
  const InputOptions input = options_of(Documents::kAggregate);
  const Evaluation expected = evaluate_table(path, input);
  for (const std::size_t block : {1U, 3U, 64U}) {
    expect_same(evaluate_table(path, input, {.threads = 3, .block_segments = block}), expected);
  }
}

TEST(DocumentsTest, TestsAndIntervalsResampleDocuments) {
  const TempFolder folder;
  const auto documents = random_documents();
  const std::string path = folder.write("x.tsv", table_of(documents));
  Evaluation evaluation = evaluate_table(path, options_of(Documents::kAggregate));
  add_comparisons(evaluation, {});
  const Score& score = evaluation.report.systems[0].scores[0];
  ASSERT_TRUE(score.interval);
  EXPECT_LT(score.interval->low, score.value);
  EXPECT_GT(score.interval->high, score.value);
  const std::string one = folder.write("y.tsv", table_of({documents[0]}));
  for (const Documents mode : {Documents::kConcat, Documents::kAggregate}) {
    Evaluation of_one = evaluate_table(one, options_of(mode));
    EXPECT_THROW(add_intervals(of_one, {}), Error);
  }
}

TEST(DocumentsTest, OtherDocumentsOfTheSameSegmentsAreOtherReferences) {
  const TempFolder folder;
  const auto digest = [&](const std::string& first, const std::string& second) {
    const std::string path =
        folder.write("t.tsv", "doc\ta\tb\tr\tq\nx\tm\tm\tm\tm\n" + first + "\tn\tn\tn\tn\n" +
                                  second + "\to\to\to\to\n");
    InputOptions input = options_of(Documents::kAggregate);
    input.digest_references = true;
    return evaluate_table(path, input).references_digest;
  };
  EXPECT_EQ(digest("x", "y"), digest("x", "z"));
  EXPECT_NE(digest("x", "y"), digest("y", "y"));
}

TEST(DocumentsTest, ADocumentThatComesBackIsWarnedOf) {
  const TempFolder folder;
  const std::string path =
      folder.write("x.tsv", std::string(kHeader) +
                                "m\ta\tb\tr\tq\nn\ta\tb\tr\tq\nm\ta\tb\tr\tq\nn\ta\tb\tr\tq\n");
  for (const Documents mode : {Documents::kConcat, Documents::kAggregate}) {
    for (const std::size_t most : {1U, 100U}) {
      const ReadCorpus corpus = read_all(table(path), options_of(mode), most);
      ASSERT_TRUE(corpus.warns("W-DOCUMENT"));
      EXPECT_NE(corpus.warning("W-DOCUMENT")
                    ->message.find("'m' comes back after another one, and there are 2"),
                std::string::npos);
    }
    EXPECT_EQ(evaluate_table(path, options_of(mode)).report.segments, 4U);
  }
}

TEST(DocumentsTest, OtherNumbersOfReferencesCannotBeJoined) {
  const TempFolder folder;
  CorpusFiles files;
  files.systems = {{folder.write("x.jsonl",
                                 R"({"doc": 1, "prediction": "a", "references": ["b"]}
{"doc": 1, "prediction": "a", "references": ["b", "c"]}
)"),
                    "x"}};
  InputOptions options;
  options.group_field = "doc";
  options.documents = Documents::kConcat;
  options.var_refs = true;
  expect_error(error_of(files, options), "E-NREFS",
               {"document '1' has a segment with 1 references and one with 2"});
  options.documents = Documents::kAggregate;
  EXPECT_EQ(read_all(files, options).groups, (Texts{"1", "1"}));
}

TEST(DocumentsTest, SignaturesTellHowDocumentsWereMade) {
  MetricSpec spec = MetricSpec::parse("bleu");
  spec.documents = "concat";
  EXPECT_NE(spec.signature("1").find("|eff:no|tok:13a|smooth:exp|doc:concat|version:"),
            std::string::npos);
  EXPECT_NE(spec.segment_signature("1").find("|eff:yes|"), std::string::npos);
  EXPECT_EQ(spec.equals("1"), "");
  spec.documents = "aggregate";
  EXPECT_EQ(spec.segment_signature("1"), spec.signature("1"));
}

}  // namespace
}  // namespace assay
