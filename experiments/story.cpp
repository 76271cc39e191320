#include "experiments/story.hpp"

#include <fmt/format.h>

#include "experiments/interrupt_watch.hpp"
#include "experiments/problems.hpp"
#include "models/world.hpp"

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using sim::Record;

/// A story is for reading, and keeps every record.
constexpr std::size_t told_records_max = 1'000'000;

class StoryRecording : public sim::Recording {
 public:
  void observe(const Record& record) override {
    if (records().size() == told_records_max) {
      throw InputError(
          fmt::format("the session has more than {} records, too many to tell as a story; take a shorter "
                      "session.duration or fewer session.users, or longer intervals",
                      told_records_max));
    }
    Recording::observe(record);
  }
};

/// The record's cause; null when it comes from outside.
const Record* cause_of(const Record& record, const std::vector<Record>& records) {
  return record.cause == sim::no_record ? nullptr : &records.at(record.cause - 1);
}

/// "107.0 s", of what went by since the record.
std::string age_text(sim::Duration age) { return fmt::format("{:.1f} s", sim::to_seconds(age)); }

std::string stop_reason(const Record& record, const std::vector<Record>& records) {
  const Record* cause = cause_of(record, records);
  if (!cause) return "";
  switch (models::kind_of(*cause)) {
    case Kind::connected: return ": the socket looks connected";
    case Kind::notification_received:
      return cause->time == record.time ? ": the notification has arrived" : ": the socket looks connected";
    default: return ": all jobs are seen done";
  }
}

std::string removal_text(const Record& record, const std::vector<Record>& records) {
  const Record* seen = cause_of(record, records);
  return fmt::format("cleanup removes connection {}: LastSeen is {} old", record.subject.number,
                     seen ? age_text(record.time - seen->time) : "?");
}

std::string screen_text(const Record& record, const std::vector<Record>& records) {
  const Record* cause = cause_of(record, records);
  const bool polled = cause && models::kind_of(*cause) == Kind::poll_answered;
  return fmt::format("shows job {} as done, by {}", record.subject.number,
                     polled ? "polling" : "the notification");
}

/// Counts the pings that the server received on the entry's connection between two instants.
int pings_between(const std::vector<Record>& records, const Record& seen, sim::Instant end) {
  int pings = 0;
  for (const Record& record : records) {
    if (models::kind_of(record) == Kind::ping_received && record.subject.owner == seen.subject.owner &&
        record.time >= seen.time && record.time <= end && record.id > seen.id) {
      ++pings;
    }
  }
  return pings;
}

std::string seen_text(const Record& seen) {
  return models::kind_of(seen) == Kind::registered ? "was registered" : "was last refreshed";
}

/// Why the registry did not know the user: the facts behind the mechanism's name.
std::string skip_reason(const Record& skip, const std::vector<Record>& records, const Story& story,
                        const models::Settings& settings) {
  const Record* because = cause_of(skip, records);
  if (!because) return "";
  const auto at = [&](const Record& record) { return story_time(story, record.time); };
  const auto no_refresh = [&](const Record& seen, sim::Instant end) {
    const int pings = pings_between(records, seen, end);
    if (pings == 0) return std::string("No ping came in between.");
    return fmt::format("{} ping{} came in between, and LastSeen was not refreshed.", pings,
                       pings == 1 ? "" : "s");
  };
  switch (models::kind_of(*because)) {
    case Kind::stale: {
      const Record* seen = cause_of(*because, records);
      if (!seen) return "";
      return fmt::format(
          "The entry {} at {}; the cleanup at {} removed it (timeout {}). {}", seen_text(*seen), at(*seen),
          at(*because),
          settings.registry.cleanup_timeout ? sim::to_text(*settings.registry.cleanup_timeout) : "never",
          no_refresh(*seen, because->time));
    }
    case Kind::registered:
    case Kind::refreshed:
      return fmt::format(
          "The entry {} at {}, {} before the check, which refuses it (timeout {}). {}", seen_text(*because),
          at(*because), age_text(skip.time - because->time),
          settings.registry.check_timeout ? sim::to_text(*settings.registry.check_timeout) : "never",
          no_refresh(*because, skip.time));
    case Kind::unregistered: {
      const Record* ended = cause_of(*because, records);
      return fmt::format("The end of connection {} at {} removed the user's entry, of connection {}.",
                         ended ? ended->subject.number : 0, at(*because), because->subject.number);
    }
    default: return "No entry had been made by then.";
  }
}

}  // namespace

ToldRun tell(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
             const std::atomic<bool>* stop) {
  const sim::Chance chance(scenario.seed, replication);
  models::World world(arm.settings, chance);
  StoryRecording recording;
  models::Monitor monitor(arm.settings.session.users, arm.settings.jobs.count);
  world.add(recording);
  world.add(monitor);
  InterruptWatch watch(stop);
  if (stop) world.add(watch);
  world.run();
  ToldRun run{.seed = scenario.seed, .replication = replication, .records = recording.records()};
  run.result = monitor.result(world.now());
  run.fingerprint = world.fingerprint().value();
  run.agreement = judge_evidence(scenario.evidence, scenario.story, run.records);
  return run;
}

