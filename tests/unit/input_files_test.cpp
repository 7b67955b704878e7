#include "assay/corpus.h"

#include "temp_files.h"

#include <chrono>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using namespace std::string_literals;
using testing::error_of;
using testing::expect_error;
using testing::files_of;
using testing::read_all;
using testing::TempFolder;

using Texts = std::vector<std::string>;

TEST(InputFiles, FilesThatCannotBeOpened) {
  const TempFolder folder;
  const std::string here = folder.write("hyp.txt", "a\n");
  expect_error(error_of(files_of({folder.path("hpy.txt")}, {here})), "E-NOENT",
               {"hpy.txt: no such file", "did you mean '" + here + "'?"});
  expect_error(error_of(files_of({here + "/x"}, {here})), "E-NOENT", {});
  expect_error(error_of(files_of({here}, {folder.path("")})), "E-ISDIR", {});
  expect_error(error_of(files_of({folder.path("a\n\x1b\xff")}, {here})), "E-NOENT",
               {R"(a\n\x1b\xff: no such file)"});
  expect_error(error_of(files_of({std::string(5000, 'x')}, {here})), "E-NOENT", {"cannot open"});
}

TEST(InputFiles, UnreadableFilesAreNamed) {
  const TempFolder folder;
  const std::string path = folder.write("secret", "a\n");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  if (::access(path.c_str(), R_OK) == 0) GTEST_SKIP() << "this user may read everything";
  expect_error(error_of(files_of({path}, {path})), "E-PERM", {});
}

TEST(InputFiles, NoDescriptorLeftIsAProblemOfTheSystem) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UndefinedBehaviorSanitizer needs a descriptor to check a type";
#endif
  const TempFolder folder;
  const auto files = files_of({folder.write("a", "a\n")}, {folder.write("b", "b\n")});
  rlimit before = {};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto error = error_of(files);
  ::setrlimit(RLIMIT_NOFILE, &before);
  expect_error(error, "E-EMFILE", {"too many open files"}, ExitCode::kSystem);
}

TEST(InputFiles, ReadErrorsTellWhere) {
  expect_error(error_of(files_of({"/proc/self/mem"}, {"/dev/null"})), "E-READ",
               {"/proc/self/mem: read error at byte 1: "}, ExitCode::kSystem);
}

TEST(InputFiles, StreamsCanBeGivenOnlyOnce) {
  const TempFolder folder;
  const std::string file = folder.write("file", "a\n");
  const std::string fifo = folder.path("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  for (const CorpusFiles& files :
       {files_of({"-", "-"}, {file}), files_of({"-"}, {"/dev/stdin"}),
        files_of({"/dev/stdin"}, {"/dev/stdin"}), files_of({fifo}, {file, fifo})}) {
    expect_error(error_of(files), "E-STDIN-TWICE", {"given twice"}, ExitCode::kUsage);
  }
}

TEST(InputFiles, FifosAreReadAsFilesAre) {
  const TempFolder folder;
  const std::string fifo = folder.path("fifo");
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const std::jthread writer([&fifo] {
    std::ofstream out(fifo);
    for (const char* part : {"a", "b\nc", "\n", "d"}) {
      out << part << std::flush;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  const auto corpus = read_all(files_of({fifo}, {folder.write("ref", "1\n2\n3\n")}), {}, 1);
  EXPECT_EQ(corpus.hypotheses, (Texts{"ab", "c", "d"}));
}

/// Puts another file in the place of standard input while it lives.
class StandardInput {
 public:
  /// -1 closes it.
  explicit StandardInput(int descriptor) : saved_(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)) {
    descriptor < 0 ? ::close(STDIN_FILENO) : ::dup2(descriptor, STDIN_FILENO);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;
  ~StandardInput() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }

 private:
  int saved_;
};

TEST(InputFiles, StandardInputIsReadFromWhereItStands) {
  const TempFolder folder;
  const std::string reference = folder.write("ref", "1\n2\n");
  for (const std::string& path : {"-"s, "/dev/stdin"s}) {
    const int file = ::open(folder.write("in", "a\nb\n").c_str(), O_RDONLY | O_CLOEXEC);
    const StandardInput input(file);
    ::close(file);
    EXPECT_EQ(read_all(files_of({path}, {reference})).hypotheses, (Texts{"a", "b"}));
  }
}

TEST(InputFiles, ClosedStandardInputIsNotTakenForAFile) {
  const TempFolder folder;
  const std::string file = folder.write("file", "a\n");
  const StandardInput closed(-1);
  expect_error(error_of(files_of({file}, {"-"})), "E-STDIN-CLOSED", {});
}

TEST(InputFiles, AFileThatIsBothSidesIsWarnedOf) {
  const TempFolder folder;
  const std::string file = folder.write("file", "a\n");
  std::filesystem::create_symlink(file, folder.path("link"));
  EXPECT_TRUE(read_all(files_of({file}, {folder.path("link")})).warns("W-SAME-FILE"));
  EXPECT_FALSE(read_all(files_of({file, file}, {folder.write("ref", "a\n")})).warns("W-SAME-FILE"));
}

TEST(InputFiles, TextNeedsReferences) {
  const TempFolder folder;
  expect_error(error_of(files_of({folder.write("hyp", "a\n")}, {})), "E-NOREF", {"-r FILE"},
               ExitCode::kUsage);
}

TEST(InputFiles, ProgressCountsBytes) {
  const TempFolder folder;
  CorpusReader reader(files_of({folder.write("a", "a\nb\n")}, {folder.write("b", "c\nd\n")}), {});
  Block block;
  while (reader.next(block, 1)) EXPECT_EQ(reader.progress().bytes_total, 8U);
  EXPECT_EQ(reader.progress().bytes_read, 8U);
  EXPECT_EQ(reader.progress().segments, 2U);
  EXPECT_FALSE(reader.next(block, 1));
}

}  // namespace
}  // namespace assay
