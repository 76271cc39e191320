// Sessions as numbers, and one that takes long, for the tests of who runs them.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include <lastseen/experiments/runs/replications.hpp>

namespace lastseen::experiments::testing {

/// The results as numbers, for comparing them whole.
inline std::vector<std::int64_t> digest(const Sessions& sessions) {
  std::vector<std::int64_t> numbers;
  for (const models::SessionResult& session : sessions.results) {
    numbers.push_back(static_cast<std::int64_t>(session.polls));
    numbers.push_back(session.polling_time.count());
    for (const models::JobResult& job : session.jobs) {
      for (const sim::Instant instant :
           {job.submitted, job.completed, job.skipped, job.received, job.shown}) {
        numbers.push_back(instant.time_since_epoch().count());
      }
    }
  }
  return numbers;
}

/// A session of minutes of computing: a ping each millisecond for a day.
inline models::Settings endless() {
  models::Settings settings;
  settings.ping.interval = std::chrono::milliseconds(1);
  settings.session.duration = std::chrono::hours(24);
  return settings;
}

}  // namespace lastseen::experiments::testing
