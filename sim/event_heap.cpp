#include "sim/event_heap.hpp"

#include <algorithm>

namespace lastseen::sim {

void EventHeap::drain(std::vector<EventKey>& keys) {
  if (hole_) close_hole();
  keys.insert(keys.end(), keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(count_));
  clear();
}

void EventHeap::assign(const std::vector<EventKey>& keys) {
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
