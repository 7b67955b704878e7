#include "cli/rouge155.h"
#include "rouge155/settings.h"
#include "temp_files.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using ::testing::ElementsAre;
using testing::expect_error;
using testing::TempFolder;

std::optional<Error> error_in(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

class Rouge155SettingsTest : public ::testing::Test {
 protected:
  Rouge155Evaluations read(const std::string& xml) const {
    return read_settings(folder_.write("settings.xml", xml));
  }

  void expect_fault(const std::string& xml, const std::string& code,
                    const std::vector<std::string>& parts) const {
    expect_error(error_in([&] { read(xml); }), code, parts);
  }

  TempFolder folder_;
};

constexpr const char* kEvaluation = R"(<EVAL ID="1"><PEER-ROOT> sys </PEER-ROOT>
<MODEL-ROOT>mod</MODEL-ROOT><INPUT-FORMAT TYPE="spl"></INPUT-FORMAT>
<PEERS><P ID="A">1&amp;.txt</P> <P ID="B">b.txt</P></PEERS>
<MODELS><M ID="x">1.txt</M><M ID="y">2.txt</M></MODELS></EVAL>)";

TEST_F(Rouge155SettingsTest, Evaluations) {
  const auto evaluations =
      read(std::string("<?xml version=\"1.0\"?><Rouge-Eval>") + kEvaluation + "</Rouge-Eval>");
  ASSERT_EQ(evaluations.size(), 1);
  EXPECT_EQ(evaluations[0].id, "1");
  EXPECT_EQ(evaluations[0].format, SentenceFormat::kLines);
  ASSERT_EQ(evaluations[0].peers.size(), 2);
  EXPECT_EQ(evaluations[0].peers[0].system, "A");
  EXPECT_EQ(evaluations[0].peers[0].path, "sys/1&.txt");
  EXPECT_THAT(evaluations[0].models, ElementsAre("mod/1.txt", "mod/2.txt"));
}

TEST_F(Rouge155SettingsTest, ElementNamesInAnyCase) {
  const auto evaluations = read(
      "<r><eval ID='7'><input-format TYPE='SEE'/><peers><p ID='S'>p</p></peers>"
      "<models><m ID='1'>m</m></models></eval></r>");
  EXPECT_EQ(evaluations.at(0).format, SentenceFormat::kSee);
  EXPECT_EQ(evaluations.at(0).peers.at(0).path, "p");
}

