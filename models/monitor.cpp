#include "models/monitor.hpp"

namespace lastseen::models {

Monitor::Monitor(std::uint32_t users, std::uint32_t jobs_per_user)
    : jobs_per_user_(jobs_per_user),
      entries_(users),
      client_closes_(users),
      closed_(users),
      polling_since_(users, sim::never),
      submissions_(users) {
  result_.jobs.resize(std::size_t{users} * jobs_per_user);
  for (std::size_t index = 0; index < result_.jobs.size(); ++index) {
    result_.jobs[index].user = static_cast<UserId>(index / jobs_per_user);
    result_.jobs[index].job = static_cast<std::uint32_t>(index % jobs_per_user) + 1;
  }
}

void Monitor::observe(const sim::Record& record) {
  const UserId user = record.subject.owner;
  switch (kind_of(record)) {
    case Kind::submitted:
      job(record).submitted = record.time;
      submissions_[user] = {record.id, record.subject.number};
      break;
    case Kind::accepted: job(record).accepted = record.time; break;
    case Kind::processing_completed:
    case Kind::processing_failed:
      job(record).completed = record.time;
      if (entries_[user].registered != sim::never) {
        job(record).connection_age = record.time - entries_[user].registered;
      }
      break;
    case Kind::notification_sent: job(record).sent = record.time; break;
    case Kind::skipped:
      job(record).skipped = record.time;
      job(record).cause = cause_of_skip(record);
      break;
    case Kind::notification_received:
      if (!job(record).was_delivered()) job(record).received = record.time;
      break;
    case Kind::screen_updated: job(record).shown = record.time; break;
    case Kind::polling_started:
      polling_since_[user] = record.time;
      if (record.cause != sim::no_record && record.cause == submissions_[user].record) {
        job(user, submissions_[user].job).started_polling = true;
      }
      break;
    case Kind::polling_stopped:
      result_.polling_time += record.time - polling_since_[user];
      polling_since_[user] = sim::never;
      break;
    case Kind::poll_sent: ++result_.polls; break;
    case Kind::ping_sent: ++result_.pings; break;
    case Kind::connecting: ++result_.connections_attempted; break;
    case Kind::connected:
      if (role_of(record) == Role::supervision) ++result_.connections_established;
      if (role_of(record) == Role::gateway) entries_[user].server_connection = record.subject.number;
      break;
    case Kind::disconnected:
      if (role_of(record) == Role::supervision) {
        auto& closes = client_closes_[user];
        if (closes.size() < record.subject.number) closes.resize(record.subject.number, sim::no_record);
        closes[record.subject.number - 1] = record.id;
      } else {
        const auto& closes = client_closes_[user];
        const bool by_client =
            closes.size() >= record.subject.number && closes[record.subject.number - 1] == record.cause;
        closed_[user] = {record.id, record.subject.number, by_client};
      }
      break;
    case Kind::registered:
    case Kind::refreshed:
    case Kind::stale:
    case Kind::unregistered:
    case Kind::ping_received: observe_entry(record, entries_[user]); break;
    default: break;
  }
}

void Monitor::observe_entry(const sim::Record& record, EntryWatch& entry) {
  const auto gone = [&](Mechanism by) {
    entry.removed = record.id;
    entry.removed_by = by;
    entry.present = false;
    result_.entry_lifetimes.push_back(record.time - entry.registered);
  };
  const auto out_of_sight = [&] {
    // A ping that came since then would have kept the entry alive, had it refreshed LastSeen.
    return entry.pings_since_seen > 0 ? Mechanism::no_refresh : Mechanism::short_timeout;
  };
  switch (kind_of(record)) {
    case Kind::registered:
      entry.registered = record.time;
      entry.present = true;
      [[fallthrough]];
    case Kind::refreshed:
      entry.seen = record.id;
      entry.pings_since_seen = 0;
      break;
    case Kind::ping_received:
      if (entry.present) ++entry.pings_since_seen;
      break;
    case Kind::stale: gone(out_of_sight()); break;
    case Kind::unregistered: {
      const ClosedWatch& closed = closed_[record.subject.owner];
      if (closed.connection != record.subject.number) {
        gone(Mechanism::late_close);
      } else {
        gone(closed.by_client ? Mechanism::connect_race : Mechanism::short_deadline);
      }
      break;
    }
    default: break;
  }
}

Mechanism Monitor::cause_of_skip(const sim::Record& record) const {
  const EntryWatch& entry = entries_[record.subject.owner];
  if (record.cause == entry.removed && entry.removed != sim::no_record) return entry.removed_by;
  if (record.cause == entry.seen && entry.seen != sim::no_record) {
    return entry.pings_since_seen > 0 ? Mechanism::no_refresh : Mechanism::short_timeout;
  }
  return entry.server_connection > 0 ? Mechanism::never_registered : Mechanism::connect_race;
}

SessionResult Monitor::result(sim::Instant end) const {
  SessionResult result = result_;
  for (JobResult& job : result.jobs) {
    if (job.sent != sim::never && !job.was_delivered()) job.cause = Mechanism::half_open;
  }
  for (const sim::Instant since : polling_since_) {
    if (since != sim::never) result.polling_time += end - since;
  }
  return result;
}

}  // namespace lastseen::models
