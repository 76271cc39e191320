#include <lastseen/experiments/study/bounds.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/statistics/time_sums.hpp>

namespace lastseen::experiments {
namespace {

/// 10000000 -> "10,000,000".
std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t place = text.size(); place > 3; place -= 3) text.insert(place - 3, ",");
  return text;
}

}  // namespace

void check_sessions(const Scenario& scenario, std::size_t points) {
  // Below 2^64: 100,000 points, 1,000 arms and 10,000,000 replications are 10^15.
  const std::uint64_t sessions =
      std::uint64_t{points} * scenario.arms.size() * std::uint64_t{scenario.replications};
  if (sessions <= sessions_max) return;
  throw InputError(
      fmt::format("{} points x {} arms x {} replications are {} sessions; allowed: up to {}; take fewer "
                  "{}--replications, or "
                  "fewer arms",
                  grouped(points), grouped(scenario.arms.size()), grouped(scenario.replications),
                  grouped(sessions), grouped(sessions_max), points > 1 ? "levels of --vary, fewer " : ""));
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
  throw InputError(
      fmt::format("{} arms with {} jobs a session together ({} users with {} jobs each in arm {}) x {} "
                  "replications are {} jobs, whose "
                  "times are kept for exact quantiles; allowed: up to {}; take fewer session.users, "
                  "jobs.count, --replications or "
                  "arms (beyond {} replications none is kept)",
                  grouped(arms.size()), grouped(jobs), grouped(largest->settings.session.users),
                  grouped(largest->settings.jobs.count), largest->name, grouped(replications),
                  grouped(jobs * replications), grouped(times_max), grouped(TimeSums::exact_sessions_max)));
}

}  // namespace lastseen::experiments
