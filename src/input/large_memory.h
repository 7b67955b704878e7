#pragma once

#include <cstddef>
#include <memory>

namespace assay {

/// At least `size` bytes, or nullptr. The system is asked for large pages, where it has them: a
/// fault for each of hundreds of small ones takes as long as unpacking a page. For std::free().
void* allocate_large(std::size_t size);

struct FreeMemory {
  void operator()(char* memory) const;
};

/// Bytes of allocate_large().
using LargeMemory = std::unique_ptr<char, FreeMemory>;

}  // namespace assay
