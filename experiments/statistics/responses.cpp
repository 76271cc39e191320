#include <lastseen/experiments/statistics/responses.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/statistics/ratio.hpp>

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

const auto submitted = [](const JobResult& job) { return job.was_submitted(); };
const auto completed = [](const JobResult& job) { return job.was_completed(); };

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

Response time_quantile(std::string key, std::string title, double p, std::string target) {
  return {std::move(key),
          std::move(title),
          ResponseUnit::seconds,
          fmt::format(
              "{:.0f} % of the jobs completed are on the screen within this time of their completion; jobs "
              "never shown count as later than any time",
              p * 100),
          std::move(target),
          [p](const ArmSample& s, double confidence) { return s.time_to_ui().quantile(p, confidence); }};
}

std::vector<Response> make_responses() {
  return {
      {"delivery_rate", "Notifications delivered", ResponseUnit::share,
       "notifications received by the app / jobs submitted", "> 95 %; monitored >= 90 %; critical < 50 %",
       [](const ArmSample& s, double confidence) {
         return proportion(clusters(s, submitted, [](const JobResult& j) { return j.was_delivered(); }),
                           confidence);
       }},
      {"skip_rate", "Skipped as \"not connected\"", ResponseUnit::share,
       "\"not connected\" decisions / jobs completed", "< 5 %",
       [](const ArmSample& s, double confidence) {
         return proportion(clusters(s, completed, [](const JobResult& j) { return j.skipped != sim::never; }),
                           confidence);
       }},
      {"never_updated", "Screen never updated", ResponseUnit::share,
       "jobs that the screen did not show by the end of the run / jobs submitted", "0",
       [](const ArmSample& s, double confidence) {
         return proportion(clusters(s, submitted, [](const JobResult& j) { return !j.was_shown(); }),
                           confidence);
       }},
      {"time_to_ui_mean", "Time to UI update, mean", ResponseUnit::seconds,
       "completion of the job -> screen shows it, mean over the jobs that were shown; read beside "
       "never_updated",
       "before 5-10 s (a loop that sleeps 5 s means about 2.6 s), after < 1 s; target <= 2 s; critical > 15 "
       "s",
       [](const ArmSample& s, double confidence) { return s.time_to_ui().mean(confidence); }},
      time_quantile("time_to_ui_p50", "Time to UI update, p50", 0.50, ""),
      time_quantile("time_to_ui_p95", "Time to UI update, p95", 0.95, "< 1 s after the fix"),
      time_quantile("time_to_ui_p99", "Time to UI update, p99", 0.99, ""),
      {"submission_to_ui_mean", "Submission to UI update, mean", ResponseUnit::seconds,
       "submission of the job -> screen shows it, mean over the jobs that were shown", "",
       [](const ArmSample& s, double confidence) { return s.time_from_submission().mean(confidence); }},
      {"polling_activation_rate", "Submissions that start polling", ResponseUnit::share,
       "submissions that started a polling loop / submissions (one that finds a loop running starts none)",
       "<= 10 %; warning > 25 %",
       [](const ArmSample& s, double confidence) {
         return proportion(clusters(s, submitted, [](const JobResult& j) { return j.started_polling; }),
                           confidence);
       }},
      {"polls_per_job", "Polls per job", ResponseUnit::number, "poll requests / jobs submitted",
       "0 after the fix", polls_per_job},
      {"polls_per_minute", "Polls per minute of polling", ResponseUnit::number,
       "poll requests / minutes during which a polling loop ran", "before 12", polls_per_minute},
      {"connection_rate", "Connections established", ResponseUnit::share,
       "connections that the client says are connected / connections attempted", ">= 95 %; warning < 90 %",
       connection_rate},
      {"connection_persistence", "Registry entry lifetime, mean", ResponseUnit::seconds,
       "registration -> entry gone, mean over the entries that went before the end of the run",
       "before < 60 s (the stated settings mean 60 to 90 s); after: until disconnected",
       connection_persistence},
      {"ghost_time", "Ghost time, seconds an hour", ResponseUnit::number,
       "seconds during which a registry entry stood for a connection that had died / hours of a user's "
       "session",
       "", ghost_time},
      {"pushes_into_dead_sockets", "Sent into a dead socket", ResponseUnit::share,
       "notifications lost in a socket that had died / notifications written to a socket", "",
       pushes_into_dead_sockets},
      {"radio_wakeups", "Radio wake-ups an hour", ResponseUnit::number,
       "times that the phone sent or received something after 10 s or more of silence / hours of a user's "
       "session",
       "", radio_wakeups},
  };
}

}  // namespace

const std::vector<Response>& responses() {
  static const std::vector<Response> table = make_responses();
  return table;
}

const Response* find_response(std::string_view key) {
  const auto& all = responses();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Response& r) { return r.key == key; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> response_keys() {
  std::vector<std::string> keys;
  for (const Response& response : responses()) keys.push_back(response.key);
  return keys;
}

}  // namespace lastseen::experiments
