#include "assay/aggregate.h"

#include "parity_data.h"
#include "rouge155_run.h"

#include <array>
#include <sstream>

#include <fmt/format.h>

namespace assay {
namespace {

using testing::json;
using testing::Rouge155Files;
using testing::Rouge155Texts;

/// Whole reports of the Perl program, line by line.
class Rouge155Parity : public testing::ParityTest {
 protected:
  void expect_report(const std::string& set, std::size_t most_documents, const std::string& options,
                     const std::string& expected) {
    std::vector<Rouge155Texts> documents;
    for (const json& record : read_jsonl("rouge/" + set + ".jsonl")) {
      if (documents.size() == most_documents) break;
      documents.push_back({record["prediction"], record["references"]});
    }
    const std::string report = Rouge155Files(documents).report(options);
    const std::string wanted = read_text("expected/" + expected);
    EXPECT_TRUE(report == wanted) << "not the same bytes";
    std::istringstream actual_lines(report);
    std::istringstream wanted_lines(wanted);
    std::string actual;
    for (std::string line; std::getline(wanted_lines, line);) {
      std::getline(actual_lines, actual);
      expect_equal(actual, line);
    }
  }
  void expect_line(const std::string& line, const std::string& report) {
    expect_equal(report.find(line) == std::string::npos ? "nowhere" : line, line);
  }

  void expect_averages(const Score& score, const std::string& start, const std::string& report) {
    const std::array<std::pair<char, std::string>, 3> measures = {
        {{'R', "recall"}, {'P', "precision"}, {'F', "f1"}}};
    for (const auto& [letter, name] : measures) {
      const auto value = [&, &field = name](const char* suffix) {
        return testing::detail(score, field + suffix).at(0);
      };
      expect_line(fmt::format("{}Average_{}: {:7.5f} (95%-conf.int. {:7.5f} - {:7.5f})\n", start,
                              letter, value("_average"), value("_low"), value("_high")),
                  report);
    }
  }
};

TEST_F(Rouge155Parity, AllScoresWithStemmer) {
  expect_report("multiline", 250, "-n 4 -w 1.2 -2 4 -U -m -d -c 95 -r 1000",
                "rouge155-multiline.txt");
  EXPECT_EQ(compared(), 8 * (4 + 1 + 250));
}

TEST_F(Rouge155Parity, TheBestOfTwoModels) {
  expect_report("tworefs", 150, "-n 2 -w 1.2 -2 4 -u -d -c 95 -r 1000 -f B",
                "rouge155-tworefs-best.txt");
  EXPECT_EQ(compared(), 5 * (4 + 1 + 150));
}

TEST_F(Rouge155Parity, StopWordsAndTheFirstWords) {
  expect_report("tworefs", 150, "-n 2 -m -s -l 20 -d -f A -p 0.7", "rouge155-tworefs-stop-l20.txt");
  EXPECT_EQ(compared(), 3 * (4 + 1 + 150));
}

/// The metrics with alg=1.5.5 have the numbers of documents and, aggregated, the averages.
TEST_F(Rouge155Parity, MetricsOfSegments) {
  const std::vector<std::pair<std::string, std::string>> tags = {
      {"rouge1:alg=1.5.5,stem=yes", "ROUGE-1"}, {"rouge2:alg=1.5.5,stem=yes", "ROUGE-2"},
      {"rouge3:alg=1.5.5,stem=yes", "ROUGE-3"}, {"rouge4:alg=1.5.5,stem=yes", "ROUGE-4"},
      {"rougeL:alg=1.5.5,stem=yes", "ROUGE-L"}, {"rougeW:w=1.2,stem=yes", "ROUGE-W-1.2"},
      {"rougeS:skip=4,stem=yes", "ROUGE-S4"},   {"rougeSU:skip=4,stem=yes", "ROUGE-SU4"}};
  CorpusFiles files;
  files.systems.push_back({path("rouge/multiline.jsonl"), "SYS"});
  std::vector<MetricSpec> specs;
  for (const auto& [spec, tag] : tags) specs.push_back(MetricSpec::parse(spec));
  Evaluation evaluation = measure(files, {}, specs, {.threads = 2, .keep_rows = true});
  add_aggregates(evaluation, {.method = AggregateMethod::kRouge155});
  const std::string expected = read_text("expected/rouge155-multiline.txt");
  for (std::size_t m = 0; m < tags.size(); ++m) {
    const std::string start = "SYS " + tags[m].second + " ";
    expect_averages(evaluation.report.systems[0].scores[m], start, expected);
    for (std::size_t i = 0; i < evaluation.report.segments; ++i) {
      const Row row = evaluation.tables[m][i];
      expect_line(fmt::format("{}Eval {}.SYS R:{:7.5f} P:{:7.5f} F:{:7.5f}\n", start, i + 1, row[2],
                              row[1], row[3]),
                  expected);
    }
  }
  EXPECT_EQ(compared(), 8 * (3 + 250));
}

}  // namespace
}  // namespace assay
