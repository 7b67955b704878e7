#pragma once

#include <cstddef>
#include <functional>

namespace assay {

using WorkOnItem = std::function<void(std::size_t thread, std::size_t item)>;
using TakeItem = std::function<bool(std::size_t thread, std::size_t item)>;

/// Calls work(thread, item) for every item in [0, items) on up to `threads` threads, the calling
/// one among them. Items are taken in order; an exception stops further items from being taken, and
/// the one of the lowest item is rethrown when all threads are done. False when the system refused
/// to start all threads; those that it started have then done the work.
bool parallel_for(std::size_t threads, std::size_t items, const WorkOnItem& work);

/// The same for at most `items` items that are made on the way. The thread that will work on an
/// item first calls take(thread, item), never two threads at a time and for one item after the
/// other; there are no more items when that returns false.
bool parallel_for(std::size_t threads, std::size_t items, const TakeItem& take,
                  const WorkOnItem& work);

}  // namespace assay
