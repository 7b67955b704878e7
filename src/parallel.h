#pragma once

#include <cstddef>
#include <functional>

namespace assay {

/// Calls work(thread, item) for every item in [0, items) on up to `threads` threads, the calling
/// one among them. Items are taken in order; an exception stops further items from being taken, and
/// the one of the lowest item is rethrown when all threads are done. False when the system refused
/// to start all threads; those that it started have then done the work.
bool parallel_for(std::size_t threads, std::size_t items,
                  const std::function<void(std::size_t thread, std::size_t item)>& work);

}  // namespace assay
