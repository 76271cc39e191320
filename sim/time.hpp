// Simulated time: integer nanoseconds, so that adding never rounds and two runs never drift apart.
//
// The standard chrono types carry the units: `Duration` is std::chrono::nanoseconds (literals such as 30s work)
// and `Instant` a time_point of a clock that nobody can ask for the time; only a Simulation knows "now".
// The range is +-292 years.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace lastseen::sim {

using Duration = std::chrono::nanoseconds;

/// The clock of a simulated run. It has no now(): the current instant belongs to a Simulation.
struct SimulatedClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<SimulatedClock, duration>;
  static constexpr bool is_steady = true;
};

/// An instant of simulated time; the run starts at `run_start`.
using Instant = SimulatedClock::time_point;
inline constexpr Instant run_start{};

/// Later than any instant of a run: the time of what never happens.
inline constexpr Instant never = Instant::max();

/// Seconds as a floating-point number, for output and estimates only (never for scheduling).
constexpr double to_seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }
constexpr double to_seconds(Instant instant) { return to_seconds(instant.time_since_epoch()); }

/// The duration written in the text: a non-negative decimal number and a unit (ns, us, ms, s, min, h, d), as in
/// "250ms", "1.5 s", "5min". Throws std::invalid_argument, naming the text and what is allowed, when the text is
/// anything else, is negative, has a fraction of a nanosecond, or exceeds 10 years.
Duration parse_duration(std::string_view text);

/// The exact text in the largest unit of which there is at least one, with at most three decimals for s, ms and us and
/// none for min, h and d: "250ms", "1.4s", "90s", "5min".
/// parse_duration(to_text(d)) == d for every non-negative d up to 10 years.
std::string to_text(Duration duration);

}  // namespace lastseen::sim
