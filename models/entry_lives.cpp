#include <lastseen/models/entry_lives.hpp>

#include <algorithm>

namespace lastseen::models {

void EntryLives::observe(const sim::Record& record) {
  if (record.time > session_end_) return;
  const bool by_client = role_of(record) == Role::supervision;
  switch (kind_of(record)) {
    case Kind::registered: return made(record);
    case Kind::stale:
    case Kind::unregistered:
    case Kind::replaced: return removed(record);
    case Kind::restarted: return instance_restarted(record);
    case Kind::connecting:
      users_[record.subject.owner].connection = record.subject.number;
      users_[record.subject.owner].is_dead = false;
      return;
    case Kind::connection_died:
    case Kind::connection_closed: return connection_died(record);
    case Kind::connection_failed:
    case Kind::disconnected:
      if (by_client) connection_died(record);
      return;
    default: return;
  }
}

void EntryLives::made(const sim::Record& registered) {
  User& user = users_[registered.subject.owner];
  const std::uint32_t connection = registered.subject.number;
  const bool is_dead = connection < user.connection || (connection == user.connection && user.is_dead);
  user.entries.push_back({.connection = connection,
                          .instance = registered.actor.index,
                          .made = registered.time,
                          .dead_since = is_dead ? registered.time : sim::never});
}

void EntryLives::removed(const sim::Record& record) {
  auto& entries = users_[record.subject.owner].entries;
  const auto entry = std::ranges::find_if(entries, [&](const Entry& each) {
    return each.instance == record.actor.index && each.connection == record.subject.number;
  });
  if (entry == entries.end()) return;
  end(*entry, record.time);
  entries.erase(entry);
}

void EntryLives::instance_restarted(const sim::Record& restarted) {
  for (User& user : users_) {
    const auto is_gone = [&](const Entry& entry) { return entry.instance == restarted.actor.index; };
    for (const Entry& entry : user.entries) {
      if (is_gone(entry)) end(entry, restarted.time);
    }
    user.entries.erase(std::remove_if(user.entries.begin(), user.entries.end(), is_gone), user.entries.end());
  }
}

void EntryLives::connection_died(const sim::Record& record) {
  User& user = users_[record.subject.owner];
  user.is_dead = user.is_dead || record.subject.number == user.connection;
  for (Entry& entry : user.entries) {
    if (entry.connection == record.subject.number) entry.dead_since = std::min(entry.dead_since, record.time);
  }
}

void EntryLives::end(const Entry& entry, sim::Instant at) {
  ended_.push_back({.length = at - entry.made});
  ghost_time_ += entry.ghost_time(at);
}

std::vector<EntryLifetime> EntryLives::lifetimes(sim::Instant at) const {
  std::vector<EntryLifetime> all = ended_;
  for (const User& user : users_) {
    for (const Entry& entry : user.entries) {
      all.push_back({.length = std::min(at, session_end_) - entry.made, .is_censored = true});
    }
  }
  return all;
}

sim::Duration EntryLives::ghost_time(sim::Instant at) const {
  sim::Duration sum = ghost_time_;
  for (const User& user : users_) {
    for (const Entry& entry : user.entries) sum += entry.ghost_time(std::min(at, session_end_));
  }
  return sum;
}

}  // namespace lastseen::models
