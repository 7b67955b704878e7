#include "parity_data.h"
#include "rouge155_run.h"

#include <sstream>

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

}  // namespace
}  // namespace assay
