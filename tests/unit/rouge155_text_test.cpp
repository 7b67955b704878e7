#include "assay/error.h"

#include "rouge155/text.h"
#include "temp_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TempFolder;
using Sentences = std::vector<std::string_view>;

TEST(Rouge155SentencesTest, LinesThatAreNotEmpty) {
  EXPECT_THAT(sentences_of("a b\n\nc\r\n \nd", SentenceFormat::kLines),
              ElementsAre("a b", "c\r", " ", "d"));
  EXPECT_THAT(sentences_of("", SentenceFormat::kLines), IsEmpty());
}

TEST(Rouge155SentencesTest, MarkedLinesEndAtTheFirstTag) {
  EXPECT_THAT(sentences_of("a < b\n<c\nR&amp;D", SentenceFormat::kMarked),
              ElementsAre("a ", "R&amp;D"));
}

TEST(Rouge155SentencesTest, See) {
  constexpr std::string_view kText =
      "<html>\n"
      "<a name=\"1\">[1]</a> <a href=\"#1\" id=1>One & two.</a>\n"
      "<a size=\"12\" name=\"22\">[22]</a>\t <a href=\"#22\" id=22>Three\n"
      "<a name=\"3\">[3]</a> <a href=\"#3\" id=\"3\">quoted</a>\n"
      "<A name=\"4\">[4]</A> <a href=\"#4\" id=4>capital</a>\n"
      " <a name=\"5\">[5]</a> <a href=\"#5\" id=5>late</a>\n"
      "<a name=\"6\">[6]</a><a href=\"#6\" id=6>no blank</a>\n"
      "<a name=\"7\">[7]</a> <a href=\"#7\" id=7></a>\n"
      "<a name=\"\">[]</a> <a href=\"#\" id=>no number</a>\n"
      "plain\n";
  EXPECT_THAT(sentences_of(kText, SentenceFormat::kSee), ElementsAre("One & two.", "Three"));
}

TEST(Rouge155SentencesTest, Isi) {
  constexpr std::string_view kText =
      "<S SNTNO=\"1a,2\">One.</S>\n<S SNTNO=\"1\">Two <b>.</S>\n<S SNTNO=\"A\">Three</S>\n"
      "<S SNTNO=\"2\">open\n<S SNTNO=\"3\">Four.</S> more\n";
  EXPECT_THAT(sentences_of(kText, SentenceFormat::kIsi), ElementsAre("One.", "Four."));
}

/// The numbers of tokens of the flat text and of each sentence, and the last sentence's end.
class Rouge155CutterTest : public ::testing::Test {
 protected:
  static Rouge155Text cut(const Sentences& sentences, const LengthLimit& limit) {
    Rouge155Cutter cutter(WordLists::load({}), {.limit = limit});
    return cutter(sentences, false);
  }
};

TEST_F(Rouge155CutterTest, TokensAreRunsOfLettersAndDigits) {
  const Rouge155Text text = cut({"The U.S. naïve", "the-US 3.14"}, {});
  // the u s na ve | the us 3 14
  EXPECT_THAT(text.flat, ElementsAre(0, 1, 2, 3, 4, 0, 5, 6, 7));
  EXPECT_THAT(text.sentence_ends, ElementsAre(5, 9));
}

TEST_F(Rouge155CutterTest, WordsBetweenBlanksAreCounted) {
  const auto words = [](std::size_t count) {
    return LengthLimit{LengthLimit::Unit::kWords, count};
  };
  const Sentences sentences = {"state-of-the-art , system", "more text"};
  EXPECT_EQ(cut(sentences, words(1)).flat.size(), 4);
  EXPECT_EQ(cut(sentences, words(2)).flat.size(), 4);
  EXPECT_EQ(cut(sentences, words(3)).flat.size(), 5);
  EXPECT_EQ(cut(sentences, words(4)).flat.size(), 6);
  EXPECT_EQ(cut(sentences, words(99)).flat.size(), 7);
  // A blank at the start makes an empty first word.
  EXPECT_EQ(cut({" one two three"}, words(2)).flat.size(), 1);
  EXPECT_EQ(cut({"one two three "}, words(3)).flat.size(), 3);
  EXPECT_EQ(cut({"  ", "one two"}, words(1)).flat.size(), 1);
}

TEST_F(Rouge155CutterTest, ALimitOfBytesIsNotUsedUpBySentences) {
  const LengthLimit nine{LengthLimit::Unit::kBytes, 9};
  const Rouge155Text text = cut({"one two", "three four", "five six"}, nine);
  EXPECT_THAT(text.flat, ElementsAre(0, 1, 4));  // one two th
  EXPECT_THAT(text.sentence_ends, ElementsAre(2, 4));
  EXPECT_THAT(text.tokens, ElementsAre(0, 1, 2, 3));  // one two | three fou
}

TEST_F(Rouge155CutterTest, StopWordsGoBeforeStemming) {
  Rouge155Cutter cutter(WordLists::load({.exceptions = true, .stop_words = true}),
                        {.removes_stop_words = true});
  const Sentences sentences = {"Children were the children's mice mouse child"};
  // "mouse" is no exception, and its stem is "mous"; "were", "the" and "s" are stop words.
  EXPECT_THAT(cutter(sentences, true).flat, ElementsAre(0, 0, 1, 2, 0));
}

TEST(WordListsTest, FoldersOfTheUser) {
  const TempFolder folder;
  folder.write("smart_common_words.txt", "the\r\nof\n\n");
  folder.write("adj.exc", "best good\n");
  folder.write("adv.exc", "best well more\n");
  folder.write("noun.exc", "mice mouse\nlonely\n");
  EXPECT_THROW(WordLists::load({.exceptions = true, .folder = folder.path("")}), Error);
  folder.write("verb.exc", "");
  const auto lists =
      WordLists::load({.exceptions = true, .stop_words = true, .folder = folder.path("")});
  EXPECT_EQ(lists->exceptions(), 2);
  EXPECT_TRUE(lists->is_stop_word("the"));
  EXPECT_FALSE(lists->is_stop_word(""));
  std::string word = "best";
  lists->stem(word);
  EXPECT_EQ(word, "well");
}

TEST(WordListsTest, WithoutExceptionsPortersRulesAreLeft) {
  std::string word = "mice";
  WordLists::load({})->stem(word);
  EXPECT_EQ(word, "mice");
  word = "governmental";
  WordLists::load({})->stem(word);
  EXPECT_EQ(word, "govern");
}

}  // namespace
}  // namespace assay
