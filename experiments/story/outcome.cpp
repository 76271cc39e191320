#include <lastseen/experiments/story/outcome.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/sim/text.hpp>

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

/// Pings that the server heard: messages are received, control frames only answered.
bool is_heard_ping(const Record& record) {
  return models::kind_of(record) == Kind::ping_received || is_control_pong(record);
}

std::string seen_text(const Record& seen) {
  return models::kind_of(seen) == Kind::registered ? "was registered" : "was last refreshed";
}

std::string timeout_text(const std::optional<sim::Duration>& timeout) {
  return timeout ? sim::to_text(*timeout) : "never";
}

}  // namespace

Outcomes::Outcomes(const std::vector<Record>& records, const StoryClock& story,
                   const models::Settings& settings)
    : records_(records), story_(story), settings_(settings) {
  for (const Record& record : records) {
    const models::UserId user = record.subject.owner;
    if (models::subject_type_of(record) == models::SubjectType::job) {
      of_jobs_.push_back({{user, record.subject.number}, record.id});
    }
    const Kind kind = models::kind_of(record);
    if (is_heard_ping(record)) heard_pings_.emplace_back(user, record.id);
    if (is_control_pong(record)) control_pongs_.emplace_back(user, record.id);
    if (kind == Kind::copy_refreshed) copies_.emplace_back(user, record.id);
    if (kind == Kind::not_registered || kind == Kind::upgrade_failed) {
      failures_to_register_.emplace_back(user, record.id);
    }
  }
  std::ranges::sort(of_jobs_);
  for (OfUsers* kind : {&heard_pings_, &copies_, &control_pongs_, &failures_to_register_}) {
    std::ranges::sort(*kind);
  }
}

/// How many records of the entry's user there are after it was seen and up to an instant.
std::size_t Outcomes::count_between(const OfUsers& kind, const Record& seen, sim::Instant end) const {
  const models::UserId user = seen.subject.owner;
  const auto first = std::ranges::lower_bound(kind, std::pair(user, seen.id + 1));
  const auto last = std::partition_point(first, kind.end(), [&](const auto& each) {
    return each.first == user && record(each.second).time <= end;
  });
  return static_cast<std::size_t>(last - first);
}

/// What came in and did not set LastSeen.
std::string Outcomes::unseen_pings(const Record& seen, sim::Instant end) const {
  const auto pings = count_between(heard_pings_, seen, end);
  if (pings == 0) return "No ping arrived in between.";
  const auto copies = count_between(copies_, seen, end);
  const auto controls = count_between(control_pongs_, seen, end);
  return fmt::format("{} arrived in between{}, and {}.", sim::counted(pings, "ping"),
                     controls > 0 ? ", which the library answered" : "",
                     copies > 0 ? "only a copy of the entry was refreshed" : "LastSeen was not refreshed");
}

/// Why there never was an entry: what went wrong with the latest connection before, if anything did.
std::string Outcomes::no_entry_text(const Record& skip) const {
  const models::UserId user = skip.subject.owner;
  const auto after = std::ranges::lower_bound(failures_to_register_, std::pair(user, skip.id));
  if (after == failures_to_register_.begin() || (after - 1)->first != user) {
    return "No entry existed by then.";
  }
  const Record& because = record((after - 1)->second);
  return fmt::format("No entry existed by then: at {}, {}.", story_time(story_, because.time),
                     sentence(because, records_));
}

std::string Outcomes::removed_text(const Record& removed) const {
  const Record* ended = cause_of(removed, records_);
  if (ended && models::kind_of(*ended) == Kind::handler_returned) {
    return fmt::format("At {}, {}; it removed the entry.", story_time(story_, removed.time),
                       sentence(*ended, records_));
  }
  const Record* why = ended ? cause_of(*ended, records_) : nullptr;
  const bool by_deadline = why && models::kind_of(*why) == Kind::deadline_passed;
  return fmt::format("The end of connection {} at {} removed the user's entry, that of connection {}.{}",
                     ended ? ended->subject.number : 0, story_time(story_, removed.time),
                     removed.subject.number, by_deadline ? " A deadline had expired." : "");
}

/// Why the registry did not know the user: the facts behind the mechanism's name.
std::string Outcomes::skip_reason(const Record& skip) const {
  const Record* because = cause_of(skip, records_);
  if (!because) return "";
  const auto at = [&](const Record& record) { return story_time(story_, record.time); };
  switch (models::kind_of(*because)) {
    case Kind::stale: {
      const Record* seen = cause_of(*because, records_);
      if (!seen) return "";
      return fmt::format(
          "The entry {} at {}; the cleanup at {} removed it (timeout {}). {}", seen_text(*seen), at(*seen),
          at(*because), timeout_text(settings_.registry.cleanup_timeout), unseen_pings(*seen, because->time));
    }
    case Kind::registered:
    case Kind::refreshed:
      if (because->actor.index != skip.actor.index) {
        return fmt::format("The entry is in the registry of instance {}, but instance {} was asked.",
                           because->actor.index, skip.actor.index);
      }
      return fmt::format("The entry {} at {}, {} before the check, which refuses it (timeout {}). {}",
                         seen_text(*because), at(*because), age_text(skip.time - because->time),
                         timeout_text(settings_.registry.check_timeout), unseen_pings(*because, skip.time));
    case Kind::unregistered: return removed_text(*because);
    case Kind::restarted:
      return fmt::format("Instance {} went down at {}, and its registry was lost.", because->actor.index,
                         at(*because));
    default: return no_entry_text(skip);
  }
}

/// What happened to the notification, for each record that says that it will not arrive.
std::string Outcomes::loss_reason(const Record& lost) const {
  switch (models::kind_of(lost)) {
    case Kind::skipped:
    case Kind::kept: return skip_reason(lost);
    case Kind::packet_lost:
      if (lost.subject.part > 0) return "";  // an upload, which is sent again
      [[fallthrough]];
    case Kind::given_up:
    case Kind::push_lost:
      return fmt::format("At {}, {} {}.", story_time(story_, lost.time), actor_text(lost, settings_),
                         sentence(lost, records_));
    default: return "";
  }
}

std::string Outcomes::text(const models::JobResult& job) const {
  const auto at = [&](sim::Instant instant) { return story_time(story_, instant); };
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
  const std::pair key(job.user, job.job);
  for (auto each = std::ranges::lower_bound(of_jobs_, std::pair(key, sim::RecordId{0}));
       each != of_jobs_.end() && each->first == key; ++each) {
    const std::string reason = loss_reason(record(each->second));
    if (!reason.empty()) text += "\n  " + reason;
  }
  return text;
}

}  // namespace lastseen::experiments
