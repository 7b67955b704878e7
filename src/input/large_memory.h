#pragma once

#include <cstddef>
#include <memory>

namespace assay {

/// At least `size` bytes, or nullptr; std::free() takes them back. The system is asked for large
/// pages, of which filling takes few page faults.
void* allocate_large(std::size_t size);

struct FreeMemory {
  void operator()(char* memory) const;
};

/// Bytes of allocate_large().
using LargeMemory = std::unique_ptr<char, FreeMemory>;

}  // namespace assay
