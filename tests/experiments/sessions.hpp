// Results of sessions made by hand, so that a test knows every number that an estimate is made of.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <lastseen/experiments/statistics/responses.hpp>
#include <lastseen/models/monitor.hpp>

namespace lastseen::experiments::testing {

using models::JobResult;
using models::SessionResult;

inline sim::Instant at(double seconds) {
  return sim::run_start + std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

/// Submitted at 0 s, completed at 20 s; delivered and shown, or skipped and shown by polling, as told.
inline JobResult job(bool delivered, std::optional<double> shown_after_s) {
  JobResult result;
  result.job = 1;
  result.submitted = at(0);
  result.accepted = at(0.1);
  result.completed = at(20);
  if (delivered) {
    result.sent = at(20);
    result.received = at(20.05);
  } else {
    result.skipped = at(20);
    result.not_connected = true;
    result.given_up = true;
    result.cause = models::Mechanism::no_refresh;
  }
  if (shown_after_s) result.shown = at(20 + *shown_after_s);
  return result;
}

inline JobResult delivered() { return job(true, 0.05); }
inline JobResult polled(double after_s) { return job(false, after_s); }
inline JobResult lost() { return job(false, std::nullopt); }

/// Accepted, and not completed by the end.
inline JobResult unfinished() {
  JobResult result;
  result.submitted = at(0);
  result.accepted = at(0.1);
  return result;
}

/// Never submitted: the session ended before.
inline JobResult unsubmitted() { return {}; }

/// One session of one user; jobs are numbered in order.
inline SessionResult session(std::vector<JobResult> jobs) {
  SessionResult result;
  for (std::size_t index = 0; index < jobs.size(); ++index)
    jobs[index].job = static_cast<std::uint32_t>(index + 1);
  result.jobs = std::move(jobs);
  return result;
}

/// Six jobs in two sessions: delivered, polled after 2 s, lost | delivered, not completed, not submitted.
inline std::vector<SessionResult> mixed() {
  return {session({delivered(), polled(2), lost()}), session({delivered(), unfinished(), unsubmitted()})};
}

/// The sessions as replications 0, 1, ..
inline ArmSample arm_sample(const std::vector<SessionResult>& sessions) {
  ArmSums sums;
  std::uint32_t replication = 0;
  for (const SessionResult& result : sessions) {
    sums.add(session_row(result, replication++, static_cast<std::uint32_t>(result.jobs.size())));
  }
  return ArmSample(std::move(sums), sim::Duration::zero());
}

inline Estimate estimate(ResponseId response, const std::vector<SessionResult>& sessions) {
  return response_of(response).estimate(arm_sample(sessions), 0.95);
}

}  // namespace lastseen::experiments::testing
