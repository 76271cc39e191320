// Internal: part of simulation.hpp.
// The future event set: what is going to happen, in exact order of (time, priority, sequence).
//
//     push -----> heap    the next hundred events: events before the horizon     \  the lower of both is next
//        `------> ladder  the others, in buckets --batch, sorted--> run          /
//
// Up to some hundred pending events all are in the heap, and the ladder is empty; beyond, the heap hands its later part
// to the ladder. These move 16-byte keys; the actions stay where they are, in slots of one cache line each. A handle is
// (slot, generation), and goes stale when the event leaves. A cancelled event's key stays until it comes to the front, or
// until more keys are dead than alive: then all dead ones are taken out at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <lastseen/sim/action.hpp>
#include <lastseen/sim/event_heap.hpp>
#include <lastseen/sim/event_key.hpp>
#include <lastseen/sim/event_ladder.hpp>
#include <lastseen/sim/large_allocator.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

/// Names a scheduled event until it has happened or was cancelled; default-constructed it names none.
struct EventHandle {
  std::uint32_t slot = UINT32_MAX;
  std::uint32_t generation = 0;
};

class FutureEventSet {
 public:
  /// The sequence number to begin with is for tests.
  explicit FutureEventSet(std::uint32_t first_sequence = 0)
      : sequence_{first_sequence}, before_sequence_{std::uint64_t{0} - first_sequence} {}
  FutureEventSet(const FutureEventSet&) = delete;
  FutureEventSet& operator=(const FutureEventSet&) = delete;

  /// Adds an event at a time from run_start on and before `never`. Events of equal time and priority happen in the order
  /// in which they were added. Throws Defect when 2^26 events are pending.
  template <class F>
  EventHandle push(Instant time, Priority priority, F&& action) {
    const std::uint32_t number = take_slot();
    Slot& slot = slots_[number];
    slot.action.set(std::forward<F>(action));
    const EventHandle handle{number, slot.generation};
    add(time, priority, number);
    return handle;
  }

  /// Removes the event. False when it has already happened or was cancelled.
  bool cancel(EventHandle handle) {
    if (!contains(handle)) return false;
    Slot& slot = slots_[handle.slot];
    slot.action.clear();
    ++slot.generation;
    ++cancelled_ever_;
    if (++cancelled_ > size() + most_cancelled) [[unlikely]]
      remove_cancelled();
    return true;
  }

  /// Moves the event to another time and priority, as if it were cancelled and pushed again, and returns its new handle. One
  /// that names no event when it has already happened or was cancelled.
  EventHandle reschedule(EventHandle handle, Instant time, Priority priority);

  bool contains(EventHandle handle) const {
    return handle.slot < slots_used_ && slots_[handle.slot].generation == handle.generation;
  }

  /// Time of the next event; `never` when there is none.
  Instant next_time();

  /// Lets the next event happen if it is not later than `limit`, which is before `never`: sets the clock to its time,
  /// then calls its action. False when there is none.
  bool run_next(Instant limit, Instant& clock) {
    for (;;) {
      EventKey key = heap_.first();
      const bool from_run = run_ != run_end_ && run_->before(key);
      if (from_run) key = *run_;
      if (key.instant() > limit) [[unlikely]] {
        if (key.instant() != never || !refill()) return false;
        outgrown_slots_.clear();  // no action is happening that could stand there
        continue;
      }
      if (from_run) {
        ++run_;
        if (soon_ < soon_end_) {
          for (std::size_t i = 0; i < fetched_at_once; ++i) __builtin_prefetch(soon_[i]);
          soon_ += fetched_at_once;
        }
      } else {
        heap_.take_first();
      }
      const std::uint32_t number = key.slot();
      Slot& slot = slots_[number];
      if (!slot.action.is_set()) [[unlikely]] {
        --cancelled_;
        release(number);
        continue;
      }
      clock = key.instant();
      ++slot.generation;
      const Release release_afterwards{*this, number};  // also when the action throws
      slot.action();
      return true;
    }
  }

