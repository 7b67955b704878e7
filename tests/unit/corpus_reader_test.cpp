#include "assay/corpus.h"
#include "assay/text.h"

#include "temp_files.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
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

using Texts = std::vector<std::string>;

ReadCorpus read_pair(const std::string& hypothesis, const std::string& reference,
                     const InputOptions& options = {}, std::size_t most_segments = 1000) {
  const TempFolder folder;
  return read_all(files_of({folder.write("hyp", hypothesis)}, {folder.write("ref", reference)}),
                  options, most_segments);
}

std::optional<Error> error_of_pair(const std::string& hypothesis, const std::string& reference,
                                   const InputOptions& options = {}) {
  const TempFolder folder;
  return error_of(files_of({folder.write("hyp", hypothesis)}, {folder.write("ref", reference)}),
                  options);
}

struct LinesCase {
  std::string bytes;
  Texts lines;
};

InputOptions with_chunk(std::size_t bytes) {
  InputOptions options;
  options.chunk_bytes = bytes;
  return options;
}

void expect_lines(const LinesCase& example, std::size_t chunk) {
  for (const std::size_t most_segments : {1U, 2U, 100U}) {
    const ReadCorpus corpus =
        read_pair(example.bytes, example.bytes, with_chunk(chunk), most_segments);
    EXPECT_EQ(corpus.hypotheses, example.lines) << escape(example.bytes);
    EXPECT_EQ(corpus.summary.segments, example.lines.size());
  }
}

TEST(CorpusReader, LinesEndAtLineFeedsOnlyAndLoseTheSpaceAtTheirEnd) {
  const std::vector<LinesCase> cases = {
      {"a\n", {"a"}},
      {"a", {"a"}},
      {"a\nb", {"a", "b"}},
      {"a\n\n", {"a", ""}},
      {"\n", {""}},
      {"\n\n\n", {"", "", ""}},
      {"  a b \t\n", {"  a b"}},
      {"a\r\nb\r\n", {"a", "b"}},
      {"a\rb\n", {"a\rb"}},
      {"a\u2028b\nc\u2029d\u0085e\x0b\x0c"
       "f\n",
       {"a\u2028b",
        "c\u2029d\u0085e\x0b\x0c"
        "f"}},
      {"a\u00a0\u3000\u2028\x1f\n", {"a"}},
      {"a\u200b\n", {"a\u200b"}},
      {"a\0b\0\n"s, {"a\0b\0"s}},
      {"\x1b[31m\x7f\n", {"\x1b[31m\x7f"}},
      {"\ufdd0\U0010ffff\ue000\n", {"\ufdd0\U0010ffff\ue000"}},
      {"\u202e\u202c\u200d\u00ad\n", {"\u202e\u202c\u200d\u00ad"}},
  };
  for (const LinesCase& example : cases) {
    for (const std::size_t chunk : {1U, 2U, 3U, 7U, 4096U}) expect_lines(example, chunk);
  }
}

TEST(CorpusReader, CharactersStayWholeAcrossReads) {
  for (const std::string& text : {"\U0001F600"s, "x\U0001F600"s, "ab\u00e4\u4e2d\U0001F600yz"s}) {
    for (std::size_t before = 0; before < 17; ++before) {
      const std::string line = std::string(before, '.') + text;
      const TempFolder folder;
      const std::string path = folder.write("file", fmt::format("{0}\n{0}", line));
      for (std::size_t chunk = 1; chunk <= 17; ++chunk) {
        const ReadCorpus corpus = read_all(files_of({path}, {path}), with_chunk(chunk), 1);
        ASSERT_EQ(corpus.hypotheses, (Texts{line, line})) << before << ' ' << chunk;
      }
    }
  }
}

struct InvalidCase {
  std::string bytes;
  std::string message;
  std::string replaced;
  std::size_t count;
};

void expect_refused_or_replaced(const InvalidCase& example, InputOptions options) {
  expect_error(error_of_pair(example.bytes, "r\nr\n", options), "E-UTF8",
               {"hyp" + example.message + " ["});
  options.replace_invalid = true;
  const ReadCorpus corpus = read_pair(example.bytes, "r\nr\n", options);
  EXPECT_EQ(corpus.hypotheses[1], example.replaced);
  ASSERT_TRUE(corpus.warns("W-UTF8"));
  EXPECT_EQ(corpus.warning("W-UTF8")->line, 2U);
  EXPECT_NE(corpus.warning("W-UTF8")->message.find(std::to_string(example.count) + " ill"),
            std::string::npos);
}

