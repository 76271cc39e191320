// The engine: a clock and a future event set. Schedule an action, step or run; nothing else happens here.
//
//     Simulation simulation;
//     simulation.after(30s, 0, [&] { ping(); });
//     simulation.run_until(run_start + 15min);
//
// Events happen in the order of (time, priority, sequence): at one instant the lower priority first, and among equals
// the one scheduled first. Simulated time never goes back, and no time passes while an event happens.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/action.hpp"
#include "sim/future_event_set.hpp"
#include "sim/time.hpp"

namespace lastseen::sim {

class Simulation {
 public:
  Instant now() const { return now_; }

  /// Schedules the action at an instant that is not in the past; the past throws Defect.
  EventHandle at(Instant instant, Priority priority, Action action);

  /// Schedules the action after a delay, which is not negative.
  EventHandle after(Duration delay, Priority priority, Action action) {
    return at(now_ + delay, priority, action);
  }

  /// Takes a scheduled event back. False when it has already happened or was cancelled.
  bool cancel(EventHandle handle) { return events_.cancel(handle); }
  bool is_pending(EventHandle handle) const { return events_.contains(handle); }

  /// Lets the next event happen. False when there is none.
  bool step();

  /// Lets all events up to and including the instant happen, then stands at it.
  void run_until(Instant instant);

  /// Time of the next event; `never` when there is none.
  Instant next_time() { return events_.next_time(); }

  std::size_t pending() const { return events_.size(); }
  std::uint64_t executed() const { return executed_; }

 private:
  Instant now_ = run_start;
  FutureEventSet events_;
  std::uint64_t executed_ = 0;
};

}  // namespace lastseen::sim