std::string actor_text(const Record& record) {
  const Role role = models::role_of(record);
  return fmt::format("{}, {}", models::side_of(role) == models::Side::client ? "phone" : "server",
                     models::name(role));
}

bool is_routine(const Record& record) {
  switch (models::kind_of(record)) {
    case Kind::ping_sent:
    case Kind::ping_received:
    case Kind::pong_sent:
    case Kind::pong_received:
    case Kind::refreshed:
    case Kind::refresh_missed:
    case Kind::poll_sent:
    case Kind::poll_served:
    case Kind::poll_answered: return true;
    default: return false;
  }
}

std::string sentence(const Record& record, const std::vector<Record>& records) {
  const auto number = record.subject.number;
  const auto part = record.subject.part;
  switch (models::kind_of(record)) {
    case Kind::submitted: return fmt::format("the user submits job {}", number);
    case Kind::form_dismissed: return "the form is gone";
    case Kind::view_opened: return "the list's view model initialises";
    case Kind::upload_sent:
      return part == 1 ? fmt::format("uploads job {}", number)
                       : fmt::format("uploads job {}, attempt {}", number, part);
    case Kind::upload_failed: return fmt::format("the upload of job {} fails, attempt {}", number, part);
    case Kind::upload_confirmed: return fmt::format("hears that job {} is accepted", number);
    case Kind::connecting: return fmt::format("starts connecting (connection {})", number);
    case Kind::connected:
      return models::role_of(record) == Role::gateway
                 ? fmt::format("handshake done, WebSocket connected (connection {})", number)
                 : "the client says that it is connected";
    case Kind::connection_failed: return fmt::format("connection {} is refused", number);
    case Kind::disconnected: return fmt::format("connection {} ends", number);
    case Kind::ping_sent: return fmt::format("sends ping {}", part);
    case Kind::pong_received: return fmt::format("receives pong {}", part);
    case Kind::notification_received: return fmt::format("receives the notification of job {}", number);
    case Kind::polling_started: return "starts polling";
    case Kind::poll_sent: return fmt::format("polls, {}", part);
    case Kind::poll_answered: return fmt::format("receives the answer to poll {}", part);
    case Kind::polling_stopped: return "stops polling" + stop_reason(record, records);
    case Kind::screen_updated: return screen_text(record, records);
    case Kind::accepted: return fmt::format("accepts job {} (201)", number);
    case Kind::duplicate_ignored: return fmt::format("has job {} already", number);
    case Kind::poll_served: return fmt::format("answers poll {}", part);
    case Kind::registered: return fmt::format("registers the user (connection {})", number);
    case Kind::refreshed: return "sets LastSeen";
    case Kind::refresh_missed: return "cannot set LastSeen: the user has no entry";
    case Kind::stale: return removal_text(record, records);
    case Kind::unregistered: return fmt::format("removes the entry (connection {})", number);
    case Kind::ping_received: return fmt::format("receives ping {}", part);
    case Kind::pong_sent: return fmt::format("sends pong {}", part);
    case Kind::dispatched: return fmt::format("hands job {} to the AI worker", number);
    case Kind::processing_started: return fmt::format("starts processing job {}", number);
    case Kind::processing_completed: return fmt::format("completes job {}", number);
    case Kind::processing_failed: return fmt::format("fails job {}", number);
    case Kind::notification_sent:
      return fmt::format("finds the user connected and sends the notification of job {}", number);
    case Kind::skipped: return fmt::format("user not connected, skips the notification of job {}", number);
  }
  return "";
}

std::string outcome_text(const models::JobResult& job, const std::vector<Record>& records, const Story& story,
                         const models::Settings& settings) {
  const auto at = [&](sim::Instant instant) { return story_time(story, instant); };
  const std::string who = fmt::format("Job {}", job.job);
  if (!job.was_submitted()) return who + " was not submitted before the end of the run.";
  if (!job.was_completed()) return who + " was not completed before the end of the run.";
  const auto after = [&](sim::Instant instant) { return sim::to_seconds(instant - job.completed); };
  const std::string screen =
      job.was_shown() ? fmt::format("the screen showed it {:.3f} s after its completion", after(job.shown))
                      : std::string("the screen had not shown it by the end of the run");
  if (job.was_delivered()) {
    return fmt::format("{} was completed at {}, {} after registration, and delivered {:.3f} s later; {}.",
                       who, at(job.completed), age_text(job.connection_age), after(job.received), screen);
  }
  std::string text = fmt::format("{} was not delivered; {}.", who, screen);
  if (!job.cause) return text;
  text += fmt::format("\n  Cause: {} - {}.", models::text(*job.cause).name, models::text(*job.cause).meaning);
  for (const Record& record : records) {
    if (models::kind_of(record) == Kind::skipped && record.subject.owner == job.user &&
        record.subject.number == job.job) {
      text += "\n  " + skip_reason(record, records, story, settings);
    }
  }
  return text;
}

}  // namespace lastseen::experiments
