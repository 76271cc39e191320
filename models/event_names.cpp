#include <lastseen/models/event_names.hpp>

#include <algorithm>

#include <lastseen/models/context.hpp>

namespace lastseen::models {

void EventNames::set(sim::EventHandle event, const EventName& name, sim::Priority priority) {
  if (pending_.size() <= event.slot) pending_.resize(event.slot + 1);
  pending_[event.slot] = {name, priority};
}

std::size_t EventNames::choose(sim::Instant now, const std::vector<sim::EventHandle>& due) {
  const bool is_first = of(due.front()).priority == Context::first_priority;
  offered_.clear();
  places_.clear();
  queues_.clear();
  for (std::size_t place = 0; place < due.size(); ++place) {
    const Pending& event = of(due[place]);
    if (is_first && event.priority != Context::first_priority) break;
    const std::uint64_t queue = event.name.queue;
    if (queue != 0) {
      if (std::find(queues_.begin(), queues_.end(), queue) != queues_.end()) continue;
      queues_.push_back(queue);
    }
    offered_.push_back(event.name.label);
    places_.push_back(place);
  }
  const std::size_t chosen = places_.at(offered_.size() == 1 ? 0 : source_.next(now, offered_));
  happening_ = of(due[chosen]).name;
  return chosen;
}

}  // namespace lastseen::models
