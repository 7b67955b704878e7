#include "embeddings/row_window.h"

#include <algorithm>

namespace assay {
namespace {

/// What is read at once, unless a text is longer: the faster part of the processor's caches.
constexpr std::size_t kReadBytes = std::size_t{1} << 20U;
constexpr std::size_t kDoublesAtOnce = 8192;

}  // namespace

RowWindow::RowWindow(const EmbeddingFile& file, const Tensor& tensor)
    : reader_(file.file().reader(tensor)),
      dtype_(tensor.dtype),
      reads_on_(file.is_sequential()),
      width_(static_cast<std::size_t>(tensor.shape[1])),
      row_bytes_(width_ * size_of(dtype())) {}

Bytes RowWindow::read(const RowRange& rows, std::uint64_t soon) {
  if (rows.begin < held_.begin || rows.end > held_.end) {
    const std::uint64_t most = rows.begin + kReadBytes / row_bytes_;
    fill({rows.begin, reads_on_ ? std::max(rows.end, std::min(soon, most)) : rows.end});
  }
  const Bytes bytes = std::as_bytes(std::span(buffer_));
  return bytes.subspan(static_cast<std::size_t>(rows.begin - held_.begin) * row_bytes_,
                       static_cast<std::size_t>(rows.size()) * row_bytes_);
}

void RowWindow::fill(const RowRange& rows) {
  const std::size_t bytes = static_cast<std::size_t>(rows.size()) * row_bytes_;
  const std::size_t floats = (bytes + sizeof(float) - 1) / sizeof(float);
  // What is held is not needed any more: growing must not copy it.
  if (buffer_.size() < floats) buffer_ = std::vector<float>();
  held_ = {};
  if (buffer_.size() < floats) buffer_.resize(floats);
  if (dtype_ == Dtype::kF64) {
    fill_from_doubles(rows);
  } else {
    reader_->read(rows.begin * row_bytes_, std::as_writable_bytes(std::span(buffer_)).first(bytes));
  }
  held_ = rows;
}

void RowWindow::fill_from_doubles(const RowRange& rows) {
  const std::size_t count = static_cast<std::size_t>(rows.size()) * width_;
  std::vector<double> doubles(std::min(count, kDoublesAtOnce));
  for (std::size_t done = 0; done < count;) {
    const auto some = std::span(doubles).first(std::min(doubles.size(), count - done));
    reader_->read((rows.begin * width_ + done) * sizeof(double), std::as_writable_bytes(some));
    for (const double value : some) buffer_[done++] = static_cast<float>(value);
  }
}

}  // namespace assay
