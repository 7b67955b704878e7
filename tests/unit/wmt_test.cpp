#include "assay/corpus.h"

#include "temp_files.h"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::error_of;
using testing::expect_error;
using testing::read_all;
using testing::ReadCorpus;
using testing::TempFolder;

using Texts = std::vector<std::string>;

const std::string kHead = "<?xml version='1.0' encoding='utf-8'?>\n<dataset id=\"x\">\n";

std::string segments(const Texts& texts) {
  std::string xml = "<p>";
  for (std::size_t i = 0; i < texts.size(); ++i) {
    xml += "<seg id=\"" + std::to_string(i + 1) + "\">" + texts[i] + "</seg>\n";
  }
  return xml + "</p>";
}

std::string version(const std::string& element, const Texts& texts) {
  return "<" + element + ">" + segments(texts) + "</" + element.substr(0, 3) + ">\n";
}

std::string document(const std::string& id, const std::string& inside) {
  return "<doc id=\"" + id + "\" domain=\"d" + id + "\">\n" + version("src", {"s", "s"}) + inside +
         "</doc>\n";
}

std::string two_documents() {
  return kHead +
         document("one", version("ref translator='A'", {"r1 &amp; x", "r2"}) +
                             version("ref translator='B'", {"q1", "q2"}) +
                             version("hyp system='S'", {" h1\n", "h<b>2</b>"}) +
                             version("hyp system='T'", {"t1", "&#228;"})) +
         document("two", version("hyp system='T'", {"t3"}) + version("hyp system='S'", {"h3"}) +
                             version("ref translator='B'", {"q3"}) +
                             version("ref translator='A'", {"r3"})) +
         "</dataset>\n";
}

CorpusFiles wmt_files(const std::string& path, const Texts& systems) {
  CorpusFiles files;
  for (const std::string& system : systems) files.systems.push_back({path, system, system});
  return files;
}

InputOptions wmt_options(const Texts& translators = {}) {
  InputOptions options;
  options.format = InputFormat::kWmt;
  options.ref_fields = translators;
  return options;
}

std::optional<Error> error_of_xml(const std::string& xml) {
  const TempFolder folder;
  return error_of(wmt_files(folder.write("w.xml", xml), {"S"}), wmt_options());
}

TEST(WmtTest, TextsAreThoseOfTheFileWhateverTheChunkOrBlock) {
  const TempFolder folder;
  const std::string path = folder.write("w.xml", two_documents());
  for (const std::size_t chunk : {1U, 3U, 17U, 4096U}) {
    for (const std::size_t block : {1U, 2U, 100U}) {
      InputOptions options = wmt_options();
      options.chunk_bytes = chunk;
      options.group_field = "domain";
      const ReadCorpus corpus = read_all(wmt_files(path, {"S", "T"}), options, block);
      EXPECT_EQ(corpus.hypotheses, (Texts{" h1\n", "t1", "h2", "\u00e4", "h3", "t3"}));
      // Systems are found by name; references come in the order of the document.
      EXPECT_EQ(corpus.references,
                (std::vector<Texts>{{"r1 & x", "q1"}, {"r2", "q2"}, {"q3", "r3"}}));
      EXPECT_EQ(corpus.ids, (Texts{"one:1", "one:2", "two:1"}));
      EXPECT_EQ(corpus.groups, (Texts{"done", "done", "dtwo"}));
    }
  }
}

TEST(WmtTest, TranslatorsAreChosenByName) {
  const TempFolder folder;
  const std::string path = folder.write("w.xml", two_documents());
  const ReadCorpus corpus = read_all(wmt_files(path, {"T"}), wmt_options({"A"}));
  EXPECT_EQ(corpus.references, (std::vector<Texts>{{"r1 & x"}, {"r2"}, {"r3"}}));
  const WmtContents contents = list_wmt(path, {});
  EXPECT_EQ(contents.systems, (Texts{"S", "T"}));
  EXPECT_EQ(contents.translators, (Texts{"A", "B"}));
}

