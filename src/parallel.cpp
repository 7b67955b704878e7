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

/// Gives out items one by one, as far as there are any and nothing has failed.
class Queue {
 public:
  Queue(std::size_t items, const TakeItem& take) : items_(items), take_(take) {}

  /// False if there is no further item.
  bool pop(std::size_t thread, std::size_t& item) {
    const std::scoped_lock lock(mutex_);
    if (failure_.failed() || next_ >= items_) return false;
    item = next_;
    try {
      if (!take_(thread, item)) items_ = item;
    } catch (...) {
      failure_.offer(item);
      return false;
    }
    return next_++ < items_;
  }

  FirstFailure& failure() { return failure_; }

 private:
  std::mutex mutex_;
  std::size_t items_;
  const TakeItem& take_;
  std::size_t next_ = 0;
  FirstFailure failure_;
};

}  // namespace

bool parallel_for(std::size_t threads, std::size_t items, const TakeItem& take,
                  const WorkOnItem& work) {
  Queue queue(items, take);
  bool all_started = true;
  const auto run = [&](std::size_t thread) {
    // What is taken is worked on: an item that has failed elsewhere must not hide a lower one.
    std::size_t item = 0;
    while (queue.pop(thread, item)) {
      try {
        work(thread, item);
      } catch (...) {
        queue.failure().offer(item);
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
  queue.failure().rethrow();
  return all_started;
}

bool parallel_for(std::size_t threads, std::size_t items, const WorkOnItem& work) {
  return parallel_for(
      threads, items, [](std::size_t /*thread*/, std::size_t /*item*/) { return true; }, work);
}

}  // namespace assay
