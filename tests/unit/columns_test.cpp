#include "assay/corpus.h"

#include "input/csv_record.h"
#include "temp_files.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::error_of;
using testing::expect_error;
using testing::files_of;
using testing::read_all;
using testing::ReadCorpus;
using testing::TempFolder;

using Texts = std::vector<std::string>;

/// Systems a and b and one reference, as columns.
InputOptions column_options() {
  InputOptions options;
  options.ref_fields = {"ref"};
  return options;
}

CorpusFiles columns_of(const std::string& path, const Texts& systems) {
  CorpusFiles files;
  for (const std::string& system : systems) files.systems.push_back({path, system, system});
  return files;
}

ReadCorpus read_table(const std::string& name, const std::string& bytes,
                      const InputOptions& options = column_options()) {
  const TempFolder folder;
  return read_all(columns_of(folder.write(name, bytes), {"a", "b"}), options, 2);
}

std::optional<Error> error_of_table(const std::string& name, const std::string& bytes,
                                    const InputOptions& options = column_options()) {
  const TempFolder folder;
  return error_of(columns_of(folder.write(name, bytes), {"a", "b"}), options);
}

TEST(TsvTest, CellsArePassedUnchangedWhateverTheChunk) {
  const std::string bytes = "b\tref\ta\r\nb1\tr 1 \t a\\n1\r\n\"\tr2\t\nb3\tr3\ta3";
  for (const std::size_t chunk : {1U, 2U, 3U, 7U, 4096U}) {
    InputOptions options = column_options();
    options.chunk_bytes = chunk;
    const ReadCorpus corpus = read_table("x.tsv", bytes, options);
    EXPECT_EQ(corpus.hypotheses, (Texts{" a\\n1", "b1", "", "\"", "a3", "b3"}));
    EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r 1 "}, {"r2"}, {"r3"}}));
    ASSERT_TRUE(corpus.warns("W-TSV-QUOTE"));
    EXPECT_EQ(corpus.warning("W-TSV-QUOTE")->line, 3U);
  }
}

TEST(TsvTest, EscapesAreReadIfAskedFor) {
  InputOptions options = column_options();
  options.unescape = true;
  const ReadCorpus corpus = read_table("x.tsv", "a\tb\tref\nx\\ty\\\\\tb\\q\tr\\n\n", options);
  EXPECT_EQ(corpus.hypotheses, (Texts{"x\ty\\", "b\\q"}));
  EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r\n"}}));
}

TEST(TsvTest, SeveralColumnsOfReferencesAndOthersThatAreNotLookedAt) {
  InputOptions options = column_options();
  options.ref_fields = {"ref", "other"};
  options.id_field = "id";
  options.group_field = "domain";
  const ReadCorpus corpus = read_table(
      "x.TSV",
      "id\tdomain\tother\ta\tx\tb\tref\n7\tnews\to1\ta1\t\tb1\tr1\n8\tchat\to2\ta2\t\tb2\tr2\n",
      options);
  EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r1", "o1"}, {"r2", "o2"}}));
  EXPECT_EQ(corpus.ids, (Texts{"7", "8"}));
  EXPECT_EQ(corpus.groups, (Texts{"news", "chat"}));
}

TEST(TsvTest, WhatDoesNotFitTheHeaderIsRefused) {
  expect_error(error_of_table("x.tsv", "a\tb\tref\na\tb\n"), "E-COLUMNS",
               {"x.tsv:2: 2 columns here but 3 in the header"});
  expect_error(error_of_table("x.tsv", "a\tb\tref\na\tb\tr\n\n"), "E-COLUMNS",
               {"x.tsv:3: 1 column here", "remove the blank line"});
  expect_error(error_of_table("x.tsv", "a\tbb\tref\n"), "E-HEADER",
               {"x.tsv:1: column 'b' is not in the header", "columns: 'a', 'bb', 'ref'",
                "did you mean 'bb'"});
  expect_error(error_of_table("x.tsv", "a\tb\ta\tref\n"), "E-HEADER", {"'a' stands twice"});
  expect_error(error_of_table("x.tsv", "a,b,ref\n"), "E-HEADER", {"is the separator another one?"});
  expect_error(error_of_table("x.tsv", ""), "E-EMPTY", {});
  expect_error(error_of_table("x.tsv", "a\tb\tref\n"), "E-EMPTY", {});
  expect_error(error_of_table("x.tsv", "a\tb\tref\n\xff\tb\tr\n"), "E-UTF8", {"x.tsv:2: byte 1"});
  InputOptions options = column_options();
  options.id_field = "id";
  expect_error(error_of_table("x.tsv", "id\ta\tb\tref\n1\ta\tb\tr\n1\ta\tb\tr\n", options), "E-ID",
               {"x.tsv:3: id \"1\" was already at line 2"});
}

