#include <lastseen/sim/future_event_set.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {
namespace {

bool before(const EventKey& a, const EventKey& b) { return a.before(b); }

/// Sorts. For a few keys, by counting for each how many are lower: twice the comparisons, and no branch to mispredict.
void sort(EventKeys& keys) {
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

EventHandle FutureEventSet::reschedule(EventHandle handle, Instant time, Priority priority) {
  if (!contains(handle)) return {};
  const std::uint32_t number = take_slot();
  slots_[number].action = slots_[handle.slot].action;
  const EventHandle moved{number, slots_[number].generation};
  cancel(handle);
  add(time, priority, number);
  return moved;
}

Instant FutureEventSet::next_time() {
  for (;;) {
    EventKey key = heap_.first();
    const bool from_run = run_ != run_end_ && run_->before(key);
    if (from_run) key = *run_;
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

// What is due is in the heap and in the run; the ladder begins later.
void FutureEventSet::due(std::vector<EventHandle>& events) {
  events.clear();
  const Instant next = next_time();
  if (next == never) return;
  EventKeys keys;
  const auto take = [&](const EventKey& key) {
    if (key.instant() == next && slots_[key.slot()].action.is_set()) keys.push_back(key);
  };
  heap_.visit(take);
  std::for_each(run_, run_end_, take);
  std::sort(keys.begin(), keys.end(), before);
  for (const EventKey& key : keys) events.push_back({key.slot(), slots_[key.slot()].generation});
}

// The key stays where it is until its turn comes, as that of a cancelled event does.
void FutureEventSet::run_chosen(EventHandle event, Instant& clock) {
  LASTSEEN_ASSERT(contains(event), "an event is chosen that is not pending");
  clock = next_time();
  Slot& slot = slots_[event.slot];
  Action action = slot.action;
  slot.action.clear();
  ++slot.generation;
  ++cancelled_;
  action();
}

/// Adds a key that does not fill the hole in the heap.
void FutureEventSet::add_elsewhere(EventKey key) {
  if (key.time >= ladder_.horizon()) {
    ladder_.push(key);
    return;
  }
  heap_.append(key);
  if (heap_.size() > heap_room_) {
    keys_.clear();
    heap_.drain(keys_);
    place_keys();
  }
}

/// A slot that was never used. When the slots have to grow, those of before stay for a while, because the action that
/// asks for a slot stands in one of them.
std::uint32_t FutureEventSet::unused_slot() {
  if (slots_used_ == slots_.size()) {
    LASTSEEN_ASSERT(slots_used_ < EventKey::slots, "more than 2^26 events are pending");
    constexpr std::size_t fewest = 64;
    Slots more(std::max(fewest, 2 * slots_.size()));
    std::copy(slots_.begin(), slots_.end(), more.begin());
    outgrown_slots_.push_back(std::exchange(slots_, std::move(more)));
  }
  slots_[slots_used_].generation = 0;
  return slots_used_++;
}

/// Takes the next batch from the ladder as the new run, the old one being at its end. False when the ladder is empty.
bool FutureEventSet::refill() {
  if (ladder_.empty()) return false;
  ladder_.next_batch(batch_);
  look_ahead();
  sort(batch_);
  run_batch();
  heap_room_ = heap_limit;
  return true;
}

/// Collects the addresses that will be read soon, so that run_next() can ask for them in time, a few with each event: what
/// the actions of the next batch are going to work on, the slots of the batch after, the keys of the third.
void FutureEventSet::look_ahead() {
  const void** last = addresses_.data();
  // Fewer slots are in the cache anyway; so are a few more when the actions do not have an object each.
  constexpr std::uint32_t cached_slots = 8192;
  constexpr std::uint32_t cached_slots_and_objects = 2048;
  const auto object_of = [this](const EventKey& key) { return slots_[key.slot()].action.first_word(); };
  const bool one_object = batch_.size() < 2 || object_of(batch_.front()) == object_of(batch_.back());
  if (slots_used_ > (one_object ? cached_slots : cached_slots_and_objects)) {
    const auto want = [&last](const void* address) { *last++ = address; };
    ladder_.look_ahead(
        [&, before = static_cast<const void*>(nullptr)](const EventKey& key) mutable {
          const void* const object = object_of(key);
          if (object == before) return;  // many events often work on one object
          before = object;
          want(object);
          want(static_cast<const char*>(object) + sizeof(Slot));
        },
        [&](const EventKey& key) { want(&slots_[key.slot()]); }, want);
  }
  soon_ = addresses_.data();
  soon_end_ = last;
}

/// Puts keys_, which are all before the horizon, into the empty heap; if they are many, the later ones into the ladder, and
/// with them what is left of the batch and as late.
void FutureEventSet::place_keys() {
  if (keys_.size() <= heap_room_) {
    heap_.assign(keys_);
    return;
  }
  constexpr std::size_t kept = heap_limit / 8;
  std::nth_element(keys_.begin(), keys_.begin() + kept, keys_.end(), before);
  // The keys of one time must stay together. If they are many, the heap keeps them all.
  const std::int64_t first = std::min_element(keys_.begin(), keys_.begin() + kept, before)->time;
  const std::int64_t start = std::max(first + 1, keys_[kept].time);
  const auto goes = [start](const EventKey& key) { return key.time >= start; };
  later_keys_.clear();
  std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(later_keys_), goes);
  std::erase_if(keys_, goes);
  heap_.assign(keys_);
  heap_room_ = std::max(heap_limit, 2 * keys_.size());
  keys_.assign(run_, run_end_);
  std::copy_if(keys_.begin(), keys_.end(), std::back_inserter(later_keys_), goes);
  std::erase_if(keys_, goes);
  batch_.swap(keys_);
  run_batch();
  if (start < ladder_.horizon()) ladder_.take_back(start, later_keys_);
}

/// Appends all keys, those of cancelled events too, in no order; leaves heap, run and ladder empty.
void FutureEventSet::drain(EventKeys& keys) {
  heap_.drain(keys);
  keys.insert(keys.end(), run_, run_end_);
  batch_.clear();
  run_batch();
  ladder_.drain(keys);
  heap_room_ = heap_limit;
}

void FutureEventSet::remove_cancelled() {
  keys_.clear();
  drain(keys_);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    constexpr std::size_t ahead = 16;  // as many slots are asked for before they are read
    if (i + ahead < keys_.size()) __builtin_prefetch(&slots_[keys_[i + ahead].slot()]);
    const std::uint32_t slot = keys_[i].slot();
    if (slots_[slot].action.is_set()) {
      keys_[kept++] = keys_[i];
    } else {
      release(slot);
    }
  }
  keys_.resize(kept);
  cancelled_ = 0;
  place_keys();
}

/// Gives the pending events new sequence numbers starting at 0, in their order.
void FutureEventSet::renumber() {
  remove_cancelled();
  keys_.clear();
  drain(keys_);
  std::sort(keys_.begin(), keys_.end(), before);
  before_sequence_ += sequence_ - keys_.size();
  sequence_ = 0;
  for (EventKey& key : keys_) key = key.renumbered(sequence_++);
  place_keys();
}

void FutureEventSet::clear() {
  heap_.clear();
  batch_.clear();
  run_batch();
  ladder_.clear();
  heap_room_ = heap_limit;
  outgrown_slots_.clear();
  slots_used_ = 0;
  free_slot_ = no_slot;
  before_sequence_ = 0;
  cancelled_ever_ = 0;
  sequence_ = 0;
  cancelled_ = 0;
}

}  // namespace lastseen::sim
