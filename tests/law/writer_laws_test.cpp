#include "assay/registry.h"
#include "assay/text.h"
#include "assay/writer.h"

#include "law/test_name.h"
#include "text_corpus.h"

#include <algorithm>
#include <limits>
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
    // Its readers take nothing but numbers, with names of their own kind: see FlatWriterLaws.
    if (GetParam()->name == "flat") continue;
    for (const MetricColumn& metric : report.metrics) {
      const bool is_named = text.find(metric.key) != std::string::npos ||
                            text.find(std::string(metric.info->title)) != std::string::npos;
      EXPECT_TRUE(is_named) << metric.key << "\n" << text;
      EXPECT_NE(text.find(metric.signature), std::string::npos) << text;
    }
  }
}

/// With a verdict of each kind; `gate` is what the gates are called.
Report judged_report(const std::string& gate) {
  using Status = Verdict::Status;
  Report report = small_report(false);
  report.verdicts = {
      {.gate = gate, .kind = "floor", .status = Status::kPassed, .actual = 43.5, .limit = 30.25},
      {.gate = gate, .kind = "drop", .system = 1, .status = Status::kFailed, .baseline = 50.125},
      {.gate = gate,
       .kind = "drop",
       .metric = 2,
       .status = Status::kUndecided,
       .reason = "because"}};
  return report;
}

TEST_P(WriterLaws, EveryVerdictThatIsNotGoodAppears) {
  const std::string text = write(judged_report("gate7"));
  if (GetParam()->name == "flat") {  // Verdicts are not numbers.
    EXPECT_EQ(text, write(small_report(false)));
    return;
  }
  EXPECT_NE(text.find("gate7"), std::string::npos) << text;
  if (GetParam()->name == "openmetrics") return;  // 1 and 0 alone.
  EXPECT_NE(text.find("failed"), std::string::npos) << text;
  EXPECT_NE(text.find("undecided"), std::string::npos) << text;
}

TEST_P(WriterLaws, EveryGroupAppearsOrIsLeftOutAsTheManualSays) {
  Report report = small_report(false);
  report.group_field = "domain";
  std::vector<std::vector<Score>> scores;
  for (const SystemResult& system : report.systems) scores.push_back(system.scores);
  scores[1][2].value = 0.40625;
  const std::string text_without = write(report);
  report.groups = {{"chat", 1, scores}, {"news7", 1, scores}};
  const std::string text = write(report);
  const std::set<std::string_view> without = {"flat", "junit", "openmetrics", "github"};
  if (without.contains(GetParam()->name)) {
    EXPECT_EQ(text, text_without);
    return;
  }
  EXPECT_NE(text.find("news7"), std::string::npos) << text;
  EXPECT_NE(text.find("0.406"), std::string::npos) << text;
}

TEST_P(WriterLaws, AggregatesAppearIfTheTableSaysSo) {
  Report report = small_report(false);
  report.aggregation = {.method = "rouge_score", .fields = {"low", "median", "high"}};
  for (const char* name : {"f1_low", "f1_median", "f1_high"}) {
    report.systems[0].scores[2].details.push_back({name, {0.40625}});
  }
  const std::string text = write(report);
  EXPECT_EQ(text.find("0.406") != std::string::npos, GetParam()->shows_aggregates) << text;
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
  Report report = judged_report("a");
  report.segment_scores = small_report(true).segment_scores;
  report.segment_scores.ids = {"one", "two"};
  report.groups = {{"g", 1, {report.systems[0].scores, report.systems[1].scores}}};
  const std::size_t lines = lines_of(write(report)).size();
  report.systems[0].name = "a<b>&|\t\"\\\r\n\x1b[31m\u202E\u2028";
  report.systems[1].name = "\xff\xfe not UTF-8";
  report.segment_scores.ids = {"one\ntwo", "\x07"};
  report.verdicts[1].gate = report.verdicts[2].reason = report.systems[0].name;
  report.groups[0].name = report.systems[0].name;
  const std::string text = write(report);
  EXPECT_EQ(lines_of(text).size(), lines) << text;
  const std::string_view unfit = GetParam()->name == "tsv" ? "\x1b\x07\r" : "\x1b\x07\r\t";
  EXPECT_EQ(text.find_first_of(unfit), std::string::npos) << text;
}

