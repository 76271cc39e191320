#include <lastseen/sim/event_heap.hpp>

#include <algorithm>
#include <bit>
#include <utility>

namespace lastseen::sim {

/// Puts the key behind the last, or further up, above those that are higher.
void EventHeap::append(EventKey key) {
  if (count_ + 2 > keys_.size()) keys_.resize(2 * keys_.size());
  keys_[count_ + 1] = end_of_keys;
  std::size_t at = count_++;
  if (key.before(first_)) std::swap(key, first_);
  if (at == 0) return;
  for (std::size_t parent = (at - 1) / 2; parent > 0 && key.before(keys_[parent]); parent = (at - 1) / 2) {
    keys_[at] = keys_[parent];
    at = parent;
  }
  keys_[at] = key;
}

void EventHeap::drain(EventKeys& keys) {
  if (hole_) close_hole();
  keys_.front() = first_;
  keys.insert(keys.end(), keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(count_));
  clear();
}

void EventHeap::assign(const EventKeys& keys) {
  keys_.reserve(std::bit_ceil(keys.size() + 3));
  keys_.assign(keys.begin(), keys.end());
  count_ = keys.size();
  hole_ = false;
  std::make_heap(keys_.begin(), keys_.end(),
                 [](const EventKey& a, const EventKey& b) { return b.before(a); });
  keys_.insert(keys_.end(), 3, end_of_keys);
  first_ = keys_.front();
}

void EventHeap::clear() {
  constexpr std::size_t least_room = 16;
  keys_.resize(std::max(keys_.size(), least_room));
  first_ = keys_[1] = keys_[2] = end_of_keys;
  count_ = 0;
  hole_ = false;
}

}  // namespace lastseen::sim
