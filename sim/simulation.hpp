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
#include <vector>

#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/frame_pool.hpp>
#include <lastseen/sim/future_event_set.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

class Simulation {
 public:
  Simulation() = default;
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  Instant now() const { return now_; }

  /// Schedules the action, a callable that Action can hold, at an instant that is not in the past and before `never`, with
  /// a priority in 0..255, 0 being the first; others throw Defect.
  template <class F>
  EventHandle at(Instant instant, int priority, F&& action) {
    check(instant);
    return events_.push(instant, checked(priority), std::forward<F>(action));
  }

  /// The same after a delay, which is not negative and ends before `never`.
  template <class F>
  EventHandle after(Duration delay, int priority, F&& action) {
    if (static_cast<std::uint64_t>(delay.count()) >= static_cast<std::uint64_t>((never - now_).count()))
        [[unlikely]]
      reject(delay < Duration::zero());
    return events_.push(now_ + delay, checked(priority), std::forward<F>(action));
  }

  /// Takes a scheduled event back. False when it has already happened or was cancelled.
  bool cancel(EventHandle handle) { return events_.cancel(handle); }
  bool is_pending(EventHandle handle) const { return events_.contains(handle); }

  /// Moves a scheduled event to another instant and priority, as if it were cancelled and scheduled again; returns its new
  /// handle, or one that names no event when it has already happened or was cancelled.
  EventHandle reschedule(EventHandle handle, Instant instant, int priority) {
    check(instant);
    return events_.reschedule(handle, instant, checked(priority));
  }

  // An event does not let others happen: step, run and run_until throw Defect when they are called by one, as does reset.

  /// Lets the next event happen. False when there is none.
  bool step() {
    const Happening happening(happening_);
    return events_.run_next(last_instant, now_);
  }

  /// Lets one of the events happen that are due next, which one is up to `choose`: it is given their handles in the usual
  /// order (a vector, one or more of them) and returns an index. False when there is none.
  template <class Choose>
  bool step_choosing(Choose&& choose) {
    const Happening happening(happening_);
    events_.due(due_);
    if (due_.empty()) return false;
    events_.run_chosen(due_.at(choose(std::as_const(due_))), now_);
    return true;
  }

  /// Lets all events up to and including the instant happen, then stands at it. The past and `never` throw Defect.
  void run_until(Instant instant);

  /// Lets events happen until there are none.
  void run() {
    const Happening happening(happening_);
    while (events_.run_next(last_instant, now_)) {
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

  /// Says that an event may be happening, until it goes.
  class Happening {
   public:
    explicit Happening(bool& flag) : flag_{flag} {
      if (std::exchange(flag, true)) [[unlikely]]
        reject_nesting();
    }
    Happening(const Happening&) = delete;
    Happening& operator=(const Happening&) = delete;
    ~Happening() { flag_ = false; }

   private:
    bool& flag_;
  };

  void check(Instant instant) const {
    if (instant < now_ || instant == never) [[unlikely]]
      reject(instant < now_);
  }
  static Priority checked(int priority) {
    if (priority < 0 || priority > UINT8_MAX) [[unlikely]]
      reject_priority();
    return static_cast<Priority>(priority);
  }
  [[noreturn]] static void reject(bool past);
  [[noreturn]] static void reject_priority();
  [[noreturn]] static void reject_nesting();

  Instant now_ = run_start;
  bool happening_ = false;
  FutureEventSet events_;
  std::vector<EventHandle> due_;  // of step_choosing
  FramePool frames_;              // last, since what processes own may cancel events when it goes
};

}  // namespace lastseen::sim