TEST_P(WriterLaws, StrangeNamesAreUtf8) {
  Report report = judged_report("a");
  report.systems[0].name = report.systems[1].name = "a\xff\xfe\xe2\x82 b";
  EXPECT_TRUE(is_utf8(write(report))) << write(report);
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

TEST(CsvWriterLaws, RawTextIsLeftAlone) {
  Report report = small_report(false);
  report.systems[0].name = "=1+1";
  for (const char* name : {"csv", "tsv"}) {
    const WriterInfo& writer = *find_named(writers(), name);
    EXPECT_NE(written(writer, report).find("'=1+1"), std::string::npos);
    EXPECT_EQ(written(writer, report, {.csv_raw = true}).find("'=1+1"), std::string::npos);
  }
}

TEST(TsvWriterLaws, EveryLineHasTheSameCellsAndNoneIsLost) {
  const WriterInfo& tsv = *find_named(writers(), "tsv");
  Report report = small_report(true);
  report.systems[0].name = "a\tb\nc\\n\x1b";
  const std::vector<std::string> lines = lines_of(written(tsv, report));
  const auto tabs = std::ranges::count(lines.front(), '\t');
  for (const std::string& line : lines) EXPECT_EQ(std::ranges::count(line, '\t'), tabs) << line;
  EXPECT_NE(lines[1].find("\ta\\tb\\nc\\\\n\\x1b\t"), std::string::npos) << lines[1];
}

TEST(TableWriterLaws, WideCharactersAndCombiningMarksMoveNothing) {
  Report report = small_report(false);
  report.systems[0].name = "\u4E2D\u6587";  // Two wide characters.
  report.systems[1].name = "e\u0301abc";    // A combining mark.
  const auto lines = lines_of(written(*find_named(writers(), "table"), report));
  // "system" has six columns; these names have four.
  EXPECT_EQ(lines[1].find("    "), report.systems[0].name.size()) << lines[1];
  EXPECT_EQ(lines[2].find("    "), report.systems[1].name.size()) << lines[2];
  EXPECT_EQ(display_width(lines[1]), display_width(lines[0]));
  EXPECT_EQ(display_width(lines[2]), display_width(lines[0]));
}

TEST(TableWriterLaws, NoLineIsACommandToGithubsRunner) {
  Report report = small_report(true);
  report.systems[0].name = "::error::";
  const WriterInfo& table = *find_named(writers(), "table");
  const auto is_command = [](const std::string& line) {
    const std::size_t start = line.find_first_not_of(' ');
    return start != std::string::npos && line.compare(start, 2, "::") == 0;
  };
  EXPECT_TRUE(std::ranges::any_of(lines_of(written(table, report)), is_command));
  const auto guarded = lines_of(written(table, report, {.guards_commands = true}));
  EXPECT_TRUE(std::ranges::none_of(guarded, is_command));
  for (const WriterInfo* writer : writers()) {
    if (writer->name == "github") continue;
    EXPECT_TRUE(std::ranges::none_of(lines_of(written(*writer, report, {.guards_commands = true})),
                                     is_command))
        << writer->name;
  }
}

TEST(GithubWriterLaws, CommandsHaveNoOtherPropertiesThanTheirs) {
  Report report = judged_report("bleu >= 30, 40%");
  report.systems[0].name = "x::y,line=7";
  report.warnings = {{.code = "W-BOM", .file = "a,b:c", .line = 3, .message = "100%\nodd"}};
  const std::string text = written(*find_named(writers(), "github"), report);
  EXPECT_EQ(lines_of(text).front(),
            "::error title=assay%3A gate failed::system1: bleu >= 30, 40%25; score 0");
  EXPECT_NE(text.find("::warning title=assay%3A W-BOM,file=a%2Cb%3Ac,line=3::100%25\\nodd\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("::notice title=assay%3A x%3A%3Ay%2Cline=7::BLEU"), std::string::npos);
}

TEST(GithubWriterLaws, ASummaryIsBelowAMebibyte) {
  Report report = small_report(false);
  const std::string name(400, 'x');
  report.systems.resize(5000, report.systems[0]);
  for (SystemResult& system : report.systems) system.name = name;
  const std::string text = written(*find_named(writers(), "github-summary"), report);
  EXPECT_LT(text.size(), std::size_t{1} << 20U);
  EXPECT_TRUE(text.ends_with("The rest is left out: GitHub takes no more.\n"));
}

TEST(OpenmetricsWriterLaws, LabelsAreEscapedAndTheEndIsMarked) {
  Report report = small_report(false);
  report.systems[0].name = "a\"b\\c\nd}\x1b";
  report.systems[0].scores[0] = {.missing_reason = "no segments"};
  const std::string text = written(*find_named(writers(), "openmetrics"), report);
  EXPECT_NE(text.find(R"(assay_score{system="a\"b\\c\nd}\\x1b",metric="bleu"} NaN)"),
            std::string::npos)
      << text;
  EXPECT_TRUE(text.ends_with("\n# EOF\n"));
}

TEST(JunitWriterLaws, NothingIsMarkupOrIllegalInXml) {
  Report report = judged_report("]]><x a=\"1\">&\x01\uFFFE");
  const std::string text = written(*find_named(writers(), "junit"), report);
  EXPECT_NE(text.find("]]&gt;&lt;x a=&quot;1&quot;&gt;&amp;\\x01&lt;U+FFFE&gt;"), std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(<testsuites name="assay" tests="9" failures="1" errors="1" skipped="0")"),
            std::string::npos)
      << text;
  report.verdicts[1].reason = std::string(100'000, 'x');
  EXPECT_LT(written(*find_named(writers(), "junit"), report).size(), 30'000U);
}

TEST(FlatWriterLaws, NamesAreFitAndDistinctAndNumbersExact) {
  Report report = small_report(false);
  report.metrics[2].key = "bleu:tok_char";  // What "bleu:tok=char" becomes.
  const WriterInfo& flat = *find_named(writers(), "flat");
  const auto object = nlohmann::json::parse(written(flat, report));
  EXPECT_EQ(object.size(), 6U);
  EXPECT_EQ(object["system1/bleu"], report.systems[1].scores[0].value);
  EXPECT_EQ(object["system0/bleu:tok_char_2"], report.systems[0].scores[2].value);
  report.systems.pop_back();
  EXPECT_EQ(nlohmann::json::parse(written(flat, report))["bleu"],
            report.systems[0].scores[0].value);
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
    EXPECT_EQ(scores, (writer->name == "json" || writer->name == "jsonl") ? 1 : 0) << writer->name;
  }
}

TEST(JsonWriterLaws, WhatIsNotFiniteIsNullWithAReasonAndLargeCountsAreStrings) {
  Report report = small_report(false);
  report.segments = (std::uint64_t{1} << 53U) + 1;
  report.systems[0].scores[0].value = std::numeric_limits<double>::quiet_NaN();
  const auto object = nlohmann::json::parse(written(*find_named(writers(), "json"), report));
  EXPECT_EQ(object["segments"], "9007199254740993");
  EXPECT_TRUE(object["systems"][0]["metrics"]["bleu"]["score"].is_null());
  EXPECT_EQ(object["systems"][0]["metrics"]["bleu"]["reason"], "not a finite number");
}

TEST(WriteScoresLaws, OneLineForEachSystemAndMetric) {
  const Report report = small_report(false);
  std::ostringstream out;
  write_scores(report, {.decimals = 1}, out);
  EXPECT_EQ(lines_of(out.str()).size(), report.systems.size() * report.metrics.size());
}

}  // namespace
}  // namespace assay
