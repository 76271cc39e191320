#include <lastseen/experiments/statistics/session_row.hpp>

namespace lastseen::experiments {

SessionRow session_row(const models::SessionResult& result, std::uint32_t replication,
                       std::uint32_t jobs_per_user) {
  SessionRow row{.replication = replication,
                 .jobs_per_user = jobs_per_user,
                 .jobs = {},
                 .polls = result.polls,
                 .polls_in_session = result.polls_in_session,
                 .connections_attempted = result.connections_attempted,
                 .connections_established = result.connections_established,
                 .notifications_sent = result.notifications_sent,
                 .notifications_into_void = result.notifications_into_void,
                 .radio_wakeups = result.radio_wakeups,
                 .entry_lifetimes = result.entry_lifetimes,
                 .ghost_time = result.ghost_time,
                 .polling_time = result.polling_time,
                 .user_time = result.user_time};
  row.jobs.reserve(result.jobs.size());
  for (const models::JobResult& job : result.jobs) {
    row.jobs.push_back({.submitted = job.submitted,
                        .completed = job.completed,
                        .shown = job.shown,
                        .connection_age = job.connection_age,
                        .cause = job.cause,
                        .delivered = job.was_delivered(),
                        .not_connected = job.not_connected,
                        .given_up = job.given_up,
                        .started_polling = job.started_polling,
                        .delivered_at_once = job.was_delivered() && job.sent == job.completed});
  }
  return row;
}

}  // namespace lastseen::experiments
