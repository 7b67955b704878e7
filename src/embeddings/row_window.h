#pragma once

#include "assay/embeddings.h"

#include "embeddings/tensor.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace assay {

/// Reads rows of an embedding file through a buffer that is used again and again. One per thread.
class RowWindow {
 public:
  RowWindow(const EmbeddingFile& file, const Tensor& tensor);

  /// The bytes of some rows as they are stored, except that F64 has become F32. Where texts follow
  /// one another it reads on, up to row `soon`, since the next rows will be asked for. Valid until
  /// the next call.
  Bytes read(const RowRange& rows, std::uint64_t soon);

  /// Numbers in a row.
  std::size_t width() const { return width_; }
  Dtype dtype() const { return dtype_ == Dtype::kF64 ? Dtype::kF32 : dtype_; }

 private:
  void fill(const RowRange& rows);
  void fill_from_doubles(const RowRange& rows);

  std::unique_ptr<TensorReader> reader_;
  Dtype dtype_;
  bool reads_on_;
  std::size_t width_;
  std::size_t row_bytes_;  ///< In the buffer.
  RowRange held_;
  std::vector<float> buffer_;
};

}  // namespace assay
