#include <lastseen/experiments/story/outcome.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include <lastseen/experiments/words/sentences.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using sim::Record;

/// "107.0 s", of what went by since the record.
std::string age_text(sim::Duration age) { return fmt::format("{:.1f} s", sim::to_seconds(age)); }

/// The library's answer to a ping that is a control frame.
bool is_control_pong(const Record& record) {
  return models::kind_of(record) == Kind::pong_sent && models::role_of(record) == Role::gateway;
}

/// How many records of the entry's user count, after it was seen and up to an instant.
std::size_t count_between(const std::vector<Record>& records, const Record& seen, sim::Instant end,
                          bool (*counts)(const Record&)) {
  return static_cast<std::size_t>(std::count_if(records.begin(), records.end(), [&](const Record& record) {
    return record.id > seen.id && record.time <= end && record.subject.owner == seen.subject.owner &&
           counts(record);
  }));
}

/// Pings that the server heard: messages are received, control frames only answered.
bool is_heard_ping(const Record& record) {
  return models::kind_of(record) == Kind::ping_received || is_control_pong(record);
}

/// What came in and did not set LastSeen.
std::string unseen_pings(const std::vector<Record>& records, const Record& seen, sim::Instant end) {
  const auto pings = count_between(records, seen, end, is_heard_ping);
  if (pings == 0) return "No ping arrived in between.";
  const auto copies = count_between(records, seen, end, [](const Record& record) {
    return models::kind_of(record) == Kind::copy_refreshed;
  });
  const auto controls = count_between(records, seen, end, is_control_pong);
  return fmt::format("{} ping{} arrived in between{}, and {}.", pings, pings == 1 ? "" : "s",
                     controls > 0 ? ", which the library answered" : "",
                     copies > 0 ? "only a copy of the entry was refreshed" : "LastSeen was not refreshed");
}

std::string seen_text(const Record& seen) {
  return models::kind_of(seen) == Kind::registered ? "was registered" : "was last refreshed";
}

std::string timeout_text(const std::optional<sim::Duration>& timeout) {
  return timeout ? sim::to_text(*timeout) : "never";
}

/// Why there never was an entry: what went wrong with the latest connection before, if anything did.
std::string no_entry_text(const Record& skip, const std::vector<Record>& records, const StoryClock& story) {
  const Record* because = nullptr;
  for (const Record& record : records) {
    if (record.id >= skip.id) break;
    const Kind kind = models::kind_of(record);
    const bool explains = kind == Kind::not_registered || kind == Kind::upgrade_failed;
    if (explains && record.subject.owner == skip.subject.owner) because = &record;
  }
  if (!because) return "No entry existed by then.";
  return fmt::format("No entry existed by then: at {}, {}.", story_time(story, because->time),
                     sentence(*because, records));
}

std::string removed_text(const Record& removed, const std::vector<Record>& records, const StoryClock& story) {
  const Record* ended = cause_of(removed, records);
  if (ended && models::kind_of(*ended) == Kind::handler_returned) {
    return fmt::format("At {}, {}; it removed the entry.", story_time(story, removed.time),
                       sentence(*ended, records));
  }
  const Record* why = ended ? cause_of(*ended, records) : nullptr;
  const bool by_deadline = why && models::kind_of(*why) == Kind::deadline_passed;
  return fmt::format("The end of connection {} at {} removed the user's entry, that of connection {}.{}",
                     ended ? ended->subject.number : 0, story_time(story, removed.time),
                     removed.subject.number, by_deadline ? " A deadline had expired." : "");
}

/// Why the registry did not know the user: the facts behind the mechanism's name.
std::string skip_reason(const Record& skip, const std::vector<Record>& records, const StoryClock& story,
                        const models::Settings& settings) {
  const Record* because = cause_of(skip, records);
  if (!because) return "";
  const auto at = [&](const Record& record) { return story_time(story, record.time); };
  switch (models::kind_of(*because)) {
    case Kind::stale: {
      const Record* seen = cause_of(*because, records);
      if (!seen) return "";
      return fmt::format("The entry {} at {}; the cleanup at {} removed it (timeout {}). {}",
                         seen_text(*seen), at(*seen), at(*because),
                         timeout_text(settings.registry.cleanup_timeout),
                         unseen_pings(records, *seen, because->time));
    }
    case Kind::registered:
    case Kind::refreshed:
      if (because->actor.index != skip.actor.index) {
        return fmt::format("The entry is in the registry of instance {}, but instance {} was asked.",
                           because->actor.index, skip.actor.index);
      }
      return fmt::format("The entry {} at {}, {} before the check, which refuses it (timeout {}). {}",
                         seen_text(*because), at(*because), age_text(skip.time - because->time),
                         timeout_text(settings.registry.check_timeout),
                         unseen_pings(records, *because, skip.time));
    case Kind::unregistered: return removed_text(*because, records, story);
    case Kind::restarted:
      return fmt::format("Instance {} went down at {}, and its registry was lost.", because->actor.index,
                         at(*because));
    default: return no_entry_text(skip, records, story);
  }
}

/// What happened to the notification, for each record that says that it will not arrive.
std::string loss_reason(const Record& record, const std::vector<Record>& records, const StoryClock& story,
                        const models::Settings& settings) {
  switch (models::kind_of(record)) {
    case Kind::skipped:
    case Kind::kept: return skip_reason(record, records, story, settings);
    case Kind::packet_lost:
      if (record.subject.part > 0) return "";  // an upload, which is sent again
      [[fallthrough]];
    case Kind::given_up:
    case Kind::push_lost:
      return fmt::format("At {}, {} {}.", story_time(story, record.time), actor_text(record, settings),
                         sentence(record, records));
    default: return "";
  }
}

}  // namespace

std::string outcome_text(const models::JobResult& job, const std::vector<Record>& records,
                         const StoryClock& story, const models::Settings& settings) {
  const auto at = [&](sim::Instant instant) { return story_time(story, instant); };
  const std::string who = fmt::format("Job {}", job.job);
  if (!job.was_submitted()) return who + " was not submitted by the end of the run.";
  if (!job.was_completed()) return fmt::format("{} was {}.", who, models::unfinished_text);
  const auto after = [&](sim::Instant instant) { return sim::to_seconds(instant - job.completed); };
  const std::string screen =
      job.was_shown() ? fmt::format("the screen showed it {:.3f} s after its completion", after(job.shown))
                      : std::string("the screen had not shown it by the end of the run");
  if (job.was_delivered()) {
    if (job.connection_age < sim::Duration::zero()) {
      return fmt::format("{} was completed at {}, before any registration, and delivered {:.3f} s later; {}.",
                         who, at(job.completed), after(job.received), screen);
    }
    return fmt::format("{} was completed at {}, {} after registration, and delivered {:.3f} s later; {}.",
                       who, at(job.completed), age_text(job.connection_age), after(job.received), screen);
  }
  std::string text = fmt::format("{} was not delivered; {}.", who, screen);
  if (!job.cause) return text;
  text += fmt::format("\n  Cause: {} - {}.", models::name(*job.cause), models::entry(*job.cause).meaning);
  for (const Record& record : records) {
    if (models::subject_type_of(record) != models::SubjectType::job || record.subject.owner != job.user ||
        record.subject.number != job.job) {
      continue;
    }
    const std::string reason = loss_reason(record, records, story, settings);
    if (!reason.empty()) text += "\n  " + reason;
  }
  return text;
}

}  // namespace lastseen::experiments
