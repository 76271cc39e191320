#include <lastseen/sim/large_allocator.hpp>

#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace lastseen::sim {

namespace {

constexpr std::size_t cache_line = 64;
constexpr std::size_t large_page = std::size_t{2} << 20;  // of x86-64 and arm64

std::align_val_t alignment(std::size_t bytes) {
  return std::align_val_t{bytes < large_page ? cache_line : large_page};
}

}  // namespace

void* allocate_large(std::size_t bytes) {
  void* const memory = ::operator new(bytes, alignment(bytes));
#ifdef MADV_HUGEPAGE
  if (bytes >= large_page) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: what it returns changes nothing
#endif
  return memory;
}

void release_large(void* memory, std::size_t bytes) noexcept { ::operator delete(memory, alignment(bytes)); }

}  // namespace lastseen::sim