TEST(CorpusReader, IllFormedUtf8IsAnErrorWithItsPlaceOrIsReplaced) {
  const std::string mark = "\ufffd";
  const std::vector<InvalidCase> cases = {
      {"ok\nab\xc3(\n", ":2: byte 3 is not UTF-8: c3 28", "ab" + mark + "(", 1},
      {"ok\n\x80\n", ":2: byte 1 is not UTF-8: 80", mark, 1},
      {"ok\na\xff\n", ":2: byte 2 is not UTF-8: ff", "a" + mark, 1},
      {"ok\n\xc0\x80\n", ":2: byte 1 is not UTF-8: c0 80", mark + mark, 2},
      {"ok\n\xe0\x80\x80\n", ":2: byte 1 is not UTF-8: e0 80 80", mark + mark + mark, 3},
      {"ok\n\xed\xa0\x80\n", ":2: byte 1 is not UTF-8: ed a0 80", mark + mark + mark, 3},
      {"ok\n\xf4\x90\x80\x80\n", ":2: byte 1 is not UTF-8: f4 90 80 80", mark + mark + mark + mark,
       4},
      {"ok\na\xf0\x9f\x98", ":2: byte 2 is not UTF-8: f0 9f 98", "a" + mark, 1},
      {"ok\n\u00e4\xe2\x82\n", ":2: byte 3 is not UTF-8: e2 82", "\u00e4" + mark, 1},
      {"ok\n\xff"
       "123456789\n",
       ":2: byte 1 is not UTF-8: ff 31 32 33 34 35 36 37 …", mark + "123456789", 1},
      {"ok\n\ufffd\xff \n", ":2: byte 4 is not UTF-8: ff 20", mark + mark, 1},
  };
  for (const InvalidCase& example : cases) {
    for (const std::size_t chunk : {1U, 3U, 5U, 4096U}) {
      expect_refused_or_replaced(example, with_chunk(chunk));
    }
  }
}

TEST(CorpusReader, TheColumnCountsTheByteOrderMark) {
  expect_error(error_of_pair("\ufeffa\xff\n", "r\n"), "E-UTF8", {":1: byte 5 is"});
}

struct ErrorCase {
  std::string hypothesis;
  std::string reference;
  std::string code;
  Texts parts;  ///< What the message must say.
};

