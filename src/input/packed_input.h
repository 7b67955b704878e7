#pragma once

#include "assay/error.h"

#include "input/decoder.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {

/// The packed bytes that a decoder works on, and the errors that tell where it stopped.
class PackedInput {
 public:
  PackedInput(std::string name, ReadPacked read) : name_(std::move(name)), read_(std::move(read)) {}

  /// Whether there are bytes to work on, if need be after reading more.
  bool fill() {
    if (used_ < filled_) return true;
    offset_ += filled_;
    used_ = 0;
    filled_ = read_(buffer_.data(), buffer_.size());
    return filled_ > 0;
  }

  char* data() { return buffer_.data() + used_; }
  std::size_t size() const { return filled_ - used_; }
  void consume(std::size_t bytes) { used_ += bytes; }

  Error error(std::string code, const std::string& what, std::string hint) const {
    return input_error(
        std::move(code),
        fmt::format("{}: {} at byte {} of the packed file", name_, what, offset_ + used_),
        std::move(hint));
  }

  Error truncated() const { return error("E-TRUNC", "the file ends too early", kCopyHint); }

  static constexpr const char* kCopyHint = "copy or pack the file again";

 private:
  static constexpr std::size_t kBufferBytes = std::size_t{64} << 10U;

  std::string name_;
  ReadPacked read_;
  std::vector<char> buffer_ = std::vector<char>(kBufferBytes);
  std::size_t used_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t offset_ = 0;  ///< Of the buffer in the file.
};

}  // namespace assay
