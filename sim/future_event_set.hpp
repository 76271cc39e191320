// The future event set: what is going to happen, in exact order of (time, priority, sequence).
//
//     heap_   binary heap of small keys, each with the slot and generation of its event
//     slots_  the actions, reused; a handle is (slot, generation) and goes stale when the event leaves
//
// Cancelling frees the slot at once and leaves the key in the heap, where it is passed over when it comes to the top.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/action.hpp"
#include "sim/time.hpp"

namespace lastseen::sim {

/// Order among events of one instant: lower goes first.
using Priority = std::uint8_t;

/// Names a scheduled event until it has happened or was cancelled; default-constructed it names none.
struct EventHandle {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  ///< 0: no event
};

class FutureEventSet {
 public:
  /// Adds an event. Events of equal time and priority happen in the order in which they were added.
  EventHandle push(Instant time, Priority priority, Action action);

  /// Removes the event. False when it has already happened or was cancelled.
  bool cancel(EventHandle handle);

  bool contains(EventHandle handle) const {
    return handle.generation != 0 && handle.slot < slots_.size() &&
           slots_[handle.slot].generation == handle.generation;
  }

  /// Time of the next event; `never` when there is none.
  Instant next_time();

  /// Takes the next event out. The set must not be empty.
  Action pop();

  std::size_t size() const { return live_; }
  bool empty() const { return live_ == 0; }

 private:
  struct Key {
    Instant time;
    std::uint64_t order;  ///< priority in the top 8 bits, sequence below
    std::uint32_t slot;
    std::uint32_t generation;

    bool before(const Key& other) const {
      return time != other.time ? time < other.time : order < other.order;
    }
  };
  struct Slot {
    Action action;
    std::uint32_t generation = 1;  ///< never 0, so that a default handle matches nothing
  };

  void sift_up(std::size_t index);
  void sift_down(std::size_t index);
  void remove_top();
  void drop_cancelled();
  void release(std::uint32_t slot);

  std::vector<Key> heap_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::uint64_t sequence_ = 0;
  std::size_t live_ = 0;
};

}  // namespace lastseen::sim