TEST(WmtTest, AnythingMissingIsNamed) {
  const std::string ref = version("ref translator='A'", {"r", "r"});
  expect_error(error_of_xml(kHead + document("one", ref) + "</dataset>"), "E-XML",
               {"w.xml:10: one:1: is not in <hyp> of 'S'"});
  expect_error(
      error_of_xml(kHead + document("one", ref + version("hyp system='S'", {"h"})) + "</dataset>"),
      "E-XML", {"one:2: is not in <hyp> of 'S'"});
  expect_error(
      error_of_xml(kHead + document("one", version("hyp system='S'", {"h"})) + "</dataset>"),
      "E-XML", {"one:1: is not in <ref> of 'any translator'"});
  const std::string one = document("one", ref + version("hyp system='S'", {"h", "h"}));
  const std::string two = document("two", ref + version("ref translator='B'", {"q", "q"}) +
                                              version("hyp system='S'", {"h", "h"}));
  expect_error(error_of_xml(kHead + one + two + "</dataset>"), "E-NREFS", {"two:1", "--var-refs"});
  expect_error(error_of_xml(kHead + "</dataset>"), "E-EMPTY", {});
}

TEST(WmtTest, OneThingIsNotThereTwice) {
  const std::string hyp = version("hyp system='S'", {"h"});
  const std::string ref = version("ref translator='A'", {"r"});
  expect_error(error_of_xml(kHead + document("one", ref + hyp + hyp)), "E-XML",
               {"document 'one' has <hyp> of 'S' twice"});
  expect_error(error_of_xml(kHead + "<doc id='1'><hyp system='S'><seg id='1'>a</seg>"
                                    "<seg id='1'>b</seg></hyp></doc></dataset>"),
               "E-XML", {"has segment '1' twice"});
  expect_error(error_of_xml(kHead + "<doc id='1'><doc id='2'/></doc></dataset>"), "E-XML",
               {"<doc> in <doc>"});
  expect_error(error_of_xml(kHead + "<doc/></dataset>"), "E-XML", {"<doc> has no id"});
  expect_error(error_of_xml(kHead + "<doc id='1'><hyp/></doc></dataset>"), "E-XML",
               {"<hyp> has no system"});
}

TEST(WmtTest, DocumentsMayShareAnIdButNoSegment) {
  const auto doc = [](const std::string& id, const std::string& segment) {
    return "<doc id='" + id + "'><ref><seg id='" + segment + "'>r</seg></ref><hyp system='S'>" +
           "<seg id='" + segment + "'>h</seg></hyp></doc>\n";
  };
  expect_error(error_of_xml("<x>" + doc("a", "1") + doc("b", "1") + doc("a", "1") + "</x>"), "E-ID",
               {"w.xml:3: a:1: a document before has the same id"});
  EXPECT_FALSE(error_of_xml("<x>" + doc("a", "1") + doc("a", "2") + "</x>"));
  EXPECT_FALSE(error_of_xml("<x>" + doc("a", "b:c") + doc("a:b", "c") + "</x>"));
}

TEST(WmtTest, ADocumentMayHaveManySegments) {
  constexpr std::size_t kMany = 100'000;
  const std::string one = document("one", version("ref translator='A'", Texts(kMany, "r")) +
                                              version("hyp system='S'", Texts(kMany, "h")));
  const TempFolder folder;
  const std::string path = folder.write("w.xml", kHead + one + "</dataset>");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(read_all(wmt_files(path, {"S"}), wmt_options()).ids.size(), kMany);
  // Looking through all segments for each takes minutes.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(WmtTest, NothingIsExpandedOrOpened) {
  const std::string laughs =
      "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b "
      "'&a;&a;&a;'>]>\n<x>&b;</x>";
  expect_error(error_of_xml(laughs), "E-DTD", {"w.xml:2:"});
  expect_error(error_of_xml("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"), "E-DTD", {});
  expect_error(error_of_xml("<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://x/'> %p;]><x/>"), "E-DTD",
               {});
  expect_error(error_of_xml("<x>&unknown;</x>"), "E-XML", {"undefined entity"});
}

TEST(WmtTest, WhatIsNotWellFormedIsRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  expect_error(error_of_xml(deep), "E-XML", {"elements lie more than 256 deep"});
  expect_error(error_of_xml("<?xml version='1.0' encoding='iso-8859-1'?><x/>"), "E-XML",
               {"the encoding is iso-8859-1, not UTF-8"});
  expect_error(error_of_xml("<x>\xff</x>"), "E-UTF8", {"w.xml:1: byte 4"});
  const std::string good = two_documents();
  for (std::size_t size = 0; size + 12 < good.size(); size += 37) {
    const auto error = error_of_xml(good.substr(0, size));
    ASSERT_TRUE(error) << size;
    EXPECT_EQ(error->exit_code(), ExitCode::kInput) << size;
  }
}

}  // namespace
}  // namespace assay
