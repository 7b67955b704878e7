#pragma once

#include "input/decoder.h"
#include "input/large_memory.h"

#include <array>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>

namespace assay {

/// Unpacks what another decoder does, but ahead of who reads, in a thread of its own, once it has
/// turned out that there is much to unpack. If there is no thread or memory to be had,
/// it does without.
class ReadAhead : public Decoder {
 public:
  /// What `decoder` reads from must never make it wait for long: the end waits for the thread.
  explicit ReadAhead(std::unique_ptr<Decoder> decoder) : decoder_(std::move(decoder)) {}
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;
  ~ReadAhead() override;

  std::size_t read(char* to, std::size_t most) override;

 private:
  static constexpr std::size_t kBuffers = 32;  // 2 MiB, a large page.
  static constexpr std::size_t kBufferBytes = std::size_t{64} << 10U;

  bool start();
  void run();
  bool wait_for_room();
  void publish();
  std::string_view wait_for_bytes();
  char* buffer(std::size_t i) const { return memory_.get() + i % kBuffers * kBufferBytes; }
  void release();

  std::unique_ptr<Decoder> decoder_;
  bool may_start_ = true;
  std::size_t unpacked_ = 0;  ///< Before the thread started.
  LargeMemory memory_;        ///< The buffers.
  /// What they hold. An empty one is the end, or stands for the failure.
  std::array<std::size_t, kBuffers> sizes_{};
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
