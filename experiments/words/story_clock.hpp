// How a story tells the time: since its zero, and on the clock on the wall.
#pragma once

#include <optional>
#include <string>

#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// Which simulated instant a story calls +0 s, and what the clock on the wall showed then.
struct StoryClock {
  sim::Duration zero{0};                    ///< since the run's start
  std::optional<sim::Duration> clock = {};  ///< time of day at `zero`
};

/// "+22.000 s": an instant as the story tells it.
std::string story_time(const StoryClock& story, sim::Instant instant);

/// "10:07:51.000": the same on the clock on the wall; empty without one.
std::string clock_time(const StoryClock& story, sim::Instant instant);

}  // namespace lastseen::experiments
