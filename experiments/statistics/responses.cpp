#include <lastseen/experiments/statistics/responses.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include <lastseen/experiments/statistics/ratio.hpp>
#include <lastseen/experiments/statistics/time_estimates.hpp>
#include <lastseen/models/tables.hpp>

namespace lastseen::experiments {
namespace {

using models::JobResult;
using models::SessionResult;

/// Cluster of each session: how many of the jobs that count are events.
template <class Counts, class Event>
std::vector<Cluster> clusters(const ArmSample& sample, Counts counts, Event event) {
  std::vector<Cluster> result;
  result.reserve(sample.sessions().size());
  for (const SessionResult& session : sample.sessions()) {
    Cluster cluster;
    for (const JobResult& job : session.jobs) {
      if (!counts(job)) continue;
      ++cluster.trials;
      if (event(job)) ++cluster.events;
    }
    result.push_back(cluster);
  }
  return result;
}

constexpr auto submitted = [](const JobResult& job) { return job.was_submitted(); };
constexpr auto completed = [](const JobResult& job) { return job.was_completed(); };

template <class Event>
Estimate share_of_submitted(const ArmSample& sample, double confidence, Event event) {
  return proportion(clusters(sample, submitted, event), confidence);
}

Estimate connection_rate(const ArmSample& sample, double confidence) {
  std::vector<Cluster> result;
  for (const SessionResult& session : sample.sessions()) {
    result.push_back({static_cast<std::int64_t>(session.connections_established),
                      static_cast<std::int64_t>(session.connections_attempted)});
  }
  return proportion(result, confidence);
}

Estimate polls_per_minute(const ArmSample& sample, double confidence) {
  std::vector<RatioCluster> result;
  for (const SessionResult& session : sample.sessions()) {
    result.push_back({static_cast<double>(session.polls), sim::to_seconds(session.polling_time) / 60});
  }
  return ratio(result, confidence);
}

Estimate polls_per_job(const ArmSample& sample, double confidence) {
  std::vector<RatioCluster> result;
  for (const SessionResult& session : sample.sessions()) {
    result.push_back(
        {static_cast<double>(session.polls), static_cast<double>(delivered_cluster(session).trials)});
  }
  return ratio(result, confidence);
}

Estimate connection_persistence(const ArmSample& sample, double confidence) {
  std::vector<Timing> lifetimes;
  for (std::size_t index = 0; index < sample.sessions().size(); ++index) {
    for (const sim::Duration lifetime : sample.sessions()[index].entry_lifetimes) {
      lifetimes.push_back({index, sim::to_seconds(lifetime)});
    }
  }
  return TimeSample(std::move(lifetimes)).mean(confidence);
}

Estimate ghost_time(const ArmSample& sample, double confidence) {
  std::vector<RatioCluster> result;
  for (const SessionResult& session : sample.sessions()) {
    result.push_back({sim::to_seconds(session.ghost_time), sim::to_seconds(session.user_time) / 3600});
  }
  return ratio(result, confidence);
}

Estimate pushes_into_dead_sockets(const ArmSample& sample, double confidence) {
  std::vector<Cluster> result;
  for (const SessionResult& session : sample.sessions()) {
    result.push_back({static_cast<std::int64_t>(session.notifications_into_void),
                      static_cast<std::int64_t>(session.notifications_sent)});
  }
  return proportion(result, confidence);
}

Estimate radio_wakeups(const ArmSample& sample, double confidence) {
  std::vector<RatioCluster> result;
  for (const SessionResult& session : sample.sessions()) {
    result.push_back({static_cast<double>(session.radio_wakeups), sim::to_seconds(session.user_time) / 3600});
  }
  return ratio(result, confidence);
}

constexpr Response response_table[] = {
    {.id = ResponseId::delivery_rate,
     .key = "delivery_rate",
     .title = "Notifications delivered",
     .unit = ResponseUnit::share,
     .definition = "notifications received by the app / jobs submitted",
     .target = "> 95 %; monitored >= 90 %; critical < 50 %",
     .estimate =
         [](const ArmSample& s, double confidence) {
           return share_of_submitted(s, confidence, [](const JobResult& j) { return j.was_delivered(); });
         }},
    {.id = ResponseId::skip_rate,
     .key = "skip_rate",
     .title = "Skipped as \"not connected\"",
     .unit = ResponseUnit::share,
     .definition = "\"not connected\" decisions / jobs completed",
     .target = "< 5 %",
     .estimate =
         [](const ArmSample& s, double confidence) {
           const auto skipped = [](const JobResult& j) { return j.skipped != sim::never; };
           return proportion(clusters(s, completed, skipped), confidence);
         }},
    {.id = ResponseId::never_updated,
     .key = "never_updated",
     .title = "Screen never updated",
     .unit = ResponseUnit::share,
     .definition = "jobs that the screen had not shown by the end of the run / jobs submitted",
     .target = "0",
     .estimate =
         [](const ArmSample& s, double confidence) {
           return share_of_submitted(s, confidence, [](const JobResult& j) { return !j.was_shown(); });
         }},
    {.id = ResponseId::time_to_ui_mean,
     .key = "time_to_ui_mean",
     .title = "Time to UI update, mean",
     .unit = ResponseUnit::seconds,
     .definition = "completion of the job -> screen shows it, mean over the jobs that were shown; read "
                   "together with never_updated",
     .target = "before 5-10 s (a loop that sleeps 5 s implies about 2.6 s), after < 1 s; target <= 2 s; "
               "critical > 15 s",
     .of_shown_jobs = true,
     .estimate = [](const ArmSample& s, double confidence) { return s.time_to_ui().mean(confidence); }},
    {.id = ResponseId::time_to_ui_p50,
     .key = "time_to_ui_p50",
     .title = "Time to UI update, p50",
     .unit = ResponseUnit::seconds,
     .definition =
         "50 % of the jobs completed are on the screen within this time of their completion; jobs never "
         "shown count as later than any time",
     .estimate = [](const ArmSample& s,
                    double confidence) { return s.time_to_ui().quantile(0.50, confidence); }},
    {.id = ResponseId::time_to_ui_p95,
     .key = "time_to_ui_p95",
     .title = "Time to UI update, p95",
     .unit = ResponseUnit::seconds,
     .definition =
         "95 % of the jobs completed are on the screen within this time of their completion; jobs never "
         "shown count as later than any time",
     .target = "< 1 s after the fix",
     .estimate = [](const ArmSample& s,
                    double confidence) { return s.time_to_ui().quantile(0.95, confidence); }},
    {.id = ResponseId::time_to_ui_p99,
     .key = "time_to_ui_p99",
     .title = "Time to UI update, p99",
     .unit = ResponseUnit::seconds,
     .definition =
         "99 % of the jobs completed are on the screen within this time of their completion; jobs never "
         "shown count as later than any time",
     .estimate = [](const ArmSample& s,
                    double confidence) { return s.time_to_ui().quantile(0.99, confidence); }},
    {.id = ResponseId::submission_to_ui_mean,
     .key = "submission_to_ui_mean",
     .title = "Submission to UI update, mean",
     .unit = ResponseUnit::seconds,
     .definition = "submission of the job -> screen shows it, mean over the jobs that were shown",
     .of_shown_jobs = true,
     .estimate = [](const ArmSample& s,
                    double confidence) { return s.time_from_submission().mean(confidence); }},
    {.id = ResponseId::polling_activation_rate,
     .key = "polling_activation_rate",
     .title = "Submissions that start polling",
     .unit = ResponseUnit::share,
     .definition =
         "submissions that started a polling loop / submissions (one that finds a loop running starts none)",
     .target = "<= 10 %; warning > 25 %",
     .estimate =
         [](const ArmSample& s, double confidence) {
           return share_of_submitted(s, confidence, [](const JobResult& j) { return j.started_polling; });
         }},
    {.id = ResponseId::polls_per_job,
     .key = "polls_per_job",
     .title = "Polls per job",
     .unit = ResponseUnit::number,
     .definition = "poll requests / jobs submitted",
     .target = "0 after the fix",
     .estimate = polls_per_job},
    {.id = ResponseId::polls_per_minute,
     .key = "polls_per_minute",
     .title = "Polls per minute of polling",
     .unit = ResponseUnit::number,
     .definition = "poll requests / minutes during which a polling loop ran",
     .target = "before 12",
     .estimate = polls_per_minute},
    {.id = ResponseId::connection_rate,
     .key = "connection_rate",
     .title = "Connections established",
     .unit = ResponseUnit::share,
     .definition = "connections that the client reports as connected / connections attempted",
     .target = ">= 95 %; warning < 90 %",
     .estimate = connection_rate},
    {.id = ResponseId::connection_persistence,
     .key = "connection_persistence",
     .title = "Registry entry lifetime, mean",
     .unit = ResponseUnit::seconds,
     .definition = "registration -> entry removed, mean over the entries removed before the end of the run",
     .target = "before < 60 s (the stated settings imply 60 to 90 s); after: until disconnected",
     .estimate = connection_persistence},
    {.id = ResponseId::ghost_time,
     .key = "ghost_time",
     .title = "Ghost time, seconds per hour",
     .unit = ResponseUnit::number,
     .definition = "seconds during which a registry entry stood for a connection that had died / hours of a "
                   "user's session",
     .estimate = ghost_time},
    {.id = ResponseId::pushes_into_dead_sockets,
     .key = "pushes_into_dead_sockets",
     .title = "Sent into a dead socket",
     .unit = ResponseUnit::share,
     .definition = "notifications lost in a socket that had died / notifications written to a socket",
     .estimate = pushes_into_dead_sockets},
    {.id = ResponseId::radio_wakeups,
     .key = "radio_wakeups",
     .title = "Radio wake-ups per hour",
     .unit = ResponseUnit::number,
     .definition =
         "times that the phone sent or received something after 10 s or more of silence / hours of a user's "
         "session",
     .estimate = radio_wakeups},
};
static_assert(models::are_in_order(response_table, &Response::id, response_count),
              "a row for each response, in the order of the ids");
static_assert(std::all_of(std::begin(response_table), std::end(response_table),
                          [](const Response& response) {
                            return !response.key.empty() && response.estimate;
                          }),
              "each response has a key and an estimate");

}  // namespace

std::span<const Response, response_count> responses() { return response_table; }

const Response& response_of(ResponseId id) { return response_table[static_cast<std::size_t>(id)]; }

const Response* find_response(std::string_view key) {
  const auto found = std::find_if(std::begin(response_table), std::end(response_table),
                                  [&](const Response& r) { return r.key == key; });
  return found == std::end(response_table) ? nullptr : found;
}

std::vector<std::string> response_keys() {
  std::vector<std::string> keys;
  for (const Response& response : response_table) keys.emplace_back(response.key);
  return keys;
}

}  // namespace lastseen::experiments
