#include <lastseen/experiments/statistics/arm_sample.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace lastseen::experiments {
namespace {

using models::JobResult;
using models::SessionResult;

/// From an instant of each job to the screen; jobs for which the instant never came are left out.
std::vector<Timing> timings(const std::vector<SessionResult>& sessions, sim::Instant JobResult::*from) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<Timing> result;
  for (std::size_t index = 0; index < sessions.size(); ++index) {
    for (const JobResult& job : sessions[index].jobs) {
      if (job.*from == sim::never) continue;
      result.push_back({index, job.was_shown() ? sim::to_seconds(job.shown - job.*from) : infinity});
    }
  }
  return result;
}

std::vector<LostJobs> lost_by_cause(const std::vector<SessionResult>& sessions) {
  std::map<std::optional<models::Mechanism>, std::uint64_t> counts;
  for (const SessionResult& session : sessions) {
    for (const JobResult& job : session.jobs) {
      if (job.was_submitted() && !job.was_delivered()) ++counts[job.cause];
    }
  }
  std::vector<LostJobs> lost;
  for (const auto& [cause, jobs] : counts) lost.push_back({cause, jobs});
  std::sort(lost.begin(), lost.end(), [](const LostJobs& a, const LostJobs& b) {
    return a.cause && b.cause ? models::name(*a.cause) < models::name(*b.cause) : a.cause < b.cause;
  });
  return lost;
}

}  // namespace

ArmSample::ArmSample(std::vector<SessionResult> sessions)
    : sessions_(std::move(sessions)),
      time_to_ui_(timings(sessions_, &JobResult::completed)),
      time_from_submission_(timings(sessions_, &JobResult::submitted)) {
  for (const SessionResult& session : sessions_) {
    for (const JobResult& job : session.jobs) {
      if (!job.was_submitted()) continue;
      ++jobs_;
    }
  }
  lost_ = lost_by_cause(sessions_);
}

Cluster delivered_cluster(const SessionResult& session) {
  Cluster cluster;
  for (const JobResult& job : session.jobs) {
    if (!job.was_submitted()) continue;
    ++cluster.trials;
    if (job.was_delivered()) ++cluster.events;
  }
  return cluster;
}

}  // namespace lastseen::experiments
