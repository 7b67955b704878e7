#include "assay/registry.h"
#include "assay/writer.h"

#include "law/test_name.h"
#include "text_corpus.h"

#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// What holds for every output format in the table.
namespace assay {

void PrintTo(const WriterInfo* info, std::ostream* out) {
  *out << info->name;
}

namespace {

using testing::TextCorpus;

Report small_report(bool segment_scores) {
  const TextCorpus corpus({{"a b c d", "x"}, {"a b c e", "y z"}}, {{"a b c d"}, {"x y", "z"}});
  return corpus.report({"bleu", "bleu:tok=char", "rougeL"}, {.segment_scores = segment_scores});
}

std::string written(const WriterInfo& writer, const Report& report,
                    const WriteOptions& options = {}) {
  std::ostringstream out;
  writer.write(report, options, out);
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

class WriterLaws : public ::testing::TestWithParam<const WriterInfo*> {
 protected:
  static std::string write(const Report& report, const WriteOptions& options = {}) {
    return written(*GetParam(), report, options);
  }
};

TEST_P(WriterLaws, EverySystemMetricAndSignatureAppears) {
  for (const bool segment_scores : {false, true}) {
    const Report report = small_report(segment_scores);
    const std::string text = write(report);
    for (const SystemResult& system : report.systems) {
      EXPECT_NE(text.find(system.name), std::string::npos) << text;
    }
    for (const MetricColumn& metric : report.metrics) {
      const bool is_named = text.find(metric.key) != std::string::npos ||
                            text.find(std::string(metric.info->title)) != std::string::npos;
      EXPECT_TRUE(is_named) << metric.key << "\n" << text;
      EXPECT_NE(text.find(metric.signature), std::string::npos) << text;
    }
  }
}

TEST_P(WriterLaws, EndsWithANewline) {
  for (const bool segment_scores : {false, true}) {
    const std::string text = write(small_report(segment_scores));
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(text.back(), '\n');
    EXPECT_EQ(text.find("\n\n\n"), std::string::npos);
  }
}

TEST_P(WriterLaws, EveryRunGivesTheSameBytes) {
  const Report report = small_report(true);
  EXPECT_EQ(write(report), write(report));
}

TEST_P(WriterLaws, StrangeNamesAddNoLines) {
  if (GetParam()->name == "csv") GTEST_SKIP() << "cells in quotes may hold line ends";
  Report report = small_report(true);
  const std::size_t lines = lines_of(write(report)).size();
  report.systems[0].name = "a<b>&|\t\"\\\r\n\x1b[31m\u202E\u2028";
  report.systems[1].name = "\xff\xfe not UTF-8";
  report.segment_scores.ids = {"one\ntwo", "\x07"};
  const std::string text = write(report);
  EXPECT_EQ(lines_of(text).size(), lines) << text;
  EXPECT_EQ(text.find_first_of("\x1b\x07\r\t"), std::string::npos) << text;
}

TEST_P(WriterLaws, AScoreThatIsMissingIsNoNumber) {
  Report report = small_report(false);
  report.systems[0].scores[0] = {.value = 77.125, .missing_reason = "no segments"};
  const std::string text = write(report);
  EXPECT_EQ(text.find("77.1"), std::string::npos) << text;
}

TEST_P(WriterLaws, TheTableEntryIsComplete) {
  EXPECT_FALSE(GetParam()->name.empty());
  EXPECT_FALSE(GetParam()->summary.empty());
  EXPECT_TRUE(GetParam()->suffix.starts_with("."));
  for (const WriterInfo* other : writers()) {
    if (other == GetParam()) continue;
    EXPECT_NE(other->name, GetParam()->name);
    EXPECT_NE(other->suffix, GetParam()->suffix);
  }
}

INSTANTIATE_TEST_SUITE_P(All, WriterLaws, ::testing::ValuesIn(writers().begin(), writers().end()),
                         testing::test_name<WriterInfo>);

/// The records of RFC 4180: a quoted cell may hold commas, line ends and doubled quotes.
std::vector<std::vector<std::string>> csv_records(const std::string& text) {
  std::vector<std::vector<std::string>> records = {{""}};
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      const bool is_doubled = is_quoted && i + 1 < text.size() && text[i + 1] == '"';
      if (is_doubled) records.back().back() += text[i++];
      if (!is_doubled) is_quoted = !is_quoted;
    } else if (text[i] == ',' && !is_quoted) {
      records.back().emplace_back();
    } else if (text[i] == '\n' && !is_quoted) {
      records.push_back({""});
    } else {
      records.back().back() += text[i];
    }
  }
  records.pop_back();
  return records;
}

TEST(CsvWriterLaws, StrangeNamesAreReadBack) {
  const WriterInfo* csv = find_named(writers(), "csv");
  ASSERT_NE(csv, nullptr);
  Report report = small_report(true);
  const std::size_t records = csv_records(written(*csv, report)).size();
  const std::string name = "a<b>&|\t\"\\\r\n\x1b[31m\u202E,\"\"";
  report.systems[0].name = name;
  report.systems[1].name = "=1+1";
  std::set<std::string> systems;
  const auto read_back = csv_records(written(*csv, report));
  EXPECT_EQ(read_back.size(), records);
  const auto& header = read_back.front();
  const auto column = std::ranges::find(header, "system") - header.begin();
  for (const auto& record : read_back) {
    ASSERT_EQ(record.size(), header.size());
    systems.insert(record[static_cast<std::size_t>(column)]);
  }
  // A spreadsheet must not take a name for a formula.
  EXPECT_EQ(systems, (std::set<std::string>{"system", name, "'=1+1"}));
}

/// The JSON objects of a format; none if it is not JSON.
std::vector<nlohmann::json> objects_of(const WriterInfo& writer, const std::string& text) {
  if (writer.name == "json") return {nlohmann::json::parse(text)};
  std::vector<nlohmann::json> objects;
  if (writer.name != "jsonl") return objects;
  for (const std::string& line : lines_of(text)) objects.push_back(nlohmann::json::parse(line));
  return objects;
}

TEST(JsonWriterLaws, StrangeNamesAreReadBack) {
  const std::string name = "a<b>&|\t\"\\\r\n\x1b[31m\u202E";
  Report report = small_report(true);
  report.systems[0].name = name;
  for (const WriterInfo* writer : writers()) {
    for (const nlohmann::json& object : objects_of(*writer, written(*writer, report))) {
      if (object.contains("systems")) {
        EXPECT_EQ(object["systems"][0]["name"], name);
      }
      if (object.contains("system") && object["system"] != "system1") {
        EXPECT_EQ(object["system"], name);
      }
    }
  }
}

TEST(JsonWriterLaws, NumbersAreReadBackToTheBit) {
  const Report report = small_report(true);
  for (const WriterInfo* writer : writers()) {
    std::size_t scores = 0;
    for (const nlohmann::json& object : objects_of(*writer, written(*writer, report))) {
      if (object.contains("systems")) {
        EXPECT_EQ(object["systems"][1]["metrics"]["bleu"]["score"],
                  report.systems[1].scores[0].value);
        ++scores;
      } else if (object["type"] == "score" && object["system"] == "system1" &&
                 object["metric"] == "bleu") {
        EXPECT_EQ(object["score"], report.systems[1].scores[0].value);
        ++scores;
      }
    }
    EXPECT_EQ(scores, writer->name.starts_with("json") ? 1 : 0) << writer->name;
  }
}

TEST(WriteScoresLaws, OneLineForEachSystemAndMetric) {
  const Report report = small_report(false);
  std::ostringstream out;
  write_scores(report, {.decimals = 1}, out);
  EXPECT_EQ(lines_of(out.str()).size(), report.systems.size() * report.metrics.size());
}

}  // namespace
}  // namespace assay
