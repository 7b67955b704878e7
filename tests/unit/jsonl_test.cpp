#include "assay/corpus.h"
#include "assay/text.h"

#include "temp_files.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using namespace std::string_literals;
using testing::error_of;
using testing::expect_error;
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

void expect_unchanged(const ReadCorpus& corpus) {
  EXPECT_EQ(corpus.hypotheses, (Texts{" a\n\u00e4\U0001F600\"\\/\0 "s}));
  EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r1 ", "r2"}}));
  EXPECT_TRUE(corpus.summary.warnings.empty());
}

TEST(Jsonl, ValuesArePassedUnchanged) {
  const std::string line = R"({"references":["r1 ","r2"],"other":{"prediction":[1]},)"
                           R"("prediction":" a\n\u00e4\ud83d\ude00\"\\\/\u0000 "})";
  for (const std::string& bytes : {line + "\n", line, line + "\r\n", " \t" + line + " \n"}) {
    for (const std::size_t chunk : {1U, 5U, 4096U}) {
      InputOptions options;
      options.chunk_bytes = chunk;
      expect_unchanged(read_jsonl(bytes, options));
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
  const ReadCorpus corpus = read_jsonl(
      "{\"prediction\":\"a\xff\",\"references\":\"\xc3\"}\n" + with_unused("1"), options);
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
    expect_error(error_of_jsonl(example.bytes, options), example.code, example.parts);
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
      {good + good.substr(0, good.size() - 1) + good,
       "E-JSON",
       {":2:42: something follows the object"}},
      {good + "\"a\"\n", "E-JSON", {"a.jsonl:2:1: expected an object"}},
      {"{\"a\":1,}", "E-JSON", {":1:8: expected a field name in double quotes"}},
      {"{\"a\":[1,]}", "E-JSON", {":1:9: expected a value"}},
      {R"({"a":1 "b":2})", "E-JSON", {":1:8: expected ',' or '}'"}},
      {"{'a':1}", "E-JSON", {":1:2: expected a field name in double quotes"}},
      {"{\"a\":NaN}", "E-JSON", {":1:6: expected a value"}},
      {"{\"a\":1} // x", "E-JSON", {":1:9: something follows the object"}},
      {R"({"a":"\x"})", "E-JSON", {":1:7: no such escape sequence"}},
      {R"({"a":"\u12"})", "E-JSON", {":1:7: expected four hexadecimal digits"}},
      {"{\"a\":\"b\tc\"}", "E-JSON", {":1:8: a control character in a string"}},
      {R"({"a":"b)", "E-JSON", {":1:6: the string that starts here does not end"}},
      {"{\"a\":[1", "E-JSON", {":1:8: the array does not end"}},
      {"{\"a\":1", "E-JSON", {":1:7: the object does not end"}},
      {"{\"a\":" + times(300, "["), "E-JSON", {":1:261: more than 256 levels"}},
      {R"({"a":"\ud800"})", "E-SURROGATE", {":1:7: \\ud800 is half of a surrogate pair"}},
      {R"({"a":"\ud800",})", "E-JSON", {":1:15: expected a field name"}},
      {"{\"a\":1}\r{\"a\":2}\r", "E-CR", {"--newline cr"}},
  });
}

TEST(Jsonl, FieldsMustBeThereAndBeText) {
  expect_errors({
      {R"({"predicton":"a","references":"b"})",
       "E-FIELD",
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
      {R"({"prediction":"a","references":["b",1]})",
       "E-FIELD",
       {"'references' at position 2 is a number"}},
      {R"({"prediction":"a","references":[["b"]]})", "E-FIELD", {"at position 1 is an array"}},
      {R"({"prediction":"a","references":[]})", "E-NREFS", {"is an empty array"}},
      {R"({"prediction":"a","prediction":"a","references":"b"})",
       "E-DUPKEY",
       {"a.jsonl:1: field 'prediction' occurs twice"}},
      {R"({"prediction":"a","references":"b","referenc\u0065s":"b"})", "E-DUPKEY", {}},
      {R"({"prediction":"a","references":["b"]})"s + "\n" +
           R"({"prediction":"a","references":["b","c"]})",
       "E-NREFS",
       {"a.jsonl:2: number of references is 2 here but 1 before", "--var-refs"}},
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
  EXPECT_EQ(corpus.ids,
            (Texts{"t-1", "7", "-0", "1.50", "1e400", "123456789012345678901234567890", "4.0"}));
  expect_errors({{with_id("1") + with_id("2") + with_id("\"1\""),
                  "E-ID",
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
  expect_error(error_of(files_of({a, b}, {text}), options), "E-ID",
               {b + R"(:2: id "3" here but "2" at )" + a + ":2"});
}

TEST(Jsonl, ReferencesOfTheFirstSystemServeAll) {
  const TempFolder folder;
  const auto line = [](const std::string& hypothesis, const std::string& references) {
    return R"({"prediction":")" + hypothesis + "\"" + references + "}\n";
  };
  const std::string a = folder.write("a.jsonl", line("a", R"(,"references":["r","s"])"));
  const std::string same = folder.write("same.jsonl", line("b", R"(,"references":["r","s"])"));
  const std::string none = folder.write("none.NDJSON", line("c", ""));
  const std::string other = folder.write("other.jsonl", line("d", R"(,"references":["r","t"])"));
  const ReadCorpus corpus = read_all(files_of({a, same, none}, {}));
  EXPECT_EQ(corpus.hypotheses, (Texts{"a", "b", "c"}));
  EXPECT_EQ(corpus.references[0], (Texts{"r", "s"}));
  expect_error(error_of(files_of({a, none, other}, {})), "E-REFS",
               {other + ":1: other references than at " + a + ":1"});
  expect_error(error_of(files_of({a, folder.write("x.txt", "x\n")}, {})), "E-NOREF", {},
               ExitCode::kUsage);
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

}  // namespace
}  // namespace assay
