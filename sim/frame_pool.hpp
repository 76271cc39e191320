// Internal: part of simulation.hpp and process.hpp.
// Where the frames of a simulation's processes live: cells of a few sizes, reused, so that starting a process allocates
// nothing once the pool has grown. The pool knows which frames are alive, and can end all that are left of a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace lastseen::sim {

class FramePool {
 public:
  FramePool();
  FramePool(const FramePool&) = delete;
  FramePool& operator=(const FramePool&) = delete;
  ~FramePool();

  /// Room for a coroutine frame, aligned as operator new would. Throws std::bad_alloc as that does.
  void* allocate(std::size_t bytes);
  /// Gives the room back to the pool that it came from.
  static void release(void* frame);

  /// The frame is about to be destroyed: it counts as given back already.
  static void forget(void* frame);

  /// The number under which this frame was allocated, in its pool and never again; 0 when it was given back.
  static std::uint64_t serial(const void* frame);

  /// The frame of the coroutine that is running now; nullptr when none is.
  void* running() const { return running_; }
  void set_running(void* frame) { running_ = frame; }

  /// Destroys the coroutines of all frames that are alive, in the order of their cells, and those that this starts.
  void end_all();

 private:
  struct Cell;   // a header, and the frame behind it
  struct Cells;  // of one size

  std::vector<std::unique_ptr<Cells>> sizes_;
  std::uint64_t last_serial_ = 0;
  void* running_ = nullptr;
};

}  // namespace lastseen::sim
