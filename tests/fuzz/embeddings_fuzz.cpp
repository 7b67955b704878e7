#include "assay/embeddings.h"
#include "assay/error.h"

#include "embeddings/row_window.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>

// A file of bytes is refused by an input Error, or all that it promises can be read. One program
// for each format: FORMAT is the suffix that chooses the reader.

namespace assay {
namespace {

std::string write_input(const std::string& name, const std::uint8_t* data, std::size_t size) {
  static const std::string folder = [] {
    std::string pattern = "/tmp/assay-fuzz-XXXXXX";
    return std::string(mkdtemp(pattern.data()));
  }();
  std::string path = folder + "/" + name;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  for (std::size_t i = 0; i < size; ++i) out.put(static_cast<char>(data[i]));
  return path;
}

void read_all(const EmbeddingFile& file) {
  const Tensor& tensor = file.embeddings({});
  file.file().verify(tensor);
  RowWindow window(file, tensor);
  for (std::uint64_t text = 0; text < file.texts(); ++text) {
    const RowRange rows = file.rows_of(text);
    if (rows.begin > rows.end || rows.end > file.rows()) std::abort();
    const Bytes bytes = window.read(rows, file.rows());
    if (bytes.size() != rows.size() * window.width() * size_of(window.dtype())) std::abort();
    for (std::uint64_t row = rows.begin; row < rows.end; ++row) (void)file.token(row);
  }
  for (std::uint64_t segment = 0; segment < file.segments(); ++segment) {
    if (file.texts_of(segment).end > file.texts()) std::abort();
  }
}

}  // namespace
}  // namespace assay

#ifdef FUZZ_LENGTHS
namespace {

/// An array of nine rows, of which the input tells the lengths.
std::string write_files(const std::uint8_t* data, std::size_t size) {
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (9, 1), }";
  header.resize(117, ' ');
  const std::string array =
      std::string("\x93NUMPY\x01\0\x76\0", 10) + header + "\n" + std::string(36, '?');
  const auto* bytes = static_cast<const void*>(array.data());
  assay::write_input("x.lengths", data, size);
  return assay::write_input("x.npy", static_cast<const std::uint8_t*>(bytes), array.size());
}

}  // namespace
#else
namespace {

std::string write_files(const std::uint8_t* data, std::size_t size) {
  return assay::write_input("x" FUZZ_SUFFIX, data, size);
}

}  // namespace
#endif

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string path = write_files(data, size);
  try {
    const assay::EmbeddingFile file(path);
    assay::read_all(file);
  } catch (const assay::Error& error) {
    if (error.exit_code() != assay::ExitCode::kInput) std::abort();
  }
  return 0;
}
