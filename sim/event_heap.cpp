#include "sim/event_heap.hpp"

#include <algorithm>
#include <bit>

namespace lastseen::sim {

/// Puts the key behind the last, or further up, above those that are higher.
void EventHeap::append(EventKey key) {
  if (count_ + 2 > keys_.size()) keys_.resize(2 * keys_.size());
  keys_[count_ + 1] = end_of_keys;
  std::size_t at = count_++;
  while (at > 0) {
    const std::size_t parent = (at - 1) / 2;
    if (!key.before(keys_[parent])) break;
    keys_[at] = keys_[parent];
    at = parent;
  }
  keys_[at] = key;
}

void EventHeap::drain(EventKeys& keys) {
  if (hole_) close_hole();
  keys.insert(keys.end(), keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(count_));
  clear();
}

void EventHeap::assign(const EventKeys& keys) {
  keys_.reserve(std::bit_ceil(keys.size() + 1));
  keys_.assign(keys.begin(), keys.end());
  count_ = keys.size();
  hole_ = false;
  std::make_heap(keys_.begin(), keys_.end(),
                 [](const EventKey& a, const EventKey& b) { return b.before(a); });
  keys_.push_back(end_of_keys);
}

void EventHeap::clear() {
  constexpr std::size_t least_room = 16;
  keys_.resize(std::max(keys_.size(), least_room));
  keys_.front() = end_of_keys;
  count_ = 0;
  hole_ = false;
}

}  // namespace lastseen::sim