TEST_F(Rouge155SettingsTest, FaultsHaveTheirPlace) {
  expect_fault("<r><EVAL ID='1'>", "E-XML", {"settings.xml:1:"});
  expect_fault("", "E-XML", {"no element found"});
  expect_fault("<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "E-DTD", {"document type"});
  expect_fault("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>", "E-DTD", {"document type"});
  expect_fault("<r>&nbsp;</r>", "E-DTD", {"settings.xml:1:4", "entity"});
  expect_fault("<r><EVAL/></r>", "E-SETTINGS", {"without an ID"});
  expect_fault("<r><EVAL ID='1'><MODELS><M>m</M></MODELS></EVAL></r>", "E-SETTINGS",
               {"INPUT-FORMAT"});
  expect_fault("<r><EVAL ID='1'><INPUT-FORMAT TYPE='SPL'/></EVAL></r>", "E-SETTINGS",
               {"without a model"});
  expect_fault("<r><EVAL ID='1'><INPUT-FORMAT TYPE='PDF'/></EVAL></r>", "E-SETTINGS",
               {"'PDF'", "SEE, SPL, ISI, SIMPLE"});
  expect_fault("<r><EVAL ID='1'><INPUT-FORMAT TYPE='SPL'/><M>m</M></EVAL></r>", "E-SETTINGS",
               {"without a peer"});
  expect_fault("<r><EVAL ID='1'><P ID='A'> </P></EVAL></r>", "E-SETTINGS",
               {"settings.xml:1:", "a P without a file name"});
  expect_fault("<r><EVAL ID='1'><M ID='A'/></EVAL></r>", "E-SETTINGS",
               {"an M without a file name"});
  expect_fault("<r></r>", "E-EMPTY", {"settings.xml: there is no EVAL"});
  expect_fault(std::string("<r>") + kEvaluation + kEvaluation + "</r>", "E-ID", {"EVAL '1'"});
  expect_fault("<r><EVAL ID='1'><P ID='A'>a</P><P ID='A'>b</P></EVAL></r>", "E-ID", {"P 'A'"});
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  expect_fault(deep, "E-SETTINGS", {"too deep", "close them"});
}

TEST_F(Rouge155SettingsTest, Lists) {
  const std::string path = folder_.write("list", "# a comment\n\np1 m1\n  p2\tm2  m3 \r\np#3 m4");
  const auto evaluations = read_list(path, SentenceFormat::kSee, "X");
  ASSERT_EQ(evaluations.size(), 3);
  EXPECT_EQ(evaluations[1].id, "2");
  EXPECT_EQ(evaluations[1].peers.at(0).path, "p2");
  EXPECT_EQ(evaluations[1].peers.at(0).system, "X");
  EXPECT_THAT(evaluations[1].models, ElementsAre("m2", "m3"));
  const std::string lonely = folder_.write("lonely", "p1 m1\np2\n");
  expect_error(error_in([&] { read_list(lonely, SentenceFormat::kSee, "X"); }), "E-SETTINGS",
               {"lonely:2", "without a model"});
  const std::string empty = folder_.write("empty", "# p1 m1\n\n");
  expect_error(error_in([&] { read_list(empty, SentenceFormat::kSee, "X"); }), "E-EMPTY",
               {"empty: the list is empty"});
}

TEST_F(Rouge155SettingsTest, FoldersInPyrougesNaming) {
  for (const char* name :
       {"s.10.txt", "s.9.txt", "t.1.txt", "m.A.9.txt", "m.B.9.txt", "m.A.10.txt", "m.A.1.txt"}) {
    folder_.write(name, "x");
  }
  PyrougeFolders folders{folder_.path(""), folder_.path(""), "s.(\\d+).txt", "m.[A-Z].#ID#.txt"};
  const auto evaluations = pair_folders(folders, SentenceFormat::kMarked, "1");
  ASSERT_EQ(evaluations.size(), 2);
  EXPECT_THAT(evaluations[0].peers.at(0).path, ::testing::EndsWith("s.10.txt"));
  EXPECT_EQ(evaluations[1].models.size(), 2);
  EXPECT_THAT(evaluations[1].models.at(1), ::testing::EndsWith("m.B.9.txt"));
  folders.model_pattern = "n.#ID#";
  expect_error(error_in([&] { pair_folders(folders, SentenceFormat::kMarked, "1"); }), "E-SETTINGS",
               {"no model", "s.10.txt"});
  folders.system_pattern = "(";
  expect_error(error_in([&] { pair_folders(folders, SentenceFormat::kMarked, "1"); }), "E-USAGE",
               {"regular expression"}, ExitCode::kUsage);
}

/// What pairing the files of one folder by these patterns throws.
class Rouge155FoldersTest : public ::testing::Test {
 protected:
  void expect_fault(const std::string& systems, const std::string& models, const std::string& code,
                    const std::vector<std::string>& parts,
                    ExitCode exit_code = ExitCode::kInput) const {
    const PyrougeFolders folders{folder_.path(""), folder_.path(""), systems, models};
    expect_error(error_in([&] { pair_folders(folders, SentenceFormat::kMarked, "1"); }), code,
                 parts, exit_code);
  }

  TempFolder folder_;
};

TEST_F(Rouge155FoldersTest, NoTwoPeersShareAnIdOrAModel) {
  for (const char* name : {"s.1.txt", "s.1.txt~", "s.12.txt", "m.1.txt", "m.12.txt"}) {
    folder_.write(name, "x");
  }
  expect_fault(R"(s.(\d+).txt)", "m.#ID#.txt", "E-ID", {"'s.1.txt' and 's.1.txt~'", "id '1'", "$"});
  expect_fault(R"(s.(\d+).txt$)", "m.#ID#", "E-ID", {"'m.12.txt'", "'1' and '12'", "$"});
  const PyrougeFolders good{folder_.path(""), folder_.path(""), R"(s.(\d+).txt$)", "m.#ID#.txt"};
  EXPECT_EQ(pair_folders(good, SentenceFormat::kMarked, "1").size(), 2);
}

TEST_F(Rouge155FoldersTest, PatternsMustTellIds) {
  folder_.write("s.1.txt", "x");
  expect_fault("s.1.txt", "m.#ID#.txt", "E-USAGE", {"system pattern has no group"},
               ExitCode::kUsage);
  expect_fault("s.(1).txt", "s.1.txt", "E-USAGE", {"model pattern has no #ID#"}, ExitCode::kUsage);
  expect_fault("s.(x*)", "s.#ID#", "E-ID", {"the id in 's.1.txt' is empty"});
}

class Rouge155RunTest : public ::testing::Test {
 protected:
  /// What running one evaluation of the systems "news" and "Novel" throws.
  std::optional<Error> error_of(const std::string& peer, const std::string& system) const {
    Rouge155Options options{.columns = {{{.unit = Rouge155Kind::Unit::kLcs}, "ROUGE-L"}}};
    options.system = system;
    const Rouge155Evaluations evaluations = {
        {"d7", {{"news", peer}, {"Novel", peer}}, {folder_.write("m", "x")}}};
    return error_in([&] { run_rouge155(evaluations, WordLists::load({}), options); });
  }

  TempFolder folder_;
};

TEST_F(Rouge155RunTest, ASystemThatNobodyHasIsAnError) {
  const std::string peer = folder_.write("p", "x");
  EXPECT_FALSE(error_of(peer, "Novel"));
  expect_error(error_of(peer, "novel"), "E-NO-SYSTEM",
               {"no evaluation has a system 'novel'", "did you mean 'Novel'? ", "Novel, news"},
               ExitCode::kUsage);
}

TEST_F(Rouge155RunTest, AMissingTextIsOfAnEvaluation) {
  const auto error = error_of(folder_.path("nowhere"), "news");
  expect_error(error, "E-NOENT", {"nowhere: no such file"});
  EXPECT_EQ(error->problem().detail, "needed by evaluation d7");
}

Rouge155Command parse(const std::vector<std::string>& arguments) {
  return parse_rouge155(arguments);
}

std::vector<std::string> tags(const Rouge155Command& command) {
  std::vector<std::string> tags;
  for (const auto& column : command.options.columns) tags.push_back(column.tag);
  return tags;
}

TEST(Rouge155OptionsTest, LettersJoinAndValuesStick) {
  const auto command =
      parse({"-amd", "-n2", "-w", "1.20", "-2", "-1", "-U", "-c99.5", "settings.xml"});
  EXPECT_THAT(tags(command), ElementsAre("ROUGE-1", "ROUGE-2", "ROUGE-L", "ROUGE-W-1.20",
                                         "ROUGE-S*", "ROUGE-SU*"));
  EXPECT_FALSE(command.options.system);
  EXPECT_TRUE(command.options.stems_peers);
  EXPECT_TRUE(command.options.shows_documents);
  EXPECT_EQ(command.options.confidence, "99.5");
  EXPECT_EQ(command.settings, "settings.xml");
}

TEST(Rouge155OptionsTest, SkipBigrams) {
  EXPECT_THAT(tags(parse({"-x", "-2", "4", "-a", "f"})), ElementsAre("ROUGE-S4"));
  EXPECT_THAT(tags(parse({"-x", "-2", "4", "-u", "-U", "-a", "f"})), ElementsAre("ROUGE-SU4"));
  EXPECT_THAT(tags(parse({"-u", "-a", "f"})), ElementsAre("ROUGE-L"));
}

TEST(Rouge155OptionsTest, OptionsEndAtTheFirstWord) {
  const auto command = parse({"-z", "spl", "list", "-m"});
  EXPECT_EQ(command.options.system, "-m");
  EXPECT_FALSE(command.options.stems_peers);
  EXPECT_EQ(parse({"-zSEE", "list"}).options.system, "X");
  EXPECT_EQ(parse({"--", "-file", "S"}).settings, "-file");
}

TEST(Rouge155OptionsTest, Faults) {
  const auto expect_fault = [](const std::vector<std::string>& arguments, const std::string& part) {
    expect_error(error_in([&] { parse(arguments); }), "E-USAGE", {part}, ExitCode::kUsage);
  };
  expect_fault({"-a"}, "settings file");
  expect_fault({"f"}, "no system");
  expect_fault({"-k", "f"}, "-k");
  expect_fault({"-n"}, "-n lacks");
  expect_fault({"-n", "x", "f"}, "-n x");
  expect_fault({"-n", "-1", "-a", "f"}, "-n -1");
  expect_fault({"-w", "0", "-a", "f"}, "-w 0");
  expect_fault({"-w", "0.99", "-a", "f"}, "-w 0.99");
  expect_fault({"-w", "10.1", "-a", "f"}, "-w 10.1");
  expect_fault({"-r", "0", "-a", "f"}, "-r 0");
  expect_fault({"-p", "1.5", "-a", "f"}, "-p 1.5");
  expect_fault({"-c", "101", "-a", "f"}, "-c 101");
  expect_fault({"-l", "1", "-b", "1", "-a", "f"}, "-l and -b");
  expect_fault({"-x", "-a", "f"}, "nothing");
  expect_fault({"-v", "-a", "f"}, "-v");
  expect_fault({"f", "S", "more"}, "more");
  expect_fault({"--system-dir", "d"}, "all four");
}

TEST(Rouge155OptionsTest, ALimitOfZeroIsNone) {
  EXPECT_EQ(parse({"-l", "0", "-a", "f"}).options.cutting.limit, LengthLimit());
  EXPECT_EQ(parse({"-b", "7", "-a", "f"}).options.cutting.limit,
            (LengthLimit{LengthLimit::Unit::kBytes, 7}));
}

}  // namespace
}  // namespace assay
