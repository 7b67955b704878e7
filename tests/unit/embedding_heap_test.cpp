#include "assay/embeddings.h"
#include "assay/error.h"

#include "array_files.h"
#include "bad_array_files.h"
#include "embeddings/row_window.h"
#include "temp_files.h"

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <new>

#include <gtest/gtest.h>

// A program of its own, since it counts what all of it asks of the heap: readers may ask for twice
// the size of a file and a megabyte, whatever the file says about itself.

namespace {

/// In front of every block: its size.
constexpr std::size_t kRoom = 16;

std::atomic<std::size_t> held = 0;
std::atomic<std::size_t> most = 0;

void* take(std::size_t size) {
  void* block = std::malloc(size + kRoom);
  if (block == nullptr) throw std::bad_alloc();
  *static_cast<std::size_t*>(block) = size;
  const std::size_t now = held += size;
  std::size_t before = most;
  while (before < now && !most.compare_exchange_weak(before, now)) {
  }
  return static_cast<char*>(block) + kRoom;
}

void give_back(void* pointer) {
  if (pointer == nullptr) return;
  void* block = static_cast<char*>(pointer) - kRoom;
  held -= *static_cast<std::size_t*>(block);
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) {
  return take(size);
}
void* operator new[](std::size_t size) {
  return take(size);
}
void operator delete(void* pointer) noexcept {
  give_back(pointer);
}
void operator delete[](void* pointer) noexcept {
  give_back(pointer);
}
void operator delete(void* pointer, std::size_t /*size*/) noexcept {
  give_back(pointer);
}
void operator delete[](void* pointer, std::size_t /*size*/) noexcept {
  give_back(pointer);
}

namespace assay {
namespace {

using testing::Array;
using testing::bytes_of;

constexpr std::size_t kMegabyte = std::size_t{1} << 20U;

/// What opening a file and reading all its rows asks for at most.
std::size_t heap_of(const std::string& path) {
  const std::size_t before = held;
  most = before;
  try {
    const EmbeddingFile file(path);
    const Tensor& tensor = file.embeddings({});
    file.file().verify(tensor);
    RowWindow window(file, tensor);
    for (std::uint64_t text = 0; text < file.texts(); ++text) {
      window.read(file.rows_of(text), file.rows());
    }
  } catch (const Error&) {
    // Most of these files are bad.
  }
  return most - before;
}

void expect_bounded(const std::vector<testing::BadFile>& files) {
  std::size_t largest = 0;
  for (const testing::BadFile& file : files) {
    const testing::TempFolder folder;
    std::size_t size = file.bytes.size();
    for (const auto& [name, bytes] : file.sides) {
      folder.write(name, bytes);
      size += bytes.size();
    }
    const std::size_t heap = heap_of(folder.write(file.name, file.bytes));
    EXPECT_LE(heap, 2 * size + kMegabyte) << file.what;
    largest = std::max(largest, heap > 2 * size ? heap - 2 * size : 0);
  }
  std::cout << files.size() << " files; over twice the size at most " << largest << " bytes\n";
}

TEST(EmbeddingHeap, OfBadFilesIsBounded) {
  expect_bounded(testing::bad_npy_files());
  expect_bounded(testing::bad_npz_files());
  expect_bounded(testing::bad_safetensors_files());
  expect_bounded(testing::bad_embeddings());
}

testing::BadFile good_file(std::string name, std::string bytes) {
  return {.what = name, .name = name, .bytes = std::move(bytes), .code = ""};
}

/// One row for each of many texts: nothing is larger than what says where they are.
std::vector<Array> narrow_arrays(std::int64_t texts, bool has_lengths) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i <= texts; ++i) numbers.push_back(has_lengths ? 1 : i);
  if (has_lengths) numbers.pop_back();
  const auto rows = static_cast<std::uint64_t>(texts);
  return {{"emb", "F16", {rows, 1}, std::string(2 * rows, '\x3C')},
          {has_lengths ? "lengths" : "offsets", "I64", {numbers.size()}, bytes_of(numbers)},
          {"ids", "I64", {rows}, std::string(8 * rows, '\0')}};
}

TEST(EmbeddingHeap, OfGoodFilesIsBounded) {
  std::vector<testing::BadFile> files;
  for (const bool has_lengths : {false, true}) {
    files.push_back(
        good_file("narrow.safetensors", testing::safetensors(narrow_arrays(300000, has_lengths))));
  }
  const std::vector<std::int64_t> offsets = {0, 4000};
  const std::string wide(4000 * 1000 * 4, '\x3C');
  files.push_back(good_file("one.safetensors",
                            testing::safetensors({{"emb", "F32", {4000, 1000}, wide},
                                                  {"offsets", "I64", {2}, bytes_of(offsets)}})));
  files.push_back(good_file("doubles.safetensors",
                            testing::safetensors({{"emb", "F64", {4000, 500}, wide},
                                                  {"offsets", "I64", {2}, bytes_of(offsets)}})));
  for (const std::string name : {"", "emb.L"}) {
    std::string many = "{";
    for (int i = 0; i < 60000; ++i) {
      many += (i > 0 ? ",\"" : "\"") + name + std::to_string(i) +
              R"(":{"dtype":"F32","shape":[0,1],"data_offsets":[0,0]})";
    }
    files.push_back(good_file("many.safetensors", testing::raw_safetensors(many + "}", "")));
  }
  std::vector<testing::ZipEntry> members;
  for (int i = 0; i < 10000; ++i) members.push_back({.name = std::to_string(i)});
  files.push_back(good_file("many.npz", testing::zip(members)));
  expect_bounded(files);
}

TEST(EmbeddingHeap, DoesNotGrowWithTheFile) {
  std::vector<std::int64_t> offsets = {0};
  for (int i = 0; i < 4000; ++i) offsets.push_back(offsets.back() + 10);
  const testing::TempFolder folder;
  const std::string path = folder.write(
      "a.safetensors",
      testing::safetensors({{"emb", "F32", {40000, 256}, std::string(40000 * 256 * 4, '\x3C')},
                            {"offsets", "I64", {4001}, bytes_of(offsets)}}));
  EXPECT_LE(heap_of(path), 2 * kMegabyte);
}

}  // namespace
}  // namespace assay
