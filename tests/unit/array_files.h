#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Files of arrays made by hand: safetensors, .npy and .npz, also such as no program would write.
namespace assay::testing {

/// The bytes of numbers as they stand in memory.
template <typename Number>
std::string bytes_of(const std::vector<Number>& numbers) {
  std::string bytes(numbers.size() * sizeof(Number), '\0');
  if (!numbers.empty()) std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

template <typename Number>
std::string bytes_of_one(Number number) {
  return bytes_of(std::vector<Number>{number});
}

/// An array for safetensors.
struct Array {
  std::string name;
  std::string dtype;  ///< "F32"
  std::vector<std::uint64_t> shape;
  std::string bytes;
};

using Metadata = std::map<std::string, std::string>;

/// A length, a header and data as they are given.
std::string raw_safetensors(std::string_view header, std::string_view data);
std::string safetensors(const std::vector<Array>& arrays, const Metadata& metadata = {});

/// An array in NumPy's format with this header, padded as NumPy does.
std::string raw_npy(std::string header, std::string_view data, int major = 1);

/// `descr` as in "<f4", `shape` as in "(3, 2)".
std::string npy(std::string_view descr, std::string_view shape, std::string_view data);

/// A member of a zip file. What is not 0 or empty here overrules what would be right.
struct ZipEntry {
  std::string name;
  std::string data;
  bool deflate = false;
  bool zip64 = false;       ///< Sizes in an extra field, as newer Pythons write them.
  bool descriptor = false;  ///< Sizes after the data.
  std::string local_name;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint32_t crc = 0;
  std::uint32_t packed = 0;
  std::uint32_t size = 0;
  std::int64_t place = -1;  ///< Where the directory says that it begins.
};

std::string zip(const std::vector<ZipEntry>& entries, std::string_view comment = "",
                std::string_view prefix = "");

/// The same archive without a comment, its directory described by records of zip64.
std::string with_zip64_end(const std::string& archive);

/// Three texts of 3, 2 and 4 rows of two numbers, with offsets and ids: 1 is [CLS], 2 is [SEP].
struct SmallTexts {
  std::vector<float> emb = {1, 0, 0.6F, 0.8F, 0, 1, 1, 0, 0, 1, 1, 0.5F, 0.5F, 1, 2, 0, 0.1F, 1};
  std::vector<std::int64_t> offsets = {0, 3, 5, 9};
  std::vector<std::int64_t> ids = {1, 7, 2, 1, 2, 1, 7, 8, 2};
};

std::vector<Array> small_arrays();
std::string small_safetensors();
std::string small_npz(bool deflate);

}  // namespace assay::testing
