// Internal: for components.
// The names of pending events, kept only while somebody chooses the order of those that are due at one instant.
//
// What may be chosen: events that go before the others of their instant (Context::first_priority) stay before them; which
// of the rest goes first, messages or timers, is what nobody knows, and session.ties only the default. Events of one queue
// (frames of one direction of a connection, timers that a suspended app has kept) never overtake each other.
#pragma once

#include <cstdint>
#include <vector>

#include <lastseen/models/timers.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/chance.hpp>
#include <lastseen/sim/simulation.hpp>

namespace lastseen::models {

struct EventName {
  sim::EventLabel label;
  std::uint64_t queue = 0;  ///< that it keeps its place in; 0: none
};

/// Names an event as records name what it will do: the actor, what the timer is for, and its subject.
inline EventName event(Role role, std::uint32_t index, Timer timer, const sim::Subject& subject,
                       std::uint64_t queue = 0) {
  return {{.actor = {static_cast<std::uint16_t>(role), index},
           .subject = subject,
           .purpose = static_cast<std::uint8_t>(timer)},
          queue};
}

/// The queue of what a suspended app has kept for its return.
inline std::uint64_t queue_of_app(UserId user) { return std::uint64_t{1} << 63 | user; }
/// The queue of one direction of a connection.
inline std::uint64_t queue_of_lane(UserId user, std::uint32_t connection, bool up) {
  return std::uint64_t{user} << 33 | std::uint64_t{connection} << 1 | (up ? 1U : 0U);
}

class EventNames {
 public:
  explicit EventNames(sim::ChoiceSource& source) : source_{source} {}

  void set(sim::EventHandle event, const EventName& name, sim::Priority priority);

  /// Has the source choose which of the events that are due goes next: an index. They stand in the default order.
  std::size_t choose(sim::Instant now, const std::vector<sim::EventHandle>& due);

  /// Has the source choose whether what takes no time is done at once.
  bool at_once(sim::Instant now, const sim::EventLabel& event) { return source_.at_once(now, event); }

  /// The event that is happening.
  const EventName& happening() const { return happening_; }

 private:
  struct Pending {
    EventName name = {};
    sim::Priority priority = 0;
  };
  const Pending& of(sim::EventHandle event) const { return pending_.at(event.slot); }

  sim::ChoiceSource& source_;
  std::vector<Pending> pending_;  ///< by slot
  EventName happening_ = {};
  // Of choose: those that may be next, and where they stand among those due.
  std::vector<sim::EventLabel> offered_;
  std::vector<std::size_t> places_;
  std::vector<std::uint64_t> queues_;
};

}  // namespace lastseen::models
