#include <lastseen/experiments/study/bounds.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/statistics/time_sums.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

using sim::counted;
using sim::grouped;

void check_sessions(const Scenario& scenario, std::size_t points) {
  // Below 2^64: 100,000 points, 1,000 arms and 10,000,000 replications are 10^15.
  const std::uint64_t sessions =
      std::uint64_t{points} * scenario.arms.size() * std::uint64_t{scenario.replications};
  if (sessions <= sessions_max) return;
  throw InputError(
      fmt::format("{} x {} x {} are {}; allowed: up to {}; take fewer "
                  "{}--replications, or "
                  "fewer arms",
                  counted(points, "point"), counted(scenario.arms.size(), "arm"),
                  counted(scenario.replications, "replication"), counted(sessions, "session"),
                  grouped(sessions_max), points > 1 ? "levels of --vary, fewer " : ""));
}

void check_times(const std::vector<Arm>& arms, std::uint32_t replications) {
  if (replications > TimeSums::exact_sessions_max) return;  // then none is kept
  std::uint64_t jobs = 0;
  std::uint64_t most = 0;
  const Arm* largest = nullptr;
  for (const Arm& arm : arms) {
    const std::uint64_t own = std::uint64_t{arm.settings.session.users} * arm.settings.jobs.count;
    jobs += own;
    if (!largest || own > most) largest = &arm;
    most = std::max(most, own);
  }
  if (jobs * replications <= times_max) return;
  throw InputError(fmt::format(
      "{} with {} a session together ({} with {} each in arm {}) x {} are {}, whose "
      "times are kept for exact quantiles; allowed: up to {}; take fewer session.users, "
      "jobs.count, --replications or "
      "arms (beyond {} replications none is kept)",
      counted(arms.size(), "arm"), counted(jobs, "job"), counted(largest->settings.session.users, "user"),
      counted(largest->settings.jobs.count, "job"), largest->name, counted(replications, "replication"),
      counted(jobs * replications, "job"), grouped(times_max), grouped(TimeSums::exact_sessions_max)));
}

}  // namespace lastseen::experiments
