#include "assay/suite.h"

#include "assay/error.h"

#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using Texts = std::vector<std::string>;

std::string suite_of(const std::string& members) {
  return R"({"schema": "assay-suite/1",
 "tasks": [
  {"name": "one"}, {"name": "two", )" +
         members + "}]}";
}

SuiteTask task_of(const std::string& members) {
  return parse_suite(suite_of(members), "s.json").back();
}

/// "LINE: what [CODE] hint" of the error.
std::string error_of(const std::string& text) {
  try {
    parse_suite(text, "s.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::kUsage);
    EXPECT_EQ(error.problem().code, "E-SUITE");
    return error.problem().what + "; " + error.problem().hint;
  }
  return "";
}

TEST(SuiteTest, MembersBecomeOptions) {
  const SuiteTask task = task_of(
      R"("systems": ["a=x", "-y"], "references": "r", "metrics": ["bleu:tok=intl", "ter"],
      "var_refs": true, "segments": false, "lang": "zh")");
  EXPECT_EQ(task.command, "score");
  EXPECT_EQ(task.systems, (Texts{"a=x", "-y"}));
  EXPECT_EQ(task.options, (Texts{"--ref=r", "--metric=bleu:tok=intl", "--metric=ter", "--var-refs",
                                 "--lang=zh"}));
}

TEST(SuiteTest, GatesAndComparisonsChooseTheCommand) {
  EXPECT_EQ(task_of(R"("fail_under": ["bleu=3"], "alpha": 0.01)").command, "gate");
  EXPECT_EQ(task_of(R"("alpha": 0.01)").options, (Texts{"--alpha=0.01"}));
  EXPECT_EQ(task_of(R"("compare": true)").command, "compare");
  EXPECT_EQ(task_of(R"("compare": false)").command, "score");
  EXPECT_EQ(task_of(R"("all_pairs": true)").options, (Texts{"--all-pairs"}));
}

TEST(SuiteTest, WhatItCannotHoldIsNamedWithItsLine) {
  EXPECT_EQ(error_of(suite_of("\n\"metrcs\": []")),
            "s.json:4: there is no \"metrcs\"; did you mean 'metrics'? docs/suite.schema.json "
            "tells what a "
            "suite may hold");
  EXPECT_NE(error_of(suite_of(R"("lang": true)")).find("s.json:3: \"lang\" is not text"),
            std::string::npos);
  EXPECT_NE(error_of(suite_of(R"("metrics": [1, {}])")).find("\"metrics\" is not text"),
            std::string::npos);
  EXPECT_NE(error_of(suite_of(R"("segments": 1)")).find("\"segments\" is not true or false"),
            std::string::npos);
  for (const char* text :
       {"", "[]", "{}", "{", R"({"schema": "assay-suite/2", "tasks": [{"name": "a"}]})",
        R"({"schema": "assay-suite/1", "tasks": []})",
        R"({"schema": "assay-suite/1", "tasks": [{}]})",
        R"({"schema": "assay-suite/1", "tasks": [{"name": ""}]})",
        R"({"schema": "assay-suite/1", "tasks": [{"name": "a"}, {"name": "a"}]})",
        R"({"schema": "assay-suite/1", "tasks": [{"name": "a"}], "task": 1})"}) {
    EXPECT_NE(error_of(text), "") << text;
  }
}

TEST(SuiteTest, NoKeyIsThereTwice) {
  const std::string twice =
      suite_of("\"fail_under\": [\"bleu=99\"],\n\"fail_under\": \"fail_under\"");
  EXPECT_EQ(error_of(twice),
            "s.json:4: \"fail_under\" is there twice; a list holds several values; "
            "docs/suite.schema.json tells what a suite may hold");
  const std::string tasks = R"("tasks": [{"name": "tasks"}])";
  EXPECT_NE(error_of("{" + tasks + ", \"schema\": \"assay-suite/1\",\n" + tasks + "}")
                .find("s.json:2: \"tasks\" is there twice"),
            std::string::npos);
  EXPECT_NE(
      error_of(suite_of(R"("lang": "zh", "l\u0061ng": "ja")")).find("\"lang\" is there twice"),
      std::string::npos);
}

TEST(SuiteTest, TextsAreNotEmptyAndReachTheTaskWhole) {
  for (const char* members : {R"("lang": "")", R"("fail_under": ["bleu=9", ""])",
                              R"("systems": "")", R"("references": [""])"}) {
    EXPECT_NE(error_of(suite_of(members)).find("is empty"), std::string::npos) << members;
  }
  for (const char* members : {R"("fail_under": ["bleu=9\u00009"])", R"("systems": "a\u0000"
)",
                              R"("lang": "\u0000")"}) {
    EXPECT_NE(error_of(suite_of(members)).find("holds a NUL"), std::string::npos) << members;
  }
  EXPECT_NE(error_of(R"({"schema": "assay-suite/1", "tasks": [{"name": "a\u0000b"}]})"), "");
}

TEST(SuiteTest, TheOrderOfMembersSaysNothing) {
  const std::string test = R"("compare": true)";
  const std::string gate = R"("fail_under": "bleu=3")";
  const std::string intervals = R"("confidence": true)";
  const std::string alpha = R"("alpha": 0.01)";
  for (const auto& [a, b] : {std::pair(test, gate),
                             {R"("all_pairs": true)", gate},
                             {test, R"("init": true)"},
                             {intervals, gate},
                             {intervals, test},
                             {intervals, alpha}}) {
    for (const std::string& members : {a + ", " + b, b + ", " + a}) {
      EXPECT_NE(error_of(suite_of(members)).find("contradict each other"), std::string::npos)
          << members;
    }
  }
  EXPECT_EQ(task_of(test + ", " + alpha).command, "compare");
  EXPECT_EQ(task_of(alpha + ", " + test).command, "compare");
  EXPECT_EQ(task_of(gate + R"(, "compare": false, "confidence": false)").command, "gate");
  EXPECT_EQ(task_of(test + R"(, "init": false)").command, "compare");
}

TEST(SuiteReportTest, EveryTaskIsToldEvenWithoutAReport) {
  const std::string report =
      R"({"systems":[{"name":"A\u001b","metrics":{"bleu":{"score":12.5},"ter":{"score":null}}}],)"
      R"("gates":[{"gate":"bleu >= 30","system":"A","status":"failed","actual":12.5}]})";
  const std::vector<TaskResult> results = {{"good", 1, report, ""}, {"bad", 3, "", "oh\n"}};
  std::ostringstream table;
  write_suite_table(results, table);
  EXPECT_EQ(table.str(),
            "task  result  exit\n"
            "good  failed     1\n"
            "bad   error      3\n"
            "\n"
            "task  system  gate        verdict    score\n"
            "good  A       bleu >= 30  failed   12.5000\n"
            "\n"
            "task  system  metric    score\n"
            "good  A\\x1b   bleu    12.5000\n"
            "good  A\\x1b   ter           -\n");
  std::ostringstream json;
  write_suite_json(results, json);
  const auto read = nlohmann::json::parse(json.str());
  EXPECT_EQ(read["tasks"][0]["report"]["systems"][0]["metrics"]["bleu"]["score"], 12.5);
  EXPECT_EQ(read["tasks"][1]["messages"], "oh\n");
  EXPECT_FALSE(read["tasks"][1].contains("report"));
}

}  // namespace
}  // namespace assay
