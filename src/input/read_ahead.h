#pragma once

#include "input/decoder.h"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace assay {

/// Unpacks what another decoder does, but ahead of who reads, in a thread of its own, once it has
/// turned out that there is much to unpack. If no thread can be started, it does without.
class ReadAhead : public Decoder {
 public:
  /// What `decoder` reads from must never make it wait for long: the end waits for the thread.
  explicit ReadAhead(std::unique_ptr<Decoder> decoder) : decoder_(std::move(decoder)) {}
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead() override;

  std::size_t read(char* to, std::size_t most) override;

 private:
  static constexpr std::size_t kBuffers = 24;
  static constexpr std::size_t kBufferBytes = std::size_t{64} << 10U;

  /// An empty one is the end, or stands for the failure.
  struct Buffer {
    std::string bytes;
    std::size_t size = 0;
  };

  bool start();
  void run();
  bool wait_for_room();
  void publish();
  const Buffer& wait_for_bytes();
  void release();

  std::unique_ptr<Decoder> decoder_;
  bool may_start_ = true;
  std::size_t unpacked_ = 0;  ///< Before the thread started.
  std::array<Buffer, kBuffers> buffers_;
  std::size_t consumed_ = 0;  ///< Bytes of the oldest filled buffer.

  std::mutex mutex_;  ///< Guards what follows.
  std::condition_variable changed_;
  std::size_t released_ = 0;  ///< Buffers that were consumed.
  std::size_t filled_ = 0;    ///< Buffers that were filled.
  bool is_stopped_ = false;
  std::exception_ptr failure_;  ///< Behind all filled buffers but the last, which is empty.

  std::jthread thread_;
};

}  // namespace assay
