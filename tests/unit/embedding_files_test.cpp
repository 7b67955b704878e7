#include "assay/embeddings.h"

#include "array_files.h"
#include "bad_array_files.h"
#include "embeddings/row_window.h"
#include "temp_files.h"

#include <iostream>
#include <optional>

#include <gtest/gtest.h>

namespace assay {
namespace {

using testing::Array;
using testing::bytes_of;
using testing::npy;
using testing::SmallTexts;
using testing::TempFolder;
using testing::zip;

using Files = std::vector<testing::BadFile>;

std::optional<Error> opening_error(const std::string& path) {
  try {
    const EmbeddingFile file(path);
    file.file().verify(file.embeddings({}));
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

void expect_refused(const Files& files) {
  for (const testing::BadFile& bad : files) {
    SCOPED_TRACE(bad.what);
    const TempFolder folder;
    for (const auto& [name, bytes] : bad.sides) folder.write(name, bytes);
    testing::expect_error(opening_error(folder.write(bad.name, bad.bytes)), bad.code,
                          {bad.name.substr(0, 1)});
  }
  std::cout << files.size() << " files refused\n";
}

TEST(EmbeddingFiles, RefusesEveryBadNpy) {
  expect_refused(testing::bad_npy_files());
}

TEST(EmbeddingFiles, RefusesEveryBadNpz) {
  expect_refused(testing::bad_npz_files());
}

TEST(EmbeddingFiles, RefusesEveryBadSafetensors) {
  expect_refused(testing::bad_safetensors_files());
}

TEST(EmbeddingFiles, RefusesArraysThatDoNotFitTogether) {
  expect_refused(testing::bad_embeddings());
}

/// All rows as single precision, in order, by texts.
std::vector<float> all_rows(const EmbeddingFile& file) {
  RowWindow window(file, file.embeddings({}));
  std::vector<float> rows;
  for (std::uint64_t text = 0; text < file.texts(); ++text) {
    const Bytes bytes = window.read(file.rows_of(text), file.rows_of(text).end);
    EXPECT_EQ(window.dtype(), Dtype::kF32);
    for (std::size_t i = 0; i < bytes.size(); i += 4) rows.push_back(load_number<float>(bytes, i));
  }
  return rows;
}

void expect_small(const std::string& path) {
  SCOPED_TRACE(path);
  const SmallTexts texts;
  const EmbeddingFile file(path);
  ASSERT_EQ(file.texts(), 3);
  EXPECT_EQ(file.segments(), 3);
  EXPECT_EQ(file.rows(), 9);
  EXPECT_EQ(file.rows_of(1).begin, 3);
  EXPECT_EQ(file.rows_of(1).end, 5);
  EXPECT_EQ(std::vector<std::int64_t>(file.ids().begin(), file.ids().end()), texts.ids);
  EXPECT_EQ(all_rows(file), texts.emb);
  EXPECT_FALSE(opening_error(path));
}

TEST(EmbeddingFiles, ReadsTheSameFromEveryFormat) {
  const SmallTexts texts;
  const TempFolder folder;
  expect_small(folder.write("a.safetensors", testing::small_safetensors()));
  expect_small(folder.write("a.npz", testing::small_npz(false)));
  expect_small(folder.write("deflated.npz", testing::small_npz(true)));
  folder.write("b.lengths", "3\n2\r\n4");
  folder.write("b.ids.npy", npy("<i8", "(9,)", bytes_of(texts.ids)));
  expect_small(folder.write("b.npy", npy("<f4", "(9, 2)", bytes_of(texts.emb))));
  folder.write("c.offsets.npy", npy("<i8", "(4,)", bytes_of(texts.offsets)));
  folder.write("c.ids.npy", npy("<i8", "(9L,)", bytes_of(texts.ids)));
  expect_small(folder.write("c.emb.npy", npy("<f4", "(9, 2)", bytes_of(texts.emb))));
}

TEST(EmbeddingFiles, GoesByTheContentAndNotByTheName) {
  const TempFolder folder;
  expect_small(folder.write("zip.safetensors", testing::small_npz(false)));
  expect_small(folder.write("plain", testing::small_safetensors()));
}

TEST(EmbeddingFiles, ReadsWhatNewerVersionsOfNumpyWrite) {
  const SmallTexts texts;
  const std::string header = "{\"descr\": '<f4', 'shape': (9, 2), 'fortran_order': False}";
  const TempFolder folder;
  folder.write("a.lengths", "3\n2\n4\n");
  folder.write("a.ids.npy", npy("<i8", "(9,)", bytes_of(texts.ids)));
  expect_small(folder.write("a.npy", testing::raw_npy(header, bytes_of(texts.emb), 2)));
  expect_small(folder.write("a.npy", testing::raw_npy(header, bytes_of(texts.emb), 3)));
}

TEST(EmbeddingFiles, ReadsEveryKindOfZipThatPythonsWrite) {
  const SmallTexts texts;
  const TempFolder folder;
  for (const bool zip64 : {false, true}) {
    for (const bool descriptor : {false, true}) {
      const auto entry = [&](std::string name, std::string data) {
        return testing::ZipEntry{.name = std::move(name),
                                 .data = std::move(data),
                                 .zip64 = zip64,
                                 .descriptor = descriptor};
      };
      expect_small(folder.write(
          "a.npz", zip({entry("emb.npy", npy("<f4", "(9, 2)", bytes_of(texts.emb))),
                        entry("offsets.npy", npy("<i8", "(4,)", bytes_of(texts.offsets))),
                        entry("ids.npy", npy("<i8", "(9,)", bytes_of(texts.ids))),
                        entry("notes.txt", "not an array")},
                       "a comment")));
    }
  }
  expect_small(folder.write("a.npz", testing::with_zip64_end(testing::small_npz(true))));
}

TEST(EmbeddingFiles, TakesDataAtAnyPlaceAndASpacedHeader) {
  const TempFolder folder;
  auto arrays = testing::small_arrays();
  arrays.insert(arrays.begin(), {"odd", "U8", {3}, "abc"});
  arrays.insert(arrays.begin(), {"empty", "F8_E4M3", {0, 7}, ""});
  std::string bytes = testing::safetensors(arrays);
  const auto size = load_number<std::uint64_t>(std::as_bytes(std::span(bytes)));
  bytes = testing::raw_safetensors(bytes.substr(8, size) + std::string(13, ' '),
                                   bytes.substr(8 + size));
  expect_small(folder.write("a.safetensors", bytes));
}

TEST(EmbeddingFiles, ReadsIntegersOfEveryWidth) {
  auto arrays = testing::small_arrays();
  arrays[1] = {"lengths", "I32", {3}, bytes_of<std::int32_t>({3, 2, 4})};
  arrays[2] = {"ids", "U32", {9}, bytes_of<std::uint32_t>({1, 7, 2, 1, 2, 1, 7, 8, 2})};
  const TempFolder folder;
  expect_small(folder.write("a.safetensors", testing::safetensors(arrays)));
}

TEST(EmbeddingFiles, NarrowsDoublePrecision) {
  const SmallTexts texts;
  auto arrays = testing::small_arrays();
  arrays[0].dtype = "F64";
  arrays[0].bytes = bytes_of(std::vector<double>(texts.emb.begin(), texts.emb.end()));
  const TempFolder folder;
  expect_small(folder.write("a.safetensors", testing::safetensors(arrays)));
}

TEST(EmbeddingFiles, FollowsAnIndexAndGroups) {
  auto arrays = testing::small_arrays();
  arrays.push_back({"index", "I64", {4}, bytes_of<std::int64_t>({2, 0, 2, 1})});
  arrays.push_back({"groups", "I64", {3}, bytes_of<std::int64_t>({0, 3, 4})});
  arrays.push_back({"full_lengths", "I32", {3}, bytes_of<std::int32_t>({3, 2, 90})});
  const TempFolder folder;
  for (const bool is_packed : {false, true}) {
    std::string path = folder.write("a.safetensors", testing::safetensors(arrays));
    if (is_packed) {
      std::vector<testing::ZipEntry> entries;
      for (const Array& array : arrays) {
        const std::string descr = array.dtype == "F32"   ? "<f4"
                                  : array.dtype == "I32" ? "<i4"
                                                         : "<i8";
        std::string shape = "(";
        for (const auto size : array.shape) shape += std::to_string(size) + ",";
        entries.push_back({array.name + ".npy", npy(descr, shape + ")", array.bytes), true});
      }
      path = folder.write("a.npz", zip(entries));
    }
    const EmbeddingFile file(path);
    EXPECT_EQ(file.texts(), 4);
    EXPECT_EQ(file.segments(), 2);
    EXPECT_EQ(file.texts_of(0).end, 3);
    EXPECT_EQ(file.rows_of(0).begin, 5);
    EXPECT_EQ(file.rows_of(1).end, 3);
    EXPECT_EQ(file.truncated(), 2);
    // A deflated array has to be begun again to go back.
    const std::vector<float> rows = all_rows(file);
    EXPECT_EQ(rows.size(), 2 * (4 + 3 + 4 + 2));
    EXPECT_EQ(rows[0], 1);
    EXPECT_EQ(rows[1], 0.5F);
    EXPECT_EQ(rows[2 * 4 + 2], 0.6F);
  }
}

TEST(EmbeddingFiles, KnowsWhatStandsBesideThem) {
  const TempFolder folder;
  const std::string path = folder.write("a.emb.npy", "");
  const std::string ids = folder.write("a.ids.npy", "");
  const std::string lengths = folder.write("a.lengths", "");
  folder.write("a.x.npy", "");
  folder.write("b.offsets.npy", "");
  EXPECT_EQ(files_of_embeddings(path), (std::vector<std::string>{path, ids, lengths}));
  const std::string other = folder.path("b.safetensors");
  EXPECT_EQ(files_of_embeddings(other), std::vector<std::string>{other});
}

TEST(EmbeddingFiles, ChoosesTheLayer) {
  auto arrays = testing::small_arrays();
  arrays[0].name = "emb.L3";
  arrays.push_back({"emb.L4", "F32", {9, 2}, std::string(72, '\0')});
  const TempFolder folder;
  const EmbeddingFile several(folder.write("a.safetensors", testing::safetensors(arrays)));
  EXPECT_EQ(several.embeddings(4).name, "emb.L4");
  EXPECT_THROW(several.embeddings(5), Error);
  EXPECT_THROW(several.embeddings({}), Error);
  const EmbeddingFile told(
      folder.write("b.safetensors", testing::safetensors(arrays, {{"num_layers", "3"}})));
  EXPECT_EQ(told.embeddings({}).name, "emb.L3");
  const EmbeddingFile one(folder.write(
      "c.safetensors", testing::safetensors(testing::small_arrays(), {{"num_layers", "3"}})));
  EXPECT_EQ(one.embeddings(3).name, "emb");
  EXPECT_THROW(one.embeddings(4), Error);
}

TEST(EmbeddingFiles, RefusesAFileCutAtEveryByte) {
  const SmallTexts texts;
  const TempFolder folder;
  const std::string rows = npy("<f4", "(9, 2)", bytes_of(texts.emb));
  folder.write("c.lengths", "3\n2\n4\n");
  const std::vector<std::pair<std::string, std::string>> files = {
      {"a.safetensors", testing::small_safetensors()},
      {"a.npz", testing::small_npz(false)},
      {"b.npz", testing::small_npz(true)},
      {"c.npy", rows},
  };
  std::size_t cuts = 0;
  for (const auto& [name, bytes] : files) {
    for (std::size_t size = 0; size < bytes.size(); ++size, ++cuts) {
      const auto error = opening_error(folder.write(name, bytes.substr(0, size)));
      ASSERT_TRUE(error) << name << " cut to " << size;
      EXPECT_EQ(error->exit_code(), ExitCode::kInput) << name << " cut to " << size;
    }
    EXPECT_FALSE(opening_error(folder.write(name, bytes))) << name;
  }
  std::cout << cuts << " cuts refused\n";
}

TEST(EmbeddingFiles, ACutNamesTheArrayAndThePlace) {
  const TempFolder folder;
  const std::string bytes = testing::small_safetensors();
  testing::expect_error(
      opening_error(folder.write("a.safetensors", bytes.substr(0, bytes.size() - 1))),
      "E-SAFETENSORS", {"'ids'", "byte 176", "175"});
}

TEST(EmbeddingFiles, RefusesAPipeAndAFolder) {
  const TempFolder folder;
  testing::expect_error(opening_error("/dev/null"), "E-SEEK", {"/dev/null"});
  testing::expect_error(opening_error(folder.path("")), "E-ISDIR", {});
  testing::expect_error(opening_error(folder.path("none.npz")), "E-NOENT", {"none.npz"});
}

TEST(EmbeddingFiles, NoticesThatAFileChanges) {
  const TempFolder folder;
  const std::string bytes = testing::small_safetensors();
  const std::string path = folder.write("a.safetensors", bytes);
  const EmbeddingFile file(path);
  file.check_unchanged();
  folder.write("a.safetensors", bytes.substr(0, bytes.size() - 100));
  EXPECT_THROW(file.check_unchanged(), Error);
  RowWindow window(file, file.embeddings({}));
  folder.write("a.safetensors", "");
  EXPECT_THROW(window.read({0, 9}, 9), Error);
}

}  // namespace
}  // namespace assay
