// Internal: part of the future event set.
// A binary heap of event keys, for the next hundred events.
//
// Which of two children is lower is a coin toss, so it is computed and not branched upon; `end_of_keys` behind the last
// key spares a last child without a sibling its own case. Taking the first key leaves a hole that the next push fills
// from the top: an event that schedules the next costs one way down, and not one down and one up. Whether the new key
// stays on top is the coin toss that the processor loses, and then all of the next event waits for its key: so the first
// key is not in the array, where it could be read only after the array's address, but stands by itself.
#pragma once

#include <cstddef>
#include <vector>

#include <lastseen/sim/event_key.hpp>

namespace lastseen::sim {

class EventHeap {
 public:
  EventHeap() { clear(); }

  /// The first key; `end_of_keys` when there is none.
  const EventKey& first() {
    if (hole_) close_hole();
    return first_;
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

  /// Calls `visit` with each key, in no order.
  template <class Visit>
  void visit(Visit&& visit) {
    if (hole_) close_hole();
    if (count_ > 0) visit(first_);
    for (std::size_t number = 1; number < count_; ++number) visit(keys_[number]);
  }

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
    sink(count_ > 0 ? last : end_of_keys);
  }

  std::size_t lower_child(std::size_t at) const {
    const std::size_t child = 2 * at + 1;
    return child + std::size_t{keys_[child + 1].before(keys_[child])};
  }

  /// Puts the key at the top, or further down, below those that are lower. (Each is read once, before the branch upon it:
  /// to read it again behind the branch would be to wait for both.)
  void sink(EventKey key) {
    std::size_t at = lower_child(0);
    const EventKey next = keys_[at];
    if (!next.before(key)) {
      first_ = key;
      return;
    }
    first_ = next;
    EventKey* const keys = keys_.data();
    const std::size_t count = count_;
    while (2 * at + 1 < count) {
      const std::size_t child = lower_child(at);
      const EventKey lower = keys[child];
      if (!lower.before(key)) break;
      keys[at] = lower;
      at = child;
    }
    keys[at] = key;
  }

  EventKey first_;  // the top of the heap
  EventKeys keys_;  // from number 1 on those below it, then end_of_keys (two when there are none), then room
  std::size_t count_ = 0;  // of the keys, with the first, or the one that the hole stands for
  bool hole_ = false;      // the first key is taken, and its place not filled yet
};

}  // namespace lastseen::sim