TEST(CorpusReader, FilesThatDoNotFitAreRefused) {
  const std::vector<ErrorCase> cases = {
      {"", "", "E-EMPTY", {"no segments", "--allow-empty"}},
      {"\ufeff", "", "E-EMPTY", {"no segments"}},
      {"a\n", "", "E-COUNT", {"hyp:1: 1 segment here but 0 in ", "first extra line: \"a\""}},
      {"", "a\nb\n", "E-COUNT", {"ref:1: 2 segments here but 0 in "}},
      {"a\nb\n",
       "a\n",
       "E-COUNT",
       {"hyp:2: 2 segments here but 1 in ", "first extra line: \"b\"\n", "missing trailing lines",
        "--id-field"}},
      {"a\nb\n\n",
       "a\nb\n",
       "E-COUNT",
       {"hyp:3: 3 segments here but 2 in ", "first extra line: \"\" (blank)",
        "hyp ends with a blank line; remove it, or give both sides as JSONL with --id-field"}},
      {"a\n \n\t\n", "a\n", "E-COUNT", {"hyp ends with 2 blank lines; remove them"}},
      {"a\n\nb\n", "a\n", "E-COUNT", {"\"\" (blank)", "missing trailing lines"}},
      {"a\nb\x1b[1m\n", "a\n", "E-COUNT", {R"(first extra line: "b\x1b[1m")"}},
      {"a\nb\xff\n", "a\n", "E-COUNT", {R"(first extra line: "b\xff")"}},
      {"a\rb\rc\r", "a\nb\nc\n", "E-CR", {"hyp: ", "--newline cr"}},
      {"a\rb", "a\n", "E-CR", {"--newline cr"}},
      {"\xFF\xFE"
       "a\0\n\0"s,
       "a\n",
       "E-UTF16",
       {"iconv -f UTF-16 -t UTF-8 ", "hyp`"}},
      {"\xFE\xFF\0a\0\n"s, "a\n", "E-UTF16", {"iconv"}},
      {"H\0e\0l\0l\0o\0\n\0"s, "a\n", "E-UTF16", {"iconv"}},
      {"\0H\0e\0l\0l\0o\0\n"s, "a\n", "E-UTF16", {"iconv"}},
  };
  for (const ErrorCase& example : cases) {
    for (const std::size_t chunk : {1U, 4096U}) {
      expect_error(error_of_pair(example.hypothesis, example.reference, with_chunk(chunk)),
                   example.code, example.parts);
    }
  }
}

TEST(CorpusReader, CountsAreOfWholeFilesHoweverLong) {
  std::string reference;
  std::string hypothesis;
  for (int i = 0; i < 123456; ++i) reference += "line " + std::to_string(i) + "\n";
  for (int i = 0; i < 1998; ++i) hypothesis += "x\n";
  expect_error(
      error_of_pair(hypothesis, reference), "E-COUNT",
      {"ref:1999: 123,456 segments here but 1,998 in ", R"(first extra line: "line 1998")"});
}

TEST(CorpusReader, TheReferenceOfAnotherLengthIsNamed) {
  const TempFolder folder;
  const std::string hyp = folder.write("hyp", "a\nb\n");
  const std::string full = folder.write("full", "a\nb\n");
  const std::string brief = folder.write("brief", "a\n");
  const std::string extended = folder.write("extended", "a\nb\nc\n");
  expect_error(error_of(files_of({hyp}, {full, brief, full})), "E-COUNT",
               {"hyp:2: 2 segments here but 1 in " + brief, "1 in " + brief + ", 2 in "});
  expect_error(error_of(files_of({hyp}, {full, extended})), "E-COUNT",
               {"extended:3: 3 segments here but 2 in " + hyp});
}

struct WarningCase {
  std::string hypothesis;
  std::string reference;
  std::string code;
  std::uint64_t line;
  std::string part;
};

void expect_warning(const WarningCase& example, std::size_t most_segments) {
  const ReadCorpus corpus = read_pair(example.hypothesis, example.reference, {}, most_segments);
  const Warning* warning = corpus.warning(example.code);
  ASSERT_NE(warning, nullptr) << example.code;
  EXPECT_TRUE(warning->file.ends_with("hyp"));
  EXPECT_EQ(warning->line, example.line) << example.code;
  EXPECT_NE(warning->message.find(example.part), std::string::npos) << warning->message;
  EXPECT_EQ(std::ranges::count(corpus.summary.warnings, example.code, &Warning::code), 1);
}

TEST(CorpusReader, OdditiesAreWarnedOfOnce) {
  const std::vector<WarningCase> cases = {
      {"\ufeffa\nb\n", "a\nb\n", "W-BOM", 1, "byte order mark"},
      {"a\n\ufeffb\n\ufeff\n", "a\nb\nc\n", "W-BOM-INNER", 2, "U+FEFF"},
      {"a\r\nb\r\n", "a\nb\n", "W-CRLF", 0, "CR LF here but in LF in "},
      {"a\nx\ry\rz\nv\rw\n", "a\nb\nc\n", "W-CR", 2, "3 lone carriage returns"},
      {"a\nb\rc\r\n", "a\nb\n", "W-CR", 2, "1 lone carriage return "},
      {"a\nb\0\n\0\n"s, "a\nb\nc\n", "W-NUL", 2, "NUL"},
  };
  for (const WarningCase& example : cases) {
    for (const std::size_t most_segments : {1U, 1000U}) expect_warning(example, most_segments);
  }
}

TEST(CorpusReader, UsualFilesGiveNoWarning) {
  EXPECT_TRUE(read_pair("a\nb", "a\nb\n").summary.warnings.empty());
  EXPECT_TRUE(read_pair("a\r\nb\r\n", "a\r\nb\r\n").summary.warnings.empty());
  EXPECT_TRUE(read_pair("\u2028\u0085\x0b\n", "\x0c\n").summary.warnings.empty());
}

TEST(CorpusReader, ByteOrderMarkIsRemovedAtTheStartOnly) {
  EXPECT_EQ(read_pair("\ufeffa\n\ufeffb\n", "a\nb\n").hypotheses, (Texts{"a", "\ufeffb"}));
}

TEST(CorpusReader, NewlineCanBeACarriageReturn) {
  InputOptions options;
  options.newline = '\r';
  const ReadCorpus corpus = read_pair("a\rb\rc", "d\re\rf\r", options);
  EXPECT_EQ(corpus.hypotheses, (Texts{"a", "b", "c"}));
  EXPECT_TRUE(corpus.summary.warnings.empty());
}

TEST(CorpusReader, UnescapeAndNormalize) {
  InputOptions options;
  options.unescape = true;
  EXPECT_EQ(read_pair("a\\nb\\tc\\\\nd\\x\\\n", "\n", options).hypotheses[0], "a\nb\tc\\nd\\x\\");
  options.unescape = false;
  options.normalize = "nfc";
  EXPECT_EQ(read_pair("a\u0308\ufb01\nx\n", "\n\n", options).hypotheses,
            (Texts{"\u00e4\ufb01", "x"}));
  options.normalize = "nfkc";
  EXPECT_EQ(read_pair("a\u0308\ufb01\n", "\n", options).hypotheses[0], "\u00e4fi");
}

TEST(CorpusReader, AllowEmptyGivesNoSegments) {
  InputOptions options;
  options.allow_empty = true;
  EXPECT_EQ(read_pair("", "", options).summary.segments, 0U);
}

void expect_two_systems_with_gaps(const ReadCorpus& corpus) {
  EXPECT_EQ(corpus.summary.empty_hypotheses, (std::vector<std::uint64_t>{2, 1}));
  EXPECT_EQ(corpus.summary.empty_references, 3U);
  EXPECT_EQ(corpus.summary.fewest_references, 2U);
  EXPECT_EQ(corpus.summary.most_references, 2U);
  EXPECT_EQ(corpus.hypotheses, (Texts{"", "x", "x", "y", "", ""}));
  EXPECT_EQ(corpus.references[2], (Texts{"", "y"}));
}

TEST(CorpusReader, TextsOfWhiteSpaceAreCounted) {
  const TempFolder folder;
  const auto files = files_of({folder.write("a", "\nx\n \n"), folder.write("b", "x\ny\n\u3000\n")},
                              {folder.write("r", "x\n\n\n"), folder.write("s", "\nx\ny\n")});
  for (const std::size_t most_segments : {1U, 2U, 1000U}) {
    expect_two_systems_with_gaps(read_all(files, {}, most_segments));
  }
}

TEST(CorpusReader, BlocksHoldAtMostWhatIsAskedAndEndEarlyWhenFull) {
  std::string many;
  for (int i = 0; i < 10; ++i) many += "x\n";
  EXPECT_EQ(read_pair(many, many, {}, 3).blocks, 4U);
  EXPECT_EQ(read_pair(many, many, {}, 0).blocks, 10U);
  std::string large;
  for (int i = 0; i < 10; ++i) large += std::string(40000, 'x') + "\n";
  EXPECT_EQ(read_pair(large, many, {}, 1000).blocks, 5U);
  EXPECT_EQ(read_pair(many, large, {}, 1000).blocks, 1U);
}

TEST(CorpusReader, LinesUpToTheLimitAreReadAndLongerOnesRefused) {
  const std::string most(20, 'x');
  for (const std::size_t chunk : {1U, 7U, 4096U}) {
    InputOptions options = with_chunk(chunk);
    options.max_line = most.size();
    const std::string two_lines = fmt::format("{0}\n{0}", most);
    EXPECT_EQ(read_pair(two_lines, "\n\n", options).hypotheses, (Texts{most, most}));
    for (const char* more : {"x\n", "x", "xxxxxxxxxxxxxxxxxxxx"}) {
      expect_error(error_of_pair(fmt::format("\n{}{}", most, more), "\n\n", options),
                   "E-LINE-TOO-LONG", {"hyp:2: the line has more than 20 bytes"});
    }
  }
}

/// std::getline, which is right for everything but the size of blocks.
Texts plain_lines(const std::string& bytes) {
  std::istringstream in(bytes);
  Texts lines;
  for (std::string line; std::getline(in, line);) lines.emplace_back(right_strip(line));
  return lines;
}

std::string random_text(std::mt19937& random, std::size_t lines) {
  const std::vector<std::string> pieces = {"a",      "bc",     " ",      "\t",
                                           "\u00e4", "\u3000", "\u2028", "\U0001F600",
                                           "\r",     "\0"s,    "\ufeff", "word word "};
  std::string text = "x";
  for (std::size_t i = 0; i < lines; ++i) {
    const std::size_t count = random() % (i % 17 == 0 ? 400 : 9);
    for (std::size_t j = 0; j < count; ++j) text += pieces[random() % pieces.size()];
    text += '\n';
  }
  return random() % 2 == 0 ? text + "end" : text + "\n";
}

TEST(CorpusReader, RandomFilesAreCutAsByGetline) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const std::size_t lines = 1 + random() % 60;
    const std::string hypothesis = random_text(random, lines);
    const std::string reference = random_text(random, lines);
    InputOptions options;
    options.chunk_bytes = 1 + random() % (round % 2 == 0 ? 17 : 3000);
    const ReadCorpus corpus = read_pair(hypothesis, reference, options, 1 + random() % 40);
    ASSERT_EQ(corpus.hypotheses, plain_lines(hypothesis));
    Texts references;
    for (const Texts& segment : corpus.references) references.push_back(segment.at(0));
    ASSERT_EQ(references, plain_lines(reference));
  }
}

TEST(CorpusReader, BlocksCanBeSwappedWhileTheReaderGoesOn) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + std::string(200, '.') + "\n";
  const TempFolder folder;
  CorpusReader reader(files_of({folder.write("a", text)}, {folder.write("b", text)}), {});
  std::vector<Block> blocks;
  for (Block block; reader.next(block, 700);) blocks.push_back(std::move(block));
  const Texts lines = plain_lines(text);
  std::size_t next = 0;
  for (const Block& block : blocks) {
    EXPECT_EQ(block.first_segment, next);
    for (const std::string_view line : block.hypotheses) ASSERT_EQ(line, lines[next++]);
  }
  EXPECT_EQ(next, lines.size());
}

}  // namespace
}  // namespace assay