TEST(TsvTest, AnotherNumberOfSegmentsIsTheErrorOfTextFiles) {
  const TempFolder folder;
  const std::string table = folder.write("x.tsv", "a\n1\n2\n");
  CorpusFiles files = columns_of(table, {"a"});
  files.references.push_back({folder.write("ref.txt", "r\nr\nr\n"), "ref"});
  expect_error(error_of(files), "E-COUNT",
               {"ref.txt:3: 3 segments here but 2 in " + table, "first extra line: \"r\""});
  files.references[0].path = folder.write("ref1.txt", "r\n");
  expect_error(error_of(files), "E-COUNT", {"x.tsv:3: 2 segments here but 1 in", "\"2\""});
}

TEST(CsvTest, QuotedCellsMayHoldAnythingWhateverTheChunk) {
  const std::string bytes =
      "\xEF\xBB\xBF\"a\",b,ref\r\n\"x, "
      "\"\"y\"\"\nz\r\n\",b1,\"r1\"\r\n,\"\",\"\"\"\"\n\"\n\n\",b,r";
  for (const std::size_t chunk : {1U, 2U, 3U, 5U, 8U, 4096U}) {
    InputOptions options = column_options();
    options.chunk_bytes = chunk;
    const ReadCorpus corpus = read_table("x.csv", bytes, options);
    EXPECT_EQ(corpus.hypotheses, (Texts{"x, \"y\"\nz\r\n", "b1", "", "", "\n\n", "b"}));
    EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r1"}, {"\""}, {"r"}}));
  }
}

TEST(CsvTest, LinesInMessagesAreThoseOfTheFile) {
  const std::string start = "a,b,ref\n\"1\n2\n3\",b,r\n";  // The next record begins in line 5.
  expect_error(error_of_table("x.csv", start + "a,b\n"), "E-COLUMNS", {"x.csv:5: 2 columns here"});
  expect_error(error_of_table("x.csv", start + "a,b\"c,d\n"), "E-CSV",
               {"x.csv:5:4: a quotation mark inside a text without quotes"});
  expect_error(error_of_table("x.csv", start + "\"x\ny\"z,b,r\n"), "E-CSV",
               {"x.csv:6:3: text behind a closing quotation mark"});
  expect_error(error_of_table("x.csv", start + "a,\"b\n,c\nd\n"), "E-CSV",
               {"x.csv:5:3: a quotation mark is opened here and never closed"});
  expect_error(error_of_table("x.csv", "a;b;ref\n1;2;3\n"), "E-HEADER",
               {"is the separator another one?"});
}

