// Internal: for the future event set and the frame pool.
// Memory for arrays that are read here and there: aligned to cache lines, and, when it is large, in large pages, so that
// the processor finds an address without walking through page tables. With a million pending events that is a third of
// the time. Where the system has no large pages, or does not want to give any, it is ordinary memory.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

namespace lastseen::sim {

/// Allocates; throws std::bad_alloc when there is no memory.
void* allocate_large(std::size_t bytes);
/// Gives back what was allocated with as many bytes.
void release_large(void* memory, std::size_t bytes) noexcept;

/// For std::vector. Elements that are not given a value are left as they are, and not set to zero.
template <class T>
class LargeAllocator {
 public:
  using value_type = T;
  LargeAllocator() = default;
  template <class U>
  LargeAllocator(const LargeAllocator<U>&) {}  // NOLINT(google-explicit-constructor): as allocators are

  T* allocate(std::size_t count) { return static_cast<T*>(allocate_large(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t count) noexcept { release_large(memory, count * sizeof(T)); }
  template <class U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }

  friend bool operator==(const LargeAllocator&, const LargeAllocator&) { return true; }
};

}  // namespace lastseen::sim
