#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assay/corpus.h"
#include "assay/text.h"
#include "input/json_check.h"
#include "temp_files.h"

namespace assay {
namespace {

using namespace std::string_literals;
using testing::error_of;
using testing::files_of;
using testing::read_all;
using testing::ReadCorpus;
using testing::TempFolder;
using testing::told;

using Texts = std::vector<std::string>;

ReadCorpus read_jsonl(const std::string& bytes, const InputOptions& options = {},
                      std::size_t most_segments = 1000) {
  const TempFolder folder;
  return read_all(files_of({folder.write("a.jsonl", bytes)}, {}), options, most_segments);
}

std::optional<Error> error_of_jsonl(const std::string& bytes, const InputOptions& options = {}) {
  const TempFolder folder;
  return error_of(files_of({folder.write("a.jsonl", bytes)}, {}), options);
}

std::string with_unused(const std::string& value) {
  return R"({"prediction":"p","x":)" + value + R"(,"references":"r"})" + "\n";
}

std::string times(std::size_t count, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

TEST(Jsonl, ValuesArePassedUnchanged) {
  const std::string line =
      R"({"references":["r1 ","r2"],"other":{"prediction":[1]},"prediction":" a\n\u00e4\ud83d\ude00\"\\\/\u0000 "})";
  for (const std::string& bytes : {line + "\n", line, line + "\r\n", " \t" + line + " \n"}) {
    for (const std::size_t chunk : {1U, 5U, 4096U}) {
      InputOptions options;
      options.chunk_bytes = chunk;
      const ReadCorpus corpus = read_jsonl(bytes, options);
      EXPECT_EQ(corpus.hypotheses, (Texts{" a\n\u00e4\U0001F600\"\\/\0 "s}));
      ASSERT_EQ(corpus.references.size(), 1U);
      EXPECT_EQ(corpus.references[0], (Texts{"r1 ", "r2"}));
      EXPECT_TRUE(corpus.summary.warnings.empty());
    }
  }
}

TEST(Jsonl, TextsAreNormalizedWhenAsked) {
  InputOptions options;
  options.normalize = "nfkc";
  const ReadCorpus corpus =
      read_jsonl(R"({"prediction":"a\u0308","references":["\ufb01","x"]})", options);
  EXPECT_EQ(corpus.hypotheses[0], "\u00e4");
  EXPECT_EQ(corpus.references[0], (Texts{"fi", "x"}));
}

TEST(Jsonl, AByteOrderMarkIsRemovedAtTheStart) {
  const ReadCorpus corpus = read_jsonl("\ufeff" + with_unused("1"));
  EXPECT_EQ(corpus.hypotheses[0], "p");
  EXPECT_TRUE(corpus.warns("W-BOM"));
}

struct Verdict {
  std::string value;
  std::string code;  ///< Empty: accepted.
};

std::vector<Verdict> verdicts() {
  std::vector<Verdict> all;
  const Texts accepted = {
      "0", "-0", "1", "-1", "123", "1.5", "-1.5", "0.1", "0e1", "0e+1", "1E22", "1E-2", "1E+2",
      "123e45", "123.456e78", "1.0e0", "-0.0", "-1e-5", "1e999", "-1e9999", "1e-999999", "1E400",
      "123123e100000", "0.4e00669999999999999999999999999999999999999999999999999999969999999006",
      "100000000000000000000", "-100000000000000000000", "18446744073709551616",
      "-9223372036854775809", "1.5e+9999", times(5000, "9"), "0." + times(5000, "7"), "true",
      "false", "null", "\"\"", "\"a\"", "[]", "{}", "[[]]", "[ ]", "{ }", "[1]", "[1 ]", "[1,2]",
      "[1,null,1,0,false]", "[[],[[]]]", "{\"a\":[]}", "{\"a\":{}}", "{\"\":0}", "[null]",
      "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\":\"b\",\"a\":\"b\"}", "{\"prediction\":1}",
      "{\"a\" :\t1 }", "[\"\"]", "[\" \"]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
      "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\\\u0000\"]", "[\"\\u0000\"]", "[\"\\\\n\"]",
      "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]", "[\"\\uDBFF\\uDFFF\"]",
      "[\"\\uFFFF\"]", "[\"\\uFDD0\"]", "[\"\\u2028\\u2029\"]", "[\"\\u007F\"]", "[\"\x7f\"]",
      "[\"\u2028\u2029\"]", "[\"\u00e4\u4e2d\U0001F600\"]", "[\"\uffff\"]", "[\"a/*b*/c\"]",
      "[\"\\\\ud800\"]", "[\"\\u22FA\"]", "[\"\u200b\"]", " 1 ", "\t[1]\t", "\r1",
      "[20e1]", "[0e+1]", "[-123]", "[4.2]", "[\"asd \"]", "{\"\\u0000foo\":42}",
      "{\"min\":-1.0e+28,\"max\":1.0e+28}", times(255, "[") + times(255, "]"),
      times(255, "[") + "1" + times(255, "]"), times(255, "{\"a\":") + "1e999" + times(255, "}")};
  const Texts refused = {
      "", "+1", "++1", "01", "-01", "-012", "00", "1.", ".5", "-.5", "-", "--1", "1e", "1e+",
      "1E-", "1eE2", "0.e1", "2.e3", "0e", "1.0e", "1.0e-", "1 000", "0x1", "0x42", "1a", "1.2a",
      "-1x", "- 1", "Infinity", "-Infinity", "NaN", "-NaN", "nan", "inf", "1+2", "\uff11", "TRUE",
      "True", "tru", "nul", "nulll", "fals", "undefined", "a", "'a'", "[", "]", "[1", "[1,", "[1,]",
      "[,1]", "[,]", "[1,,2]", "[\"\",]", "[1 2]", "[1:2]", "[a]", "[\"a\" \"b\"]", "[1]]", "[[1]",
      "[\"x\"", "[1}", "{", "}", "{]", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\",1}",
      "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "{a:1}", "{'a':1}", "{1:1}",
      "{null:1}", "{\"a\":1 \"b\":2}", "{\"a\"::1}", "{\"a\":1 1}", "{[]:1}", "{\"a\":1}}",
      "{\"a\":1}#", "\"", "\"a", "\"a\\\"", "\"\\\"", "\"\\x00\"", "\"\\a\"", "\"\\'\"", "\"\\0\"",
      "\"\\U0041\"", "\"\\u\"", "\"\\u1\"", "\"\\u12\"", "\"\\u123\"", "\"\\u00G0\"", "\"\\u 123\"",
      "\"\\ \"", "\"\\\u00e4\"", "\"a\tb\"", "\"a\x01\"", "\"\x1f\"", "\"a\0b\""s, "\"a\rb\"",
      "1/*c*/", "1//c", "/**/1", "# 1", "1;", "1,", "\"a\"1", "[\x0c]", "[\x0b]", "\u00a0",
      "\u20601", "\ufeff1", "<null>", "[\"a\",\n1", "*", "\0"s, "1\0"s, "\\u0031", "(1)",
      "{\"a\":/*c*/1}", "{\"\\u12\":1}", times(256, "[") + times(256, "]"),
      times(300, "[") + times(300, "]"), times(256, "{\"a\":") + "1" + times(256, "}"),
      times(100000, "["), times(100000, "{\"a\":"), times(100000, "[") + times(100000, "]")};
  const Texts surrogates = {"\"\\ud800\"", "\"\\uDADA\"", "\"\\uDfaa\"", "\"\\udd1e\\ud834\"",
                            "\"\\ud800\\ud800\\udc00\"", "\"\\uD888\\u1234\"", "\"\\ud800\\n\"",
                            "\"\\ud800abc\"", "[\"\\uDFAA\"]", "{\"\\ud800\":1}",
                            "\"\\\\\\ud800\""};
  const Texts ill_formed = {"\"\xff\"", "\"\xe9\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                            "\"\xf4\xbf\xbf\xbf\"", "\"\x81\"", "\xe5", "\"\xe0\xff\""};
  for (const std::string& value : accepted) all.push_back({value, ""});
  for (const std::string& value : refused) all.push_back({value, "E-JSON"});
  for (const std::string& value : surrogates) all.push_back({value, "E-SURROGATE"});
  for (const std::string& value : ill_formed) all.push_back({value, "E-UTF8"});
  return all;
}

TEST(Jsonl, EachValueOfAnUnusedFieldHasItsVerdict) {
  for (const Verdict& verdict : verdicts()) {
    const std::string bytes = with_unused("1") + with_unused(verdict.value);
    const auto error = error_of_jsonl(bytes);
    const std::string shown = escape(verdict.value);
    EXPECT_EQ(error ? error->problem().code : "", verdict.code)
        << shown << (error ? told(*error) : "");
    if (!error) continue;
    EXPECT_EQ(error->exit_code(), ExitCode::kInput);
    EXPECT_NE(told(*error).find("a.jsonl:2:"), std::string::npos) << told(*error);
  }
}

TEST(Jsonl, LoneSurrogatesAreReplacedWhenAsked) {
  InputOptions options;
  options.replace_invalid = true;
  const std::string line =
      R"({"prediction":"a\ud800b\udc00\ud83d\ude00","x":"\udead","references":"\\ud800"})";
  const ReadCorpus corpus = read_jsonl(line, options);
  EXPECT_EQ(corpus.hypotheses[0], "a\ufffdb\ufffd\U0001F600");
  EXPECT_EQ(corpus.references[0], (Texts{"\\ud800"}));
  ASSERT_TRUE(corpus.warns("W-UTF8"));
  EXPECT_NE(corpus.warning("W-UTF8")->message.find("3 ill-formed sequences"), std::string::npos);
}

TEST(Jsonl, IllFormedBytesAreReplacedWhenAsked) {
  InputOptions options;
  options.replace_invalid = true;
  const ReadCorpus corpus =
      read_jsonl("{\"prediction\":\"a\xff\",\"references\":\"\xc3\"}\n" + with_unused("1"), options);
  EXPECT_EQ(corpus.hypotheses, (Texts{"a\ufffd", "p"}));
  EXPECT_EQ(corpus.references[0], (Texts{"\ufffd"}));
}

struct ErrorCase {
  std::string bytes;
  std::string code;
  Texts parts;
};

void expect_errors(const std::vector<ErrorCase>& cases, const InputOptions& options = {}) {
  for (const ErrorCase& example : cases) {
    const auto error = error_of_jsonl(example.bytes, options);
    ASSERT_TRUE(error) << escape(example.bytes);
    EXPECT_EQ(error->problem().code, example.code) << escape(example.bytes);
    EXPECT_EQ(error->exit_code(), ExitCode::kInput);
    for (const std::string& part : example.parts) {
      EXPECT_NE(told(*error).find(part), std::string::npos) << part << " in " << told(*error);
    }
  }
}

TEST(Jsonl, BrokenLinesAreToldWithTheirColumn) {
  const std::string good = with_unused("1");
  expect_errors({
      {good + "\n", "E-JSON", {"a.jsonl:2:1: empty line", "at the end of the file"}},
      {good + "\n" + good, "E-JSON", {"a.jsonl:2:1: empty line"}},
      {"[" + good + "]", "E-JSON", {"a.jsonl:1:1: expected an object", "jq -c '.[]'"}},
      {"[\n" + good + "]", "E-JSON", {"a.jsonl:1:1:", "jq -c '.[]'"}},
      {"{\n\"prediction\":1\n}\n", "E-JSON", {"a.jsonl:1:2: expected a field name", "jq -c ."}},
      {good + "\ufeff" + good, "E-JSON", {"a.jsonl:2:1: expected an object"}},
      {good + good.substr(0, good.size() - 1) + good, "E-JSON",
       {":2:43: something follows the object"}},
      {good + "\"a\"\n", "E-JSON", {"a.jsonl:2:1: expected an object"}},
      {"{\"a\":1,}", "E-JSON", {":1:8: expected a field name in double quotes"}},
      {"{\"a\":[1,]}", "E-JSON", {":1:9: expected a value"}},
      {"{\"a\":1 \"b\":2}", "E-JSON", {":1:8: expected ',' or '}'"}},
      {"{'a':1}", "E-JSON", {":1:2: expected a field name in double quotes"}},
      {"{\"a\":NaN}", "E-JSON", {":1:6: expected a value"}},
      {"{\"a\":1} // x", "E-JSON", {":1:9: something follows the object"}},
      {"{\"a\":\"\\x\"}", "E-JSON", {":1:7: no such escape sequence"}},
      {"{\"a\":\"\\u12\"}", "E-JSON", {":1:7: expected four hexadecimal digits"}},
      {"{\"a\":\"b\tc\"}", "E-JSON", {":1:8: a control character in a string"}},
      {"{\"a\":\"b", "E-JSON", {":1:6: the string that starts here does not end"}},
      {"{\"a\":[1", "E-JSON", {":1:8: the array does not end"}},
      {"{\"a\":1", "E-JSON", {":1:7: the object does not end"}},
      {"{\"a\":" + times(300, "["), "E-JSON", {":1:261: more than 256 levels"}},
      {"{\"a\":\"\\ud800\"}", "E-SURROGATE", {":1:7: \\ud800 is half of a surrogate pair"}},
      {"{\"a\":\"\\ud800\",}", "E-JSON", {":1:15: expected a field name"}},
      {"{\"a\":1}\r{\"a\":2}\r", "E-CR", {"--newline cr"}},
  });
}

TEST(Jsonl, FieldsMustBeThereAndBeText) {
  expect_errors({
      {R"({"predicton":"a","references":"b"})", "E-FIELD",
       {"a.jsonl:1: field 'prediction' is missing", "fields: 'predicton', 'references'",
        "did you mean 'predicton'?", "--hyp-field"}},
      {"{}", "E-FIELD", {"the object has no fields"}},
      {R"({"prediction":null,"references":"b"})", "E-FIELD", {"is null, not a string"}},
      {R"({"prediction":1,"references":"b"})", "E-FIELD", {"is a number, not"}},
      {R"({"prediction":1e999,"references":"b"})", "E-FIELD", {"is a number, not"}},
      {R"({"prediction":["a"],"references":"b"})", "E-FIELD", {"is an array, not"}},
      {R"({"prediction":{},"references":"b"})", "E-FIELD", {"is an object, not"}},
      {R"({"prediction":true,"references":"b"})", "E-FIELD", {"is true or false, not"}},
      {R"({"prediction":"a"})", "E-FIELD", {"field 'references' is missing"}},
      {R"({"prediction":"a","references":null})", "E-FIELD", {"'references' is null"}},
      {R"({"prediction":"a","references":["b",1]})", "E-FIELD",
       {"'references' at position 2 is a number"}},
      {R"({"prediction":"a","references":[["b"]]})", "E-FIELD", {"at position 1 is an array"}},
      {R"({"prediction":"a","references":[]})", "E-NREFS", {"is an empty array"}},
      {R"({"prediction":"a","prediction":"a","references":"b"})", "E-DUPKEY",
       {"a.jsonl:1: field 'prediction' occurs twice"}},
      {R"({"prediction":"a","references":"b","referenc\u0065s":"b"})", "E-DUPKEY", {}},
      {R"({"prediction":"a","references":["b"]})"s + "\n" + R"({"prediction":"a","references":["b","c"]})",
       "E-NREFS", {"a.jsonl:2: number of references is 2 here but 1 before", "--var-refs"}},
  });
}

TEST(Jsonl, AnotherNumberOfReferencesInEachSegmentIsAllowedOnRequest) {
  InputOptions options;
  options.var_refs = true;
  const std::string bytes = R"({"prediction":"a","references":["b"]})"s + "\n" +
                            R"({"prediction":"a","references":["c","d","e"]})" + "\n" +
                            R"({"prediction":"a","references":"f"})";
  for (const std::size_t most_segments : {1U, 2U, 9U}) {
    const ReadCorpus corpus = read_jsonl(bytes, options, most_segments);
    EXPECT_EQ(corpus.references, (std::vector<Texts>{{"b"}, {"c", "d", "e"}, {"f"}}));
    EXPECT_EQ(corpus.summary.fewest_references, 1U);
    EXPECT_EQ(corpus.summary.most_references, 3U);
  }
}

std::string with_id(const std::string& id) {
  return R"({"id":)" + id + R"(,"n":1e999,"prediction":"p","references":"r"})" + "\n";
}

TEST(Jsonl, IdsAreStringsOrTheTextsOfNumbers) {
  InputOptions options;
  options.id_field = "id";
  const ReadCorpus corpus = read_jsonl(
      with_id("\"t-1\"") + with_id("7") + with_id("-0") + with_id("1.50") + with_id("1e400") +
          with_id("123456789012345678901234567890") + R"({"a":[1,{"b":2}],"c":3,"id":4.0,)" +
          R"("prediction":"p","references":"r"})",
      options, 3);
  EXPECT_EQ(corpus.ids, (Texts{"t-1", "7", "-0", "1.50", "1e400", "123456789012345678901234567890",
                               "4.0"}));
  expect_errors({{with_id("1") + with_id("2") + with_id("\"1\""), "E-ID",
                  {"a.jsonl:3: id \"1\" was already at line 1"}},
                 {with_id("null"), "E-ID", {"a.jsonl:1: field 'id' is null"}},
                 {with_id("[1]"), "E-ID", {"is an array"}},
                 {with_unused("1"), "E-ID", {"field 'id' is missing"}},
                 {with_id("1,\"id\":1"), "E-DUPKEY", {"'id' occurs twice"}}},
                options);
}

TEST(Jsonl, IdsMustAgreeBetweenFiles) {
  const TempFolder folder;
  InputOptions options;
  options.id_field = "id";
  const std::string a = folder.write("a.jsonl", with_id("1") + with_id("2"));
  const std::string b = folder.write("b.jsonl", with_id("1") + with_id("3"));
  const std::string text = folder.write("c.txt", "x\ny\n");
  const auto error = error_of(files_of({a, b}, {text}), options);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->problem().code, "E-ID");
  EXPECT_EQ(error->exit_code(), ExitCode::kInput);
  EXPECT_NE(told(*error).find(b + ":2: id \"3\" here but \"2\" at " + a + ":2"),
            std::string::npos);
  EXPECT_EQ(read_all(files_of({a, a, text}, {text}), options).ids, (Texts{"1", "2"}));
}

