// One session as a sequence chart: the story of one job, from the connection to the screen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include <lastseen/plots/document.hpp>

namespace lastseen::experiments {

/// A job of a session.
struct JobOfSession {
  std::uint32_t replication = 0;
  models::UserId user = 0;
  std::uint32_t job = 1;
};

/// The job that shows the difference of two arms in the fewest lines: lost in the first and delivered in the second,
/// completed earliest; else the earliest lost in the first; else the first job of replication 0. Looks at replications 0..199 at most, and at
/// those alone that can be told.
JobOfSession telling_job(const Scenario& scenario, const Arm& first, const Arm& second);

/// The chart of the job in one arm: connecting, pings, the registry's entry, the job and its notification or polls.
/// Polls that brought nothing are left out.
plots::SequenceChart sequence_chart(const Scenario& scenario, const Arm& arm, const JobOfSession& of);

}  // namespace lastseen::experiments
