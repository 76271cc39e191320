// Counts what is allocated: include it in one source of a program. Every operator new of the program goes through here.
#pragma once

#include <malloc.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace lastseen::testing {

struct Allocated {
  std::uint64_t calls = 0;        ///< of operator new
  std::int64_t bytes_in_use = 0;  ///< what malloc has set aside for them
};
inline Allocated allocated;

inline void* counted(std::size_t bytes, std::size_t alignment) {
  void* const memory = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  ++allocated.calls;
  allocated.bytes_in_use += static_cast<std::int64_t>(malloc_usable_size(memory));
  return memory;
}

inline void uncounted(void* memory) noexcept {
  allocated.bytes_in_use -= static_cast<std::int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace lastseen::testing

void* operator new(std::size_t bytes) {
  return lastseen::testing::counted(bytes == 0 ? 1 : bytes, alignof(std::max_align_t));
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return lastseen::testing::counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { lastseen::testing::uncounted(memory); }
void operator delete(void* memory, std::size_t) noexcept { lastseen::testing::uncounted(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { lastseen::testing::uncounted(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  lastseen::testing::uncounted(memory);
}
