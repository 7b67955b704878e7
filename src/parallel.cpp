#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace assay {
namespace {

/// The exception of the lowest item that failed.
class FirstFailure {
 public:
  void offer(std::size_t item) {
    const std::scoped_lock lock(mutex_);
    failed_ = true;
    if (exception_ && item >= item_) return;
    item_ = item;
    exception_ = std::current_exception();
  }

  bool failed() const { return failed_; }

  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> failed_ = false;
  std::size_t item_ = 0;
  std::exception_ptr exception_;
};

}  // namespace

bool parallel_for(std::size_t threads, std::size_t items,
                  const std::function<void(std::size_t thread, std::size_t item)>& work) {
  std::atomic<std::size_t> next = 0;
  FirstFailure failure;
  bool all_started = true;
  const auto run = [&](std::size_t thread) {
    // What is taken is worked on: an item that has failed elsewhere must not hide a lower one.
    while (!failure.failed()) {
      const std::size_t item = next++;
      if (item >= items) break;
      try {
        work(thread, item);
      } catch (...) {
        failure.offer(item);
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < std::min(threads, items); ++thread) {
      try {
        others.emplace_back(run, thread);
      } catch (const std::system_error&) {
        all_started = false;  // Those that run do the work.
        break;
      }
    }
    run(0);
  }
  failure.rethrow();
  return all_started;
}

}  // namespace assay