/// RFC 4180, byte by byte.
Texts plain_split(const std::string& record) {
  Texts cells = {""};
  bool is_quoted = false;
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (is_quoted && record[i] == '"' && i + 1 < record.size() && record[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (record[i] == '"') {
      is_quoted = !is_quoted;
    } else if (record[i] == ',' && !is_quoted) {
      cells.emplace_back();
    } else {
      cells.back() += record[i];
    }
  }
  return cells;
}

TEST(CsvTest, RandomCellsAreReadBackAsThePlainWayDoes) {
  std::mt19937 random(1);
  const std::string letters = "ab\",\n\r x";
  for (int round = 0; round < 2000; ++round) {
    Texts cells;
    std::string record;
    for (std::size_t c = 1 + random() % 4; c > 0; --c) {
      std::string cell;
      for (std::size_t i = random() % 8; i > 0; --i) cell += letters[random() % letters.size()];
      const bool needs_quotes = cell.find_first_of("\",\n\r") != std::string::npos;
      record += cells.empty() ? "" : ",";
      if (needs_quotes || random() % 2 == 0) {
        record += '"';
        for (const char byte : cell) record += byte == '"' ? "\"\"" : std::string(1, byte);
        record += '"';
      } else {
        record += cell;
      }
      cells.push_back(cell);
    }
    Texts split;
    split_csv_record(record, split);
    EXPECT_EQ(split, cells) << record;
    EXPECT_EQ(split, plain_split(record)) << record;
  }
}

TEST(FieldsTest, SeveralFieldsOfJsonlAreSystemsAndReferences) {
  const TempFolder folder;
  const std::string path =
      folder.write("x.jsonl", R"({"a":"a1","b":"b1","r":"r1","s":["s1","t1"],"g":7})"
                              "\n"
                              R"({"g":"x","s":["s2","t2"],"r":"r2","b":"b2","a":"a2"})"
                              "\n");
  InputOptions options;
  options.ref_fields = {"s", "r"};
  options.group_field = "g";
  const ReadCorpus corpus = read_all(columns_of(path, {"b", "a"}), options);
  EXPECT_EQ(corpus.hypotheses, (Texts{"b1", "a1", "b2", "a2"}));
  EXPECT_EQ(corpus.references, (std::vector<Texts>{{"s1", "t1", "r1"}, {"s2", "t2", "r2"}}));
  EXPECT_EQ(corpus.groups, (Texts{"7", "x"}));
  options.group_field = "h";
  expect_error(error_of(columns_of(path, {"b"}), options), "E-FIELD", {"field 'h' is missing"});
}

TEST(FieldsTest, TextHasNoGroupsButLengths) {
  const TempFolder folder;
  const CorpusFiles files =
      files_of({folder.write("h", "x\ny\nz\n")},
               {folder.write("r", "a b\na b c d e f g h i j\n" + std::string(300, 'a') + "\n")});
  InputOptions options;
  options.group_field = "domain";
  expect_error(error_of(files, options), "E-FIELD", {"no file has a field 'domain'"});
  options.group_field = kGroupByLength;
  EXPECT_EQ(read_all(files, options).groups, (Texts{"0-9", "10-19", "0-9"}));
}

/// Files of two systems with ids in other orders, and of references in a third.
TEST(AlignTest, FilesAreJoinedByIdInTheOrderOfTheFirst) {
  const TempFolder folder;
  const std::string a = folder.write("a.jsonl",
                                     "{\"id\":1,\"prediction\":\"a1\"}\n"
                                     "{\"id\":2,\"prediction\":\"a2\"}\n"
                                     "{\"id\":3,\"prediction\":\"a3\"}\n");
  const std::string b = folder.write("b.tsv", "prediction\tid\nb3\t3\nb1\t1\nb2\t2\n");
  const std::string r = folder.write("r.csv", "references,id\nr2,2\n\"r\n3\",3\nr1,1\n");
  InputOptions options;
  options.id_field = "id";
  options.align_ids = true;
  for (const std::size_t block : {1U, 2U, 1000U}) {
    const ReadCorpus corpus = read_all(files_of({a, b}, {r}), options, block);
    EXPECT_EQ(corpus.hypotheses, (Texts{"a1", "b1", "a2", "b2", "a3", "b3"}));
    EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r1"}, {"r2"}, {"r\n3"}}));
    EXPECT_EQ(corpus.ids, (Texts{"1", "2", "3"}));
  }
  options.align_ids = false;
  expect_error(error_of(files_of({a, b}, {r}), options), "E-ID", {"--align id"});
}

TEST(AlignTest, IdsThatAreNotInBothFilesAreRefused) {
  const TempFolder folder;
  const std::string two = folder.write("two.tsv", "prediction\tid\nx\t1\ny\t2\n");
  const std::string three = folder.write("three.tsv", "references\tid\nx\t3\nx\t2\nx\t1\n");
  const std::string other = folder.write("other.tsv", "references\tid\nx\t3\nx\t1\n");
  const std::string text = folder.write("r.txt", "r\nr\n");
  InputOptions options;
  options.id_field = "id";
  options.align_ids = true;
  expect_error(error_of(files_of({two}, {three}), options), "E-ID",
               {"three.tsv:2: id \"3\" is not in " + two});
  expect_error(error_of(files_of({two}, {other}), options), "E-ID",
               {"two.tsv:3: id \"2\" is not in " + other});
  expect_error(error_of(files_of({two}, {text}), options), "E-ID", {"has no ids to align by"});
}

}  // namespace
}  // namespace assay
