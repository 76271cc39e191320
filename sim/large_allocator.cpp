#include "sim/large_allocator.hpp"

#include <cstdlib>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace lastseen::sim {

void* allocate_large(std::size_t bytes) {
  constexpr std::size_t cache_line = 64;
  constexpr std::size_t large_page = std::size_t{2} << 20;  // of x86-64 and arm64
  const std::size_t alignment = bytes < large_page ? cache_line : large_page;
  void* const memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  if (bytes >= large_page) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: what it returns changes nothing
#endif
  return memory;
}

void release_large(void* memory) noexcept { std::free(memory); }

}  // namespace lastseen::sim