TEST(Jsonl, ReferencesOfTheFirstSystemServeAll) {
  const TempFolder folder;
  const auto line = [](const std::string& hypothesis, const std::string& references) {
    return R"({"prediction":")" + hypothesis + "\"" + references + "}\n";
  };
  const std::string a = folder.write("a.jsonl", line("a", ",\"references\":[\"r\",\"s\"]"));
  const std::string same = folder.write("same.jsonl", line("b", ",\"references\":[\"r\",\"s\"]"));
  const std::string none = folder.write("none.NDJSON", line("c", ""));
  const std::string other = folder.write("other.jsonl", line("d", ",\"references\":[\"r\",\"t\"]"));
  const ReadCorpus corpus = read_all(files_of({a, same, none}, {}));
  EXPECT_EQ(corpus.hypotheses, (Texts{"a", "b", "c"}));
  EXPECT_EQ(corpus.references[0], (Texts{"r", "s"}));
  const auto error = error_of(files_of({a, none, other}, {}));
  ASSERT_TRUE(error);
  EXPECT_EQ(error->problem().code, "E-REFS");
  EXPECT_EQ(error->exit_code(), ExitCode::kInput);
  EXPECT_NE(told(*error).find(other + ":1: other references than at " + a + ":1"),
            std::string::npos);
  const auto mixed = error_of(files_of({a, folder.write("x.txt", "x\n")}, {}));
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->problem().code, "E-NOREF");
}

