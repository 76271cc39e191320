#include <lastseen/sim/frame_pool.hpp>

#include <algorithm>
#include <bit>
#include <coroutine>
#include <new>

#include <lastseen/sim/large_allocator.hpp>

namespace lastseen::sim {

struct alignas(std::max_align_t) FramePool::Cell {
  Cells* home;
  std::uint64_t serial;  // 0: free
  static Cell* of(void* frame) { return static_cast<Cell*>(frame) - 1; }
  static const Cell* of(const void* frame) { return static_cast<const Cell*>(frame) - 1; }
  void* frame() { return this + 1; }
  /// In a free cell the next free one stands where the frame was.
  Cell*& next() { return *static_cast<Cell**>(frame()); }
};

struct FramePool::Cells {
  struct Slab {
    std::vector<std::byte, LargeAllocator<std::byte>> memory;
    std::size_t cells;
  };

  explicit Cells(std::size_t cell_bytes) : bytes{cell_bytes} {}

  Cell* at(Slab& slab, std::size_t index) const {
    return std::launder(reinterpret_cast<Cell*>(slab.memory.data() + index * bytes));
  }

  void grow() {
    constexpr std::size_t fewest = 8;
    const std::size_t cells = slabs.empty() ? fewest : 2 * slabs.back().cells;
    slabs.push_back({std::vector<std::byte, LargeAllocator<std::byte>>(cells * bytes), cells});
    for (std::size_t i = cells; i-- > 0;) {  // so that they are handed out in the order of their addresses
      Cell* const cell = ::new (slabs.back().memory.data() + i * bytes) Cell{this, 0};
      ::new (cell->frame()) Cell* {free};
      free = cell;
    }
  }

  std::size_t bytes;  // of a cell, header included
  Cell* free = nullptr;
  std::vector<Slab> slabs;
};

namespace {

/// Sizes are multiples of 64 bytes, a cache line, up to 1 KiB, powers of two beyond: an index, and the bytes of such a cell.
struct SizeClass {
  std::size_t index;
  std::size_t bytes;
};

SizeClass size_class(std::size_t bytes) {
  constexpr std::size_t step = 64;
  constexpr std::size_t small = 1024;
  if (bytes <= small) return {(bytes - 1) / step, (bytes + step - 1) / step * step};
  const std::size_t rounded = std::bit_ceil(bytes);
  return {small / step + static_cast<std::size_t>(std::bit_width(rounded) - std::bit_width(small)) - 1,
          rounded};
}

}  // namespace

FramePool::FramePool() = default;
FramePool::~FramePool() { end_all(); }

void* FramePool::allocate(std::size_t bytes) {
  const SizeClass size = size_class(bytes + sizeof(Cell));
  if (size.index >= sizes_.size()) sizes_.resize(size.index + 1);
  std::unique_ptr<Cells>& cells = sizes_[size.index];
  if (cells == nullptr) cells = std::make_unique<Cells>(size.bytes);
  if (cells->free == nullptr) cells->grow();
  Cell* const cell = cells->free;
  cells->free = cell->next();
  cell->serial = ++last_serial_;
  return cell->frame();
}

void FramePool::release(void* frame) {
  Cell* const cell = Cell::of(frame);
  cell->serial = 0;
  ::new (frame) Cell* {cell->home->free};
  cell->home->free = cell;
}

std::uint64_t FramePool::serial(const void* frame) { return Cell::of(frame)->serial; }

void FramePool::forget(void* frame) { Cell::of(frame)->serial = 0; }

void FramePool::end_all() {
  // By index, and again until nothing is found: what a coroutine owns may start another when it goes.
  for (bool found = true; found;) {
    found = false;
    for (std::size_t size = 0; size < sizes_.size(); ++size) {
      if (sizes_[size] == nullptr) continue;
      Cells& cells = *sizes_[size];
      for (std::size_t slab = 0; slab < cells.slabs.size(); ++slab) {
        for (std::size_t i = 0; i < cells.slabs[slab].cells; ++i) {
          Cell* const cell = cells.at(cells.slabs[slab], i);
          if (cell->serial == 0) continue;
          found = true;
          cell->serial = 0;
          std::coroutine_handle<>::from_address(cell->frame()).destroy();
        }
      }
    }
  }
}

}  // namespace lastseen::sim
