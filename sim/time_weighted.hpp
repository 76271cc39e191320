// The average over simulated time of a whole number that holds for a while: a queue's length, busy servers.
//
//     value   2 |     ____                 area    = sum of value x time held, in value-nanoseconds
//             1 |  __|    |_______         average = area / elapsed
//             0 |_|_______________|___ t   share_at(1) = time at 1 / elapsed, an estimate of P(N = 1)
//             start              until
//
// Times are whole nanoseconds and values whole numbers, so areas are exact in 128 bits whatever the run (2^63 times
// 2^64 fits) and independent of how often the value was set; an average is rounded once, when it is asked for.
//
// A value that held for no time leaves no mark: an arrival that goes through the queue into a free server at one
// instant is not a queue of one, neither in the average nor in the maximum.
//
// The average of one run is one observation; several runs are summarised by a Tally of averages, so there is no merge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::sim {

class TimeWeighted {
 public:
  /// The value holds from the start on. Time at each of the values 0 to levels - 1 is kept for share_at(), in 8 bytes.
  explicit TimeWeighted(Instant start, std::int64_t value = 0, std::size_t levels = 0)
      : start_{start}, since_{start}, value_{value}, time_at_(levels) {}

  /// The value from now on. Simulated time never runs backwards: an instant before the last one is a Defect.
  void set(Instant now, std::int64_t value) {
    const Duration held = held_until(now);
    area_ += Area{value_} * held.count();
    maximum_ = held > Duration::zero() && value_ > maximum_ ? value_ : maximum_;
    const auto level = static_cast<std::size_t>(value_);  // a negative value is beyond all levels
    if (level < time_at_.size()) time_at_[level] += held;
    since_ = now;
    value_ = value;
  }

  /// The current value.
  std::int64_t value() const { return value_; }

  /// Forgets what was before now, and keeps the value: the end of a warm-up. (P. D. Welch 1983, in Lavenberg, The
  /// Computer Performance Modeling Handbook, on where to put it.)
  void reset(Instant now);

  // Up to an instant that is not before the last set() or reset(), else a Defect. All are absent when no time has
  // passed since the start (or the last reset): nothing was there to be averaged.

  /// Average value; within 2 ulp of the exact quotient.
  std::optional<double> average(Instant until) const;

  /// The largest value that held for some time.
  std::optional<std::int64_t> maximum(Instant until) const;

  /// The share of the time, in [0, 1], at the value. Throws std::invalid_argument, naming it and what is allowed, for a
  /// value that is not among the levels.
  std::optional<double> share_at(std::int64_t value, Instant until) const;

 private:
  __extension__ using Area = __int128;  // of values x nanoseconds

  Duration held_until(Instant now) const {
    LASTSEEN_ASSERT(now >= since_, "simulated time does not run backwards");
    return now - since_;
  }

  Instant start_;
  Instant since_;  // when the value was set
  std::int64_t value_;
  std::int64_t maximum_ = INT64_MIN;  // of the values before
  Area area_ = 0;                     // from start_ to since_
  std::vector<Duration> time_at_;     // by value, from start_ to since_
};

}  // namespace lastseen::sim
