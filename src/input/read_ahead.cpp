#include "input/read_ahead.h"

#include <algorithm>
#include <system_error>

namespace assay {

ReadAhead::~ReadAhead() {
  const std::scoped_lock lock(mutex_);
  is_stopped_ = true;
  changed_.notify_all();
}

std::size_t ReadAhead::read(char* to, std::size_t most) {
  if (!thread_.joinable() && (unpacked_ < kBufferBytes || !start())) {
    const std::size_t count = decoder_->read(to, most);
    unpacked_ += count;
    return count;
  }
  const std::string_view bytes = wait_for_bytes();
  const std::size_t count = std::min(most, bytes.size() - consumed_);
  std::copy_n(bytes.data() + consumed_, count, to);
  consumed_ += count;
  if (consumed_ == bytes.size() && count > 0) release();
  return count;
}

bool ReadAhead::start() {
  if (!may_start_) return false;
  may_start_ = false;
  memory_.reset(static_cast<char*>(allocate_large(kBuffers * kBufferBytes)));
  if (!memory_) return false;
  try {
    thread_ = std::jthread([this] { run(); });
    return true;
  } catch (const std::system_error&) {
    memory_.reset();
    return false;
  }
}

/// In the thread.
void ReadAhead::run() {
  while (wait_for_room()) {
    std::size_t& size = sizes_[filled_ % kBuffers];
    try {
      size = decoder_->read(buffer(filled_), kBufferBytes);
    } catch (...) {
      size = 0;
      failure_ = std::current_exception();
    }
    publish();
    if (size == 0) break;
  }
}

bool ReadAhead::wait_for_room() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_stopped_ || filled_ - released_ < kBuffers; });
  return !is_stopped_;
}

void ReadAhead::publish() {
  const std::scoped_lock lock(mutex_);
  ++filled_;
  changed_.notify_all();
}

/// The oldest filled buffer. The last one, which is empty, stays.
std::string_view ReadAhead::wait_for_bytes() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return filled_ > released_; });
  const std::size_t size = sizes_[released_ % kBuffers];
  if (size == 0 && failure_) std::rethrow_exception(failure_);
  return {buffer(released_), size};
}

void ReadAhead::release() {
  consumed_ = 0;
  const std::scoped_lock lock(mutex_);
  ++released_;
  changed_.notify_all();
}

}  // namespace assay
