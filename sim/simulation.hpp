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
#include <utility>

#include "sim/frame_pool.hpp"
#include "sim/future_event_set.hpp"
#include "sim/time.hpp"

namespace lastseen::sim {

class Simulation {
 public:
  Simulation() = default;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  Instant now() const { return now_; }

  /// Schedules the action, a callable that Action can hold, at an instant that is not in the past and before `never`;
  /// another one throws Defect.
  template <class F>
  EventHandle at(Instant instant, Priority priority, F&& action) {
    check_delay(instant - now_);
    return events_.push(instant, priority, std::forward<F>(action));
  }

  /// Schedules the action after a delay, which is not negative and ends before `never`; another one throws Defect.
  template <class F>
  EventHandle after(Duration delay, Priority priority, F&& action) {
    check_delay(delay);
    return events_.push(now_ + delay, priority, std::forward<F>(action));
  }

  /// Takes a scheduled event back. False when it has already happened or was cancelled.
  bool cancel(EventHandle handle) { return events_.cancel(handle); }
  bool is_pending(EventHandle handle) const { return events_.contains(handle); }

  /// Moves a scheduled event to another instant and priority, as if it were cancelled and scheduled anew; returns its new
  /// handle, or one that names no event when it has already happened or was cancelled.
  EventHandle reschedule(EventHandle handle, Instant instant, Priority priority) {
    check_delay(instant - now_);
    return events_.reschedule(handle, instant, priority);
  }

  /// Lets the next event happen. False when there is none.
  bool step() { return events_.run_next(last_instant, now_); }

  /// Lets all events up to and including the instant happen, then stands at it. The past and `never` throw Defect.
  void run_until(Instant instant);

  /// Lets events happen until there are none.
  void run() {
    while (step()) {
    }
  }

  /// Time of the next event; `never` when there is none.
  Instant next_time() { return events_.next_time(); }

  std::size_t pending() const { return events_.size(); }
  /// Events that have happened, the one that is just happening included.
  std::uint64_t executed() const { return events_.happened(); }

  /// Ends all processes, removes all events and stands at run_start again, for another run in the same storage. Handles of
  /// before must not be used any more.
  void reset();

  /// Where the frames of this simulation's processes are (process.hpp).
  FramePool& frames() { return frames_; }

 private:
  static constexpr Instant last_instant = never - Duration{1};

  void check_delay(Duration delay) const {
    const auto room = static_cast<std::uint64_t>((never - now_).count());
    if (static_cast<std::uint64_t>(delay.count()) >= room) [[unlikely]]
      reject(delay);
  }
  [[noreturn]] static void reject(Duration delay);

  Instant now_ = run_start;
  FutureEventSet events_;
  FramePool frames_;  // last, since what processes own may cancel events when it goes
};

}  // namespace lastseen::sim
