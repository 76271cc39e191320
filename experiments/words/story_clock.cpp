#include <lastseen/experiments/words/story_clock.hpp>

#include <fmt/format.h>

#include <cstdint>

namespace lastseen::experiments {

std::string story_time(const StoryClock& story, sim::Instant instant) {
  const auto offset = (instant.time_since_epoch() - story.zero).count();
  // Milliseconds, rounded half up on integers: no floating point between a trace and its text.
  const auto magnitude = ((offset < 0 ? -offset : offset) + 500'000) / 1'000'000;
  return fmt::format("{}{}.{:03} s", offset < 0 && magnitude > 0 ? '-' : '+', magnitude / 1000,
                     magnitude % 1000);
}

std::string clock_time(const StoryClock& story, sim::Instant instant) {
  if (!story.clock) return "";
  constexpr std::int64_t day_ms = 86'400'000;
  const auto at = *story.clock + instant.time_since_epoch() - story.zero;
  const std::int64_t rounded =
      std::chrono::floor<std::chrono::milliseconds>(at + sim::Duration(500'000)).count();
  const std::int64_t ms = ((rounded % day_ms) + day_ms) % day_ms;
  return fmt::format("{:02}:{:02}:{:02}.{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

}  // namespace lastseen::experiments