  /// The events of the next time, in the order in which they would happen; none when there is no event.
  void due(std::vector<EventHandle>& events);

  /// Lets one of the events that are due happen before the others: sets the clock to its time, then calls its action.
  void run_chosen(EventHandle event, Instant& clock);

  /// Events that have happened since the beginning, or since clear().
  std::uint64_t happened() const { return before_sequence_ + sequence_ - cancelled_ever_ - size(); }

  std::size_t size() const { return heap_.size() + run_size() + ladder_.size() - cancelled_; }
  bool empty() const { return size() == 0; }

  /// Removes all events and keeps the storage, for the next run. Handles of before must not be used any more.
  void clear();

 private:
  static constexpr std::uint32_t no_slot = UINT32_MAX;
  static constexpr std::size_t heap_limit = 128;     // more keys are better off in the ladder (tests/bench)
  static constexpr std::size_t fetched_at_once = 4;  // by each event
  static constexpr std::size_t most_addresses =
      4 * EventLadder::most_in_batch;                // of look_ahead(): 2 + 1, and the chunks
  static constexpr std::size_t most_cancelled = 64;  // beyond as many as are pending

  struct alignas(64) Slot {
    Action action;             // unset: cancelled
    std::uint32_t generation;  // changes when the event leaves
    std::uint32_t next_free;   // of a free slot
  };
  static_assert(sizeof(Slot) == 64, "a slot is one cache line");
  using Slots = std::vector<Slot, LargeAllocator<Slot>>;

  struct Release {
    FutureEventSet& set;
    std::uint32_t slot;
    ~Release() { set.release(slot); }
  };

  std::uint32_t take_slot() {
    if (free_slot_ == no_slot) [[unlikely]]
      return unused_slot();
    return std::exchange(free_slot_, slots_[free_slot_].next_free);
  }
  void release(std::uint32_t number) { slots_[number].next_free = std::exchange(free_slot_, number); }

  // Inlined by force, because compilers give up in a translation unit with many kinds of events.
  [[gnu::always_inline]] void add(Instant time, Priority priority, std::uint32_t slot) {
    if (sequence_ == EventKey::sequences) [[unlikely]]
      renumber();
    const EventKey key = EventKey::make(time, priority, sequence_++, slot);
    if (key.time >= ladder_.horizon() || !heap_.fill_hole(key)) add_elsewhere(key);
  }

  std::size_t run_size() const { return static_cast<std::size_t>(run_end_ - run_); }
  std::uint32_t unused_slot();
  void add_elsewhere(EventKey key);
  void run_batch() {
    run_ = batch_.data();
    run_end_ = run_ + batch_.size();
  }
  bool refill();
  void look_ahead();
  void place_keys();
  void remove_cancelled();
  void renumber();
  void drain(EventKeys& keys);

  EventHeap heap_;
  EventKeys batch_;                // sorted
  const EventKey* run_ = nullptr;  // what is left of it
  const EventKey* run_end_ = nullptr;
  EventLadder ladder_;
  std::size_t heap_room_ = heap_limit;  // more than that when the keys of one instant are more
  Slots slots_;  // the first `slots_used_` are in use or free, the rest was never touched
  std::vector<Slots> outgrown_slots_;  // where the action that is happening may still stand
  std::uint32_t slots_used_ = 0;
  std::uint32_t free_slot_ = no_slot;  // head of a list
  std::uint32_t sequence_;
  std::uint64_t
      before_sequence_;  // events added before the numbers started over, less than 0 counting as 2^64 less
  std::uint64_t cancelled_ever_ = 0;
  std::size_t cancelled_ = 0;  // keys whose slot has no action any more
  EventKeys keys_;             // on their way from one structure to another
  EventKeys later_keys_;
  std::array<const void*, most_addresses + fetched_at_once> addresses_{};  // that will be read soon
  const void* const* soon_ = nullptr;
  const void* const* soon_end_ = nullptr;
};

}  // namespace lastseen::sim