TEST(Jsonl, FormatsCanBeMixed) {
  const TempFolder folder;
  const std::string jsonl = folder.write("a.jsonl", with_unused("1") + with_unused("2"));
  const std::string text = folder.write("b.txt", "x\ny\n");
  const ReadCorpus corpus = read_all(files_of({jsonl, text}, {text, jsonl}));
  EXPECT_EQ(corpus.hypotheses, (Texts{"p", "x", "p", "y"}));
  EXPECT_EQ(corpus.references[1], (Texts{"y", "r"}));
  EXPECT_TRUE(corpus.warns("W-SAME-FILE"));
  const auto error = error_of(files_of({jsonl}, {folder.write("c.txt", "x\n")}));
  ASSERT_TRUE(error);
  EXPECT_NE(told(*error).find("a.jsonl:2: 2 segments here but 1 in "), std::string::npos);
}

/// nlohmann's parser decides as ours does, but for what it refuses to represent.
TEST(Jsonl, RandomTextIsJudgedAsByAnotherParser) {
  const Texts pieces = {"{",   "}",    "[",     "]",      ":",      ",",     "\"",   "\\",  "u0041",
                        "n",   "\"a\"", "true", "null",   "-",      "0",     "1",    ".5",  "e1",
                        " ",   "\t",   "/",     "\"a\":", "{\"b\":", "[]",    "{}",   "1,",  "\x01",
                        "false", "E+2", "\"\\n\"", "\u00e4", "\\u00e9"};
  std::mt19937 random(11);
  int accepted = 0;
  for (int round = 0; round < 200000; ++round) {
    std::string text = "{\"a\":";
    const std::size_t count = 1 + random() % 7;
    for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
    if (random() % 4 != 0) text += "}";
    bool is_accepted = true;
    try {
      check_json(text);
    } catch (const JsonFault&) {
      is_accepted = false;
    }
    accepted += is_accepted ? 1 : 0;
    const auto value = nlohmann::json::parse(text, nullptr, false);
    ASSERT_EQ(is_accepted, value.is_object()) << escape(text);
    const auto error = error_of_jsonl(text);
    ASSERT_EQ(is_accepted, !error || error->problem().code != "E-JSON") << escape(text);
  }
  EXPECT_GT(accepted, 1000);
}

TEST(Jsonl, LoneSurrogatesAreFound) {
  EXPECT_EQ(find_lone_surrogate(R"("\ud83d\ude00\u0041\\ud800")"), kNoOffset);
  EXPECT_EQ(find_lone_surrogate(R"("\ud83d\ude00\udc00")"), 13U);
  EXPECT_EQ(find_lone_surrogate(R"("\ud83d\u0041")"), 1U);
  EXPECT_EQ(find_lone_surrogate(R"("\\\ud83d)"), 3U);
  EXPECT_EQ(find_lone_surrogate(R"(\ud83)"), kNoOffset);
  EXPECT_EQ(find_lone_surrogate("\\"), kNoOffset);
}

}  // namespace
}  // namespace assay
