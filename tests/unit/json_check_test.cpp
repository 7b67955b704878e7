#include "input/json_check.h"

#include "assay/text.h"

#include "temp_files.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay {
namespace {

using namespace std::string_literals;
using testing::error_of;
using testing::expect_error;
using testing::files_of;
using testing::read_all;
using testing::TempFolder;
using testing::told;

using Texts = std::vector<std::string>;

std::string with_unused(const std::string& value) {
  return R"({"prediction":"p","x":)" + value + R"(,"references":"r"})" + "\n";
}

std::string times(std::size_t count, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

std::optional<Error> error_of_jsonl(const std::string& bytes) {
  const TempFolder folder;
  return error_of(files_of({folder.write("a.jsonl", bytes)}, {}));
}

constexpr std::string_view kAccepted = R"json(
0  -0  1  -1  123  1.5  -1.5  0.1  0e1  0e+1  1E22  1E-2  1E+2  123e45  123.456e78  1.0e0  -0.0
-1e-5  1e999  -1e9999  1e-999999  1E400  123123e100000
0.4e00669999999999999999999999999999999999999999999999999999969999999006  100000000000000000000
-100000000000000000000  18446744073709551616  -9223372036854775809  1.5e+9999  true  false  null
""  "a"  []  {}  [[]]  [ ]  { }  [1]  [1 ]  [1,2]  [1,null,1,0,false]  [[],[[]]]  {"a":[]}
{"a":{}}  {"":0}  [null]  {"a":"b","a":"c"}  {"a":"b","a":"b"}  {"prediction":1}  [""]  [" "]
["\"\\\/\b\f\n\r\t"]  ["\u0060\u012a\u12AB"]  ["\\u0000"]  ["\u0000"]  ["\\n"]  ["\uD801\udc37"]
["\ud83d\ude39\ud83d\udc8d"]  ["\uDBFF\uDFFF"]  ["\uFFFF"]  ["\uFDD0"]  ["\u2028\u2029"]
["\u007F"]  ["a/*b*/c"]  ["\\ud800"]  ["\u22FA"]  [20e1]  [0e+1]  [-123]  [4.2]  ["asd "]
{"\u0000foo":42}  {"min":-1.0e+28,"max":1.0e+28}
)json";

constexpr std::string_view kRefused = R"json(
+1  ++1  01  -01  -012  00  1.  .5  -.5  -  --1  1e  1e+  1E-  1eE2  0.e1  2.e3  0e  1.0e  1.0e-
1 000  0x1  0x42  1a  1.2a  -1x  - 1  Infinity  -Infinity  NaN  -NaN  nan  inf  1+2  TRUE  True
tru  nul  nulll  fals  undefined  a  'a'  [  ]  [1  [1,  [1,]  [,1]  [,]  [1,,2]  ["",]  [1 2]
[1:2]  [a]  ["a" "b"]  [1]]  [[1]  ["x"  [1}  {  }  {]  {"a"}  {"a":}  {"a" 1}  {"a",1}  {"a":1,}
{,}  {,"a":1}  {"a":1,,"b":2}  {a:1}  {'a':1}  {1:1}  {null:1}  {"a":1 "b":2}  {"a"::1}  {"a":1 1}
{[]:1}  {"a":1}}  {"a":1}#  "  "a  "a\"  "\"  "\x00"  "\a"  "\'"  "\0"  "\U0041"  "\u"  "\u1"
"\u12"  "\u123"  "\u00G0"  "\u 123"  "\ "  1/*c*/  1//c  /**/1  # 1  1;  1,  "a"1  <null>  *
\u0031  (1)  {"a":/*c*/1}  {"\u12":1}
)json";

constexpr std::string_view kLoneSurrogates = R"json(
"\ud800"  "\uDADA"  "\uDfaa"  "\udd1e\ud834"  "\ud800\ud800\udc00"  "\uD888\u1234"  "\ud800\n"
"\ud800abc"  ["\uDFAA"]  {"\ud800":1}  "\\\ud800"
)json";

/// The values in a table, which stand apart by two spaces or a line end.
Texts values_of(std::string_view table) {
  Texts values;
  while (!table.empty()) {
    const std::size_t end = std::min({table.find("  "), table.find('\n'), table.size()});
    if (end > 0) values.emplace_back(table.substr(0, end));
    table.remove_prefix(std::min(table.size(), end + 1));
  }
  return values;
}

/// Tries each value in a field that is not used; an empty `code` means that it is accepted.
void expect_verdict(const Texts& values, const std::string& code) {
  for (const std::string& value : values) {
    const auto error = error_of_jsonl(with_unused("1") + with_unused(value));
    if (code.empty()) {
      EXPECT_FALSE(error) << escape(value) << (error ? told(*error) : "");
    } else {
      SCOPED_TRACE(escape(value));
      expect_error(error, code, {"a.jsonl:2:"});
    }
  }
}

TEST(JsonCheck, LegalValuesAreAccepted) {
  expect_verdict(values_of(kAccepted), "");
  expect_verdict({times(5000, "9"), "0." + times(5000, "7"), "{\"a\" :\t1 }", "[\"\x7f\"]",
                  "[\"\u2028\u2029\"]", "[\"\u00e4\u4e2d\U0001F600\"]", "[\"\uffff\"]",
                  "[\"\u200b\"]", " 1 ", "\t[1]\t", "\r1"},
                 "");
}

TEST(JsonCheck, IllegalValuesAreRefused) {
  expect_verdict(values_of(kRefused), "E-JSON");
  expect_verdict(
      {"", "\uff11", "\"\\\u00e4\"", "\"a\tb\"", "\"a\x01\"", "\"\x1f\"", "\"a\0b\""s, "\"a\rb\"",
       "[\x0c]", "[\x0b]", "\u00a0", "\u20601", "\ufeff1", "[\"a\",\n1", "\0"s, "1\0"s},
      "E-JSON");
}

TEST(JsonCheck, TextThatIsNotUnicodeIsRefused) {
  expect_verdict(values_of(kLoneSurrogates), "E-SURROGATE");
  expect_verdict({"\"\xff\"", "\"\xe9\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"",
                  "\"\xf4\xbf\xbf\xbf\"", "\"\x81\"", "\xe5", "\"\xe0\xff\""},
                 "E-UTF8");
}

/// The object around the value is the first of 256 levels.
TEST(JsonCheck, LevelsAreLimited) {
  const auto arrays = [](std::size_t count, const std::string& inside) {
    return times(count, "[") + inside + times(count, "]");
  };
  const auto objects = [](std::size_t count, const std::string& inside) {
    return times(count, R"({"a":)") + inside + times(count, "}");
  };
  expect_verdict({arrays(255, ""), arrays(255, "1"), objects(255, "1e999"), objects(254, "{}")},
                 "");
  expect_verdict(
      {arrays(256, ""), arrays(256, "1"), arrays(300, ""), objects(256, "1"), objects(255, "{}"),
       arrays(100000, ""), times(100000, "["), times(100000, R"({"a":)")},
      "E-JSON");
}

std::string random_json(std::mt19937& random) {
  static const Texts pieces = {"{",      "}",       "[",      "]",      ":",    ",",    "\"",
                               "\\",     "u0041",   "n",      "\"a\"",  "true", "null", "-",
                               "0",      "1",       ".5",     "e1",     " ",    "\t",   "/",
                               "\"a\":", "{\"b\":", "[]",     "{}",     "1,",   "\x01", "false",
                               "E+2",    R"("\n")", "\u00e4", "\\u00e9"};
  std::string text = R"({"prediction":"p","references":"r","a":)";
  const std::size_t count = 1 + random() % 7;
  for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
  return random() % 4 == 0 ? text : text + "}";
}

bool is_accepted(const std::string& text) {
  try {
    check_json(text);
    return true;
  } catch (const JsonFault&) {
    return false;
  }
}

/// nlohmann's parser decides as ours does, but for numbers that it cannot represent.
TEST(JsonCheck, RandomTextIsJudgedAsByAnotherParser) {
  std::mt19937 random(11);
  std::string accepted;
  std::size_t count = 0;
  for (int round = 0; round < 50000; ++round) {
    const std::string text = random_json(random);
    ASSERT_EQ(is_accepted(text), nlohmann::json::accept(text)) << escape(text);
    if (is_accepted(text)) {
      accepted += text + "\n";
      ++count;
    } else if (round % 100 == 0) {
      expect_error(error_of_jsonl(text), "E-JSON", {});
    }
  }
  EXPECT_GT(count, 1000U);
  const TempFolder folder;
  EXPECT_EQ(read_all(files_of({folder.write("a.jsonl", accepted)}, {})).summary.segments, count);
}

TEST(JsonCheck, LoneSurrogatesAreFound) {
  EXPECT_EQ(find_lone_surrogate(R"("\ud83d\ude00\u0041\\ud800")"), kNoOffset);
  EXPECT_EQ(find_lone_surrogate(R"("\ud83d\ude00\udc00")"), 13U);
  EXPECT_EQ(find_lone_surrogate(R"("\ud83d\u0041")"), 1U);
  EXPECT_EQ(find_lone_surrogate(R"("\\\ud83d)"), 3U);
  EXPECT_EQ(find_lone_surrogate(R"(\ud83)"), kNoOffset);
  EXPECT_EQ(find_lone_surrogate("\\"), kNoOffset);
}

}  // namespace
}  // namespace assay
