// A binary heap of event keys, for the next hundred events.
//
// Which of two children is lower is a coin toss, so it is computed and not branched upon; `end_of_keys` behind the last
// key spares a last child without a sibling its own case. Taking the first key leaves a hole that the next push fills
// from the top: an event that schedules the next costs one way down, and not one down and one up.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/event_key.hpp"

namespace lastseen::sim {

class EventHeap {
 public:
  EventHeap() { clear(); }

  /// The first key; `end_of_keys` when there is none.
  const EventKey& first() {
    if (hole_) close_hole();
    return keys_.front();
  }

  /// Takes away the first key, which first() has just returned.
  void take_first() { hole_ = true; }

  /// Puts the key into the hole that the first one has left. False when there is none.
  bool fill_hole(EventKey key) {
    if (!hole_) return false;
    hole_ = false;
    sink(key);
    return true;
  }

  /// Adds the key, there being no hole.
  void append(EventKey key);

  std::size_t size() const { return count_ - (hole_ ? 1 : 0); }

  /// Appends all keys, in no order, and empties the heap.
  void drain(EventKeys& keys);

  /// Replaces all keys.
  void assign(const EventKeys& keys);

  void clear();

 private:
  void close_hole() {
    hole_ = false;
    const EventKey last = keys_[--count_];
    keys_[count_] = end_of_keys;
    if (count_ > 0) sink(last);
  }

  /// Puts the key at the top, or further down, below those that are lower.
  void sink(EventKey key) {
    EventKey* const keys = keys_.data();
    const std::size_t count = count_;
    std::size_t at = 0;
    for (std::size_t child = 1; child < count; child = 2 * at + 1) {
      child += std::size_t{keys[child + 1].before(keys[child])};
      if (!keys[child].before(key)) break;
      keys[at] = keys[child];
      at = child;
    }
    keys[at] = key;
  }

  EventKeys keys_;         // the heap, then end_of_keys, then room
  std::size_t count_ = 0;  // of the keys, with the one that the hole stands for
  bool hole_ = false;      // the first key is taken, and its place not filled yet
};

}  // namespace lastseen::sim
