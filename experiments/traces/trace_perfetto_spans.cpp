#include <lastseen/experiments/traces/trace_perfetto_spans.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/words/registry_entries.hpp>

namespace lastseen::experiments {

using models::Kind;
using models::Role;
using models::Side;

std::vector<Spans::Change> Spans::follow(const sim::Record& record) {
  changes_.clear();
  if (models::side_of(models::role_of(record)) == Side::server) {
    follow_server(record);
  } else {
    follow_phone(record);
  }
  return changes_;
}

std::vector<Spans::Change> Spans::end_all() {
  changes_.clear();
  while (!open_.empty()) end(SpanKey(open_.begin()->first));
  return changes_;
}

void Spans::begin(SpanKey key, Role role, std::string name) {
  end(key);
  const OpenSpan span{++last_id_, std::move(name), role};
  open_.emplace(key, span);
  changes_.push_back({true, std::move(key), span});
}

void Spans::end(const SpanKey& key) {
  const auto found = open_.find(key);
  if (found == open_.end()) return;
  changes_.push_back({false, key, found->second});
  open_.erase(found);
}

/// The instance is down: its sockets and its registry are gone.
void Spans::end_instance(std::uint32_t instance) {
  std::vector<SpanKey> gone;
  for (const auto& [key, span] : open_) {
    const bool is_lost = key.what == "socket" || key.what == "entry";
    if (is_lost && key.index == instance) gone.push_back(key);
  }
  for (const SpanKey& key : gone) end(key);
}

void Spans::follow_phone(const sim::Record& record) {
  const Role role = models::role_of(record);
  const std::uint32_t number = record.subject.number;
  const models::UserId user = record.actor.index;
  const auto key = [&](const char* what, std::uint32_t of) {
    return SpanKey{what, models::side_of(role), user, user, of};
  };
  switch (models::kind_of(record)) {
    case Kind::submitted: return begin(key("job", number), Role::view, fmt::format("job {}", number));
    case Kind::screen_updated: return end(key("job", number));
    case Kind::upload_sent:
      if (record.subject.part != 1) return;
      return begin(key("upload", number), role, fmt::format("upload of job {}", number));
    case Kind::upload_confirmed: return end(key("upload", number));
    case Kind::connecting:
      return begin(key("connection", number), role, fmt::format("connection {}", number));
    case Kind::connection_failed:
    case Kind::disconnected: return end(key("connection", number));
    case Kind::polling_started: return begin(key("polling", number), role, fmt::format("polling {}", number));
    case Kind::polling_stopped: return end(key("polling", number));
    case Kind::backgrounded: return begin(key("background", 0), role, "in the background");
    case Kind::foregrounded: return end(key("background", 0));
    // Outages of one user may overlap; each ends the one that it belongs to.
    case Kind::outage_began: return begin(key("outage", record.id), role, "outage");
    case Kind::outage_ended: return end(key("outage", record.cause));
    default: return;
  }
}

void Spans::follow_server(const sim::Record& record) {
  const Role role = models::role_of(record);
  const auto [type, user, number, part] = record.subject;
  const std::uint32_t instance = record.actor.index;
  const auto key = [&, owner = user](const char* what, std::uint32_t of) {
    return SpanKey{what, Side::server, instance, owner, of};
  };
  const auto entry = [&] { return key("entry", entry_key(record, key_).connection); };
  switch (models::kind_of(record)) {
    case Kind::connected:
      return begin(key("socket", number), role, fmt::format("socket {} of user {}", number, user));
    case Kind::disconnected:
    case Kind::upgrade_failed: return end(key("socket", number));
    case Kind::registered:
      return begin(entry(), role, fmt::format("entry of user {}, connection {}", user, number));
    case Kind::stale:
    case Kind::unregistered: return end(entry());
    case Kind::processing_started:
      return begin(key("processing", number), role, fmt::format("job {} of user {}", number, user));
    case Kind::processing_completed:
    case Kind::processing_failed: return end(key("processing", number));
    case Kind::restarted: end_instance(instance); return begin(key("down", 0), role, "down");
    case Kind::started: return end(key("down", 0));
    default: return;
  }
}

}  // namespace lastseen::experiments
