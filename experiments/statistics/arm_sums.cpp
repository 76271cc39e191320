#include <lastseen/experiments/statistics/arm_sums.hpp>

#include <algorithm>
#include <utility>

namespace lastseen::experiments {
namespace {

/// At least 0.
std::uint64_t nanoseconds_of(sim::Duration time) { return static_cast<std::uint64_t>(time.count()); }

Cluster cluster(std::uint64_t events, std::uint64_t trials) {
  return {static_cast<std::int64_t>(events), static_cast<std::int64_t>(trials)};
}

}  // namespace

Cluster delivered_cluster(const SessionRow& row) {
  Cluster result;
  for (const JobRow& job : row.jobs) {
    result.trials += job.was_submitted() ? 1 : 0;
    result.events += job.was_submitted() && job.delivered ? 1 : 0;
  }
  return result;
}

void ArmSums::add(const SessionRow& row) {
  ++sessions;
  events += row.events;
  records += row.records;
  fingerprints.add(row.replication, row.fingerprint);
  const bool is_carrier = std::ranges::any_of(
      row.jobs, [](const JobRow& job) { return job.was_completed() && !job.delivered_at_once; });
  add_jobs(row);
  add_times(row, is_carrier);
  add_ages(row);
  connections.add(cluster(row.connections_established, row.connections_attempted));
  sent_into_void.add(cluster(row.notifications_into_void, row.notifications_sent));
  polls_of_polling.add(row.polls_in_session, nanoseconds_of(row.polling_time));
  const std::uint64_t user_time = nanoseconds_of(row.user_time);
  ghost_of_user_time.add(nanoseconds_of(row.ghost_time), user_time, row.ghost_time > sim::Duration::zero());
  wakeups_of_user_time.add(row.radio_wakeups, user_time, is_carrier);
  entry_lifetimes.add(row.replication, row.entry_lifetimes, row.session_time);
}

void ArmSums::add_jobs(const SessionRow& row) {
  Cluster of_submitted[3];
  Cluster of_completed[2];
  auto& [is_not_connected, is_given_up] = of_completed;
  auto& [is_delivered, is_not_shown, is_polling] = of_submitted;
  for (const JobRow& job : row.jobs) {
    if (job.was_completed()) {
      for (Cluster& share : of_completed) ++share.trials;
      is_not_connected.events += job.not_connected ? 1 : 0;
      is_given_up.events += job.given_up ? 1 : 0;
    }
    if (!job.was_submitted()) continue;
    for (Cluster& share : of_submitted) ++share.trials;
    is_delivered.events += job.delivered ? 1 : 0;
    is_not_shown.events += job.was_shown() ? 0 : 1;
    is_polling.events += job.started_polling ? 1 : 0;
    if (!job.delivered) ++lost[job.cause ? static_cast<std::size_t>(*job.cause) : models::mechanism_count];
  }
  const auto submitted = static_cast<std::uint64_t>(is_delivered.trials);
  jobs += submitted;
  delivered.add(is_delivered);
  never_shown.add(is_not_shown);
  started_polling.add(is_polling);
  not_connected.add(is_not_connected);
  given_up.add(is_given_up);
  polls_of_jobs.add(row.polls, submitted);
}

void ArmSums::add_times(const SessionRow& row, bool is_carrier) {
  times_.clear();
  for (const JobRow& job : row.jobs) {
    if (job.was_submitted() && job.was_shown()) times_.push_back(job.shown - job.submitted);
  }
  (is_carrier ? time_from_submission.carriers : time_from_submission.usual).add(times_);
  times_.clear();
  for (const JobRow& job : row.jobs) {
    if (job.was_completed()) times_.push_back(job.was_shown() ? job.shown - job.completed : never_happens);
  }
  std::ranges::sort(times_);
  time_to_ui.add(times_, is_carrier);
}

void ArmSums::add_ages(const SessionRow& row) {
  std::array<Cluster, age_bin_count> own{};
  for (const JobRow& job : row.jobs) {
    if (!job.was_completed() || job.connection_age < sim::Duration::zero()) continue;
    const auto bin = static_cast<std::uint64_t>(job.connection_age / age_bin_width);
    if (bin >= age_bin_count) continue;
    ++own[bin].trials;
    own[bin].events += job.delivered ? 1 : 0;
  }
  for (std::size_t bin = 0; bin < age_bin_count; ++bin) {
    if (own[bin].trials > 0) delivered_by_age[bin].add(own[bin]);
  }
}

void ArmSums::sort() {
  time_to_ui.sort();
  entry_lifetimes.sort();
}

void ArmSums::merge(const ArmSums& other) {
  sessions += other.sessions;
  jobs += other.jobs;
  events += other.events;
  records += other.records;
  fingerprints.merge(other.fingerprints);
  for (std::size_t cause = 0; cause < lost.size(); ++cause) lost[cause] += other.lost[cause];
  delivered.merge(other.delivered);
  not_connected.merge(other.not_connected);
  given_up.merge(other.given_up);
  never_shown.merge(other.never_shown);
  started_polling.merge(other.started_polling);
  for (std::size_t bin = 0; bin < age_bin_count; ++bin) {
    delivered_by_age[bin].merge(other.delivered_by_age[bin]);
  }
  connections.merge(other.connections);
  sent_into_void.merge(other.sent_into_void);
  polls_of_jobs.merge(other.polls_of_jobs);
  polls_of_polling.merge(other.polls_of_polling);
  ghost_of_user_time.merge(other.ghost_of_user_time);
  wakeups_of_user_time.merge(other.wakeups_of_user_time);
  time_to_ui.merge(other.time_to_ui);
  time_from_submission.merge(other.time_from_submission);
  entry_lifetimes.merge(other.entry_lifetimes);
}

}  // namespace lastseen::experiments
