#include "sim/future_event_set.hpp"

#include <algorithm>
#include <array>

#include "sim/defect.hpp"

namespace lastseen::sim {
namespace {

bool before(const EventKey& a, const EventKey& b) { return a.before(b); }

/// Sorts. For a few keys, by counting for each how many are lower: twice the comparisons, and no branch to mispredict.
void sort(std::vector<EventKey>& keys) {
  constexpr std::size_t few = 16;
  if (keys.size() > few) {
    std::sort(keys.begin(), keys.end(), before);
    return;
  }
  std::array<EventKey, few> unsorted;
  std::copy(keys.begin(), keys.end(), unsorted.begin());
  const std::size_t count = keys.size();
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t lower = 0;
    for (std::size_t j = 0; j < count; ++j) lower += std::size_t{unsorted[j].before(unsorted[i])};
    keys[lower] = unsorted[i];
  }
}

}  // namespace

EventHandle FutureEventSet::reschedule(EventHandle handle, Instant time) {
  if (!contains(handle)) return {};
  const std::uint32_t number = take_slot();
  Slot& slot = slots_[number];
  const Slot& old = slots_[handle.slot];
  slot.action = old.action;
  slot.priority = old.priority;
  cancel(handle);
  add(time, slots_[number].priority, number);
  return {number, slots_[number].generation};
}

Instant FutureEventSet::next_time() {
  for (;;) {
    const EventKey& top = heap_.first();
    const bool from_run = run_->before(top);
    const EventKey& key = from_run ? *run_ : top;
    if (key.instant() == never) {
      if (!refill()) return never;
      continue;
    }
    const std::uint32_t number = key.slot();
    if (slots_[number].action.is_set()) return key.instant();
    if (from_run) {
      ++run_;
    } else {
      heap_.take_first();
    }
    --cancelled_;
    release(number);
  }
}

/// A slot that was never used. When the slots have to grow, those of before stay for a while, because the action that
/// asks for a slot stands in one of them.
std::uint32_t FutureEventSet::unused_slot() {
  if (slots_used_ == slots_size_) {
    LASTSEEN_ASSERT(slots_used_ < EventKey::slots, "there is no room for more than 2^26 pending events");
    constexpr std::uint32_t first_size = 64;
    const std::uint32_t size = slots_size_ == 0 ? first_size : 2 * slots_size_;
    auto slots = std::make_unique_for_overwrite<Slot[]>(size);
    std::copy_n(slots_.get(), slots_used_, slots.get());
    outgrown_slots_.push_back(std::move(slots_));
    slots_ = std::move(slots);
    slots_size_ = size;
  }
  slots_[slots_used_].generation = 0;
  return slots_used_++;
}

/// Takes the next batch from the ladder as the new run, the old one being at its end. False when the ladder is empty.
bool FutureEventSet::refill() {
  if (ladder_.empty()) return false;
  ladder_.next_batch(batch_);
  // Sooner asked for is sooner there: the slots of the batch after, what the actions of this one work on. With fewer
  // slots all of it is in the cache anyway.
  constexpr std::uint32_t cached_slots = 4096;
  if (slots_used_ > cached_slots) {
    for (const EventKey& key : batch_) __builtin_prefetch(slots_[key.slot()].action.first_word());
    for (const EventKey& key : ladder_.look_ahead()) __builtin_prefetch(&slots_[key.slot()]);
  }
  sort(batch_);
  batch_.push_back(end_of_keys);
  run_ = batch_.data();
  heap_room_ = heap_limit;
  return true;
}

/// Keeps the earliest keys in the heap and puts the later ones into the ladder, up to a time where they can be parted.
void FutureEventSet::hand_to_ladder() {
  keys_.clear();
  heap_.drain(keys_);
  const std::size_t kept = keys_.size() / 8;
  std::nth_element(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(kept), keys_.end(), before);
  // All keys of one time must stay together: part before the time of the first to go, or, if that is the first of all, after it.
  const std::int64_t first = std::min_element(keys_.begin(), keys_.end(), before)->time;
  std::int64_t start = keys_[kept].time;
  if (start == first) {
    start = INT64_MAX;
    for (const EventKey& key : keys_) {
      if (key.time > first) start = std::min(start, key.time);
    }
  }
  if (start == INT64_MAX) {  // all of one time: nothing to part, so ask again when there are twice as many
    heap_room_ = 2 * keys_.size();
    heap_.assign(keys_);
    return;
  }
  const auto goes = [start](const EventKey& key) { return key.time >= start; };
  later_keys_.clear();
  std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(later_keys_), goes);
  std::erase_if(keys_, goes);
  heap_.assign(keys_);
  keys_.assign(run_, static_cast<const EventKey*>(&batch_.back()));
  std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(later_keys_), goes);
  std::erase_if(keys_, goes);
  batch_ = keys_;
  batch_.push_back(end_of_keys);
  run_ = batch_.data();
  ladder_.take_back(start, later_keys_);
}

/// Appends all keys, those of cancelled events too, in no order; leaves heap, run and ladder empty.
void FutureEventSet::drain(std::vector<EventKey>& keys) {
  heap_.drain(keys);
  keys.insert(keys.end(), run_, static_cast<const EventKey*>(&batch_.back()));
  batch_.assign(1, end_of_keys);
  run_ = batch_.data();
  ladder_.drain(keys);
  heap_room_ = heap_limit;
}

void FutureEventSet::remove_cancelled() {
  keys_.clear();
  drain(keys_);
  std::erase_if(keys_, [this](const EventKey& key) {
    if (slots_[key.slot()].action.is_set()) return false;
    release(key.slot());
    return true;
  });
  cancelled_ = 0;
  heap_.assign(keys_);
  if (heap_.size() > heap_room_) hand_to_ladder();
}

/// Gives the pending events new sequence numbers from 0 on, in their order.
void FutureEventSet::renumber() {
  remove_cancelled();
  keys_.clear();
  drain(keys_);
  std::sort(keys_.begin(), keys_.end(), before);
  sequence_ = 0;
  for (EventKey& key : keys_) key = key.renumbered(sequence_++);
  heap_.assign(keys_);
  if (heap_.size() > heap_room_) hand_to_ladder();
}

void FutureEventSet::clear() {
  heap_.clear();
  batch_.assign(1, end_of_keys);
  run_ = batch_.data();
  ladder_.clear();
  heap_room_ = heap_limit;
  outgrown_slots_.clear();
  slots_used_ = 0;
  free_slot_ = no_slot;
  sequence_ = 0;
  cancelled_ = 0;
}

}  // namespace lastseen::sim
