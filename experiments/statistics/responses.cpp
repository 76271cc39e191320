#include <lastseen/experiments/statistics/responses.hpp>

#include <algorithm>
#include <iterator>
#include <limits>

#include <lastseen/experiments/statistics/mean.hpp>
#include <lastseen/experiments/statistics/ratio.hpp>
#include <lastseen/experiments/statistics/two_paths.hpp>
#include <lastseen/models/tables.hpp>

namespace lastseen::experiments {
namespace {

constexpr double nanoseconds = 1e-9;  // in seconds

Estimate polls_per_minute(const ArmSample& sample, double confidence) {
  return ratio(sample.sums().polls_of_polling, nanoseconds / 60, confidence);
}

/// Seconds an hour.
Estimate ghost_time(const ArmSample& sample, double confidence) {
  return ratio(sample.sums().ghost_of_user_time, 1.0 / 3600, std::numeric_limits<double>::infinity(),
               confidence);
}

Estimate radio_wakeups(const ArmSample& sample, double confidence) {
  constexpr double most = 360;  // after 10 s of silence each
  return ratio(sample.sums().wakeups_of_user_time, nanoseconds / 3600, most, confidence);
}

/// The share of one of the clusters.
template <ClusterSums ArmSums::*clusters>
Estimate share(const ArmSample& sample, double confidence) {
  return proportion(sample.sums().*clusters, confidence);
}

constexpr Response response_table[] = {
    {.id = ResponseId::delivery_rate,
     .key = "delivery_rate",
     .title = "Notifications delivered",
     .unit = ResponseUnit::share,
     .definition = "notifications received by the app / jobs submitted",
     .target = "> 95 %; monitored >= 90 %; critical < 50 %",
     .estimate = share<&ArmSums::delivered>},
    {.id = ResponseId::skip_rate,
     .key = "skip_rate",
     .title = "First answered \"not connected\"",
     .unit = ResponseUnit::share,
     .definition = "jobs for which the notifier's first answer was \"not connected\", whatever followed "
                   "(skipped, kept, "
                   "published or pushed) / jobs completed",
     .target = "< 5 %",
     .estimate = share<&ArmSums::not_connected>},
    {.id = ResponseId::given_up_rate,
     .key = "given_up_rate",
     .title = "Notification given up",
     .unit = ResponseUnit::share,
     .definition = "jobs whose notification was skipped, or kept and never sent (dropped, too late, or the "
                   "user did not come "
                   "back) / jobs completed",
     .estimate = share<&ArmSums::given_up>},
    {.id = ResponseId::never_updated,
     .key = "never_updated",
     .title = "Screen never updated",
     .unit = ResponseUnit::share,
     .definition = "jobs that the screen had not shown when they were last watched, session.drain after the "
                   "session's end / jobs "
                   "submitted",
     .target = "0",
     .estimate = share<&ArmSums::never_shown>},
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
     .estimate =
         [](const ArmSample& s, double confidence) {
           return mean(s.sums().time_from_submission, s.slowest_update(), confidence);
         }},
    {.id = ResponseId::polling_activation_rate,
     .key = "polling_activation_rate",
     .title = "Submissions that start polling",
     .unit = ResponseUnit::share,
     .definition =
         "submissions that started a polling loop / submissions (one that finds a loop running starts none)",
     .target = "<= 10 %; warning > 25 %",
     .estimate = share<&ArmSums::started_polling>},
    {.id = ResponseId::polls_per_job,
     .key = "polls_per_job",
     .title = "Polls per job",
     .unit = ResponseUnit::number,
     .definition =
         "poll requests within the session, and later while the user waits for a job / jobs submitted",
     .target = "0 after the fix",
     .estimate = [](const ArmSample& s,
                    double confidence) { return ratio(s.sums().polls_of_jobs, 1, confidence); }},
    {.id = ResponseId::polls_per_minute,
     .key = "polls_per_minute",
     .title = "Polls per minute of polling",
     .unit = ResponseUnit::number,
     .definition = "poll requests / minutes during which a polling loop ran, both within the session",
     .target = "before 12",
     .estimate = polls_per_minute},
    {.id = ResponseId::connection_rate,
     .key = "connection_rate",
     .title = "Connections established",
     .unit = ResponseUnit::share,
     .definition = "connections that the client reports as connected / connections attempted, of those that "
                   "were made or failed "
                   "within the session",
     .target = ">= 95 %; warning < 90 %",
     .estimate = share<&ArmSums::connections>},
    {.id = ResponseId::connection_persistence,
     .key = "connection_persistence",
     .title = "Registry entry lifetime, restricted mean",
     .unit = ResponseUnit::seconds,
     .definition = "registration -> entry removed, replaced or lost in a restart; mean over all entries of "
                   "lifetimes cut off at "
                   "session.duration (area under the Kaplan-Meier curve; entries there at the session's end "
                   "are censored)",
     .target = "before < 60 s (the stated settings imply 60 to 90 s); after: until disconnected",
     .estimate = [](const ArmSample& s,
                    double confidence) { return s.entry_lifetimes().restricted_mean(confidence); }},
    {.id = ResponseId::connection_persistence_p50,
     .key = "connection_persistence_p50",
     .title = "Registry entry lifetime, median",
     .unit = ResponseUnit::seconds,
     .definition = "registration -> entry removed, replaced or lost in a restart; half of all entries are "
                   "gone within this "
                   "time (Kaplan-Meier; entries there at the session's end are censored)",
     .target = "before < 60 s (the stated settings imply 60 to 90 s); after: until disconnected",
     .estimate = [](const ArmSample& s,
                    double confidence) { return s.entry_lifetimes().median(confidence); }},
    {.id = ResponseId::ghost_time,
     .key = "ghost_time",
     .title = "Ghost time, seconds per hour",
     .unit = ResponseUnit::number,
     .definition = "seconds during which registry entries, of all instances, stood for connections that had "
                   "died / hours "
                   "of a user's session",
     .estimate = ghost_time},
    {.id = ResponseId::pushes_into_dead_sockets,
     .key = "pushes_into_dead_sockets",
     .title = "Sent into a dead socket",
     .unit = ResponseUnit::share,
     .definition = "notifications lost in a socket that had died / notifications written to a socket",
     .estimate = share<&ArmSums::sent_into_void>},
    {.id = ResponseId::radio_wakeups,
     .key = "radio_wakeups",
     .title = "Radio wake-ups per hour",
     .unit = ResponseUnit::number,
     .definition = "times that the phone sent or received something (requests and answers, handshakes, "
                   "refusals, pings and pongs of "
                   "either side, notifications, pushes, closes) after 10 s or more of silence / hours of a "
                   "user's session",
     .estimate = radio_wakeups},
};
static_assert(models::are_in_order(response_table, &Response::id, response_count),
              "a row for each response, in the order of the ids");
static_assert(std::all_of(std::begin(response_table), std::end(response_table),
                          [](const Response& response) { return !response.key.empty(); }),
              "each response has a key");

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
