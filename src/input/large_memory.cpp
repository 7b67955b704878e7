#include "input/large_memory.h"

#include <cstdlib>
#include <sys/mman.h>

namespace assay {

void* allocate_large(std::size_t size) {
  constexpr std::size_t kPage = std::size_t{2} << 20U;
  void* memory = nullptr;
  if (posix_memalign(&memory, kPage, size) != 0) return std::malloc(size);
#ifdef MADV_HUGEPAGE
  madvise(memory, size, MADV_HUGEPAGE);  // Without large pages it is as it was.
#endif
  return memory;
}

void FreeMemory::operator()(char* memory) const {
  std::free(memory);
}

}  // namespace assay
