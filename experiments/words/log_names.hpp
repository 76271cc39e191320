// Names and times as field logs write them: UUIDs for users and meals, the clock on the wall.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <lastseen/experiments/words/story_clock.hpp>
#include <lastseen/models/vocabulary.hpp>
#include <lastseen/sim/time.hpp>

namespace lastseen::experiments {

/// The day that the logs are of: the field reports' day. The story's zero lies on it; without a clock, the run's start
/// does, at midnight.
inline constexpr std::chrono::year_month_day log_date{std::chrono::year(2025), std::chrono::November,
                                                      std::chrono::day(8)};

/// "10:07:51": what a log's clock shows, cut to seconds as loggers do.
std::string log_time(const StoryClock& story, sim::Instant instant);

/// "2025-11-08T10:07:51".
std::string log_date_time(const StoryClock& story, sim::Instant instant);

// UUIDs in small letters (RFC 9562, version 8: made from the numbers alone, the same in every run).
std::string user_uuid(models::UserId user);
std::string meal_uuid(models::UserId user, std::uint32_t job);        ///< the server's name for the job
std::string local_meal_uuid(models::UserId user, std::uint32_t job);  ///< the phone's

}  // namespace lastseen::experiments
