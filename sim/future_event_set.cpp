#include "sim/future_event_set.hpp"

#include "sim/defect.hpp"

namespace lastseen::sim {

EventHandle FutureEventSet::push(Instant time, Priority priority, Action action) {
  std::uint32_t slot;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  slots_[slot].action = action;
  const std::uint64_t order = (std::uint64_t{priority} << 56) | sequence_++;
  heap_.push_back({time, order, slot, slots_[slot].generation});
  sift_up(heap_.size() - 1);
  ++live_;
  return {slot, slots_[slot].generation};
}

bool FutureEventSet::cancel(EventHandle handle) {
  if (!contains(handle)) return false;
  release(handle.slot);
  return true;
}

Instant FutureEventSet::next_time() {
  drop_cancelled();
  return heap_.empty() ? never : heap_.front().time;
}

Action FutureEventSet::pop() {
  drop_cancelled();
  LASTSEEN_ASSERT(!heap_.empty(), "an event is taken from an empty future event set");
  const std::uint32_t slot = heap_.front().slot;
  const Action action = slots_[slot].action;
  release(slot);
  remove_top();
  return action;
}

void FutureEventSet::release(std::uint32_t slot) {
  if (++slots_[slot].generation == 0) slots_[slot].generation = 1;
  free_.push_back(slot);
  --live_;
}

void FutureEventSet::drop_cancelled() {
  while (!heap_.empty() && slots_[heap_.front().slot].generation != heap_.front().generation) remove_top();
}

void FutureEventSet::remove_top() {
  heap_.front() = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0);
}

void FutureEventSet::sift_up(std::size_t index) {
  const Key key = heap_[index];
  while (index > 0) {
    const std::size_t parent = (index - 1) / 2;
    if (!key.before(heap_[parent])) break;
    heap_[index] = heap_[parent];
    index = parent;
  }
  heap_[index] = key;
}

void FutureEventSet::sift_down(std::size_t index) {
  const Key key = heap_[index];
  const std::size_t count = heap_.size();
  for (std::size_t child = 2 * index + 1; child < count; child = 2 * index + 1) {
    if (child + 1 < count && heap_[child + 1].before(heap_[child])) ++child;
    if (!heap_[child].before(key)) break;
    heap_[index] = heap_[child];
    index = child;
  }
  heap_[index] = key;
}

}  // namespace lastseen::sim
