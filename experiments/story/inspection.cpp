#include <lastseen/experiments/story/inspection.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <tuple>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/record_kinds.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

using models::Kind;
using models::Role;
using sim::Record;

Inspector::Inspector(const models::Settings& settings)
    : registry_(settings.registry),
      ping_kind_(settings.ping.kind),
      clients_(settings.session.users),
      clock_shifts_(settings.server.instances) {
  for (models::UserId user = 0; user < clients_.size(); ++user) clients_[user].metrics.user = user;
}

void Inspector::observe(const Record& record) {
  if (models::record_kind(record).opens == models::Span::down) {
    std::erase_if(entries_, [&](const auto& each) { return each.first.instance == record.actor.index; });
  }
  if (models::role_of(record) == Role::registry) observe_registry(record);
  if (models::role_of(record) == Role::supervision) observe_supervision(record);
}

void Inspector::observe_registry(const Record& record) {
  const models::RecordKind& row = models::record_kind(record);
  const EntryKey key = entry_key(record, registry_.key);
  const sim::Instant now = clock_of(record.actor.index, record.time);
  if (row.opens == models::Span::entry) entries_[key] = {record.subject.number, now, now};
  if (row.closes == models::Span::entry) entries_.erase(key);
  if (row.kind == Kind::refreshed) entries_.at(key).last_seen = now;
  if (row.kind == Kind::clock_jumped) clock_shifts_[record.actor.index] += jump_of(record);
}

void Inspector::observe_supervision(const Record& record) {
  auto& [metrics, pings] = clients_[record.actor.index];
  const std::pair ping(record.subject.number, record.subject.part);
  switch (models::kind_of(record)) {
    case Kind::connecting: ++metrics.attempts; return;
    case Kind::connected: ++metrics.successes; return;
    case Kind::connection_failed: ++metrics.failures; return;
    case Kind::notification_received:
    case Kind::duplicate_received: ++metrics.messages; return;
    case Kind::ping_sent: pings[ping] = record.time; return;
    case Kind::pong_received: {
      if (ping_kind_ == models::PingKind::message) ++metrics.messages;
      const auto sent = pings.find(ping);
      if (sent == pings.end()) return;  // the pong came twice
      ++metrics.round_trips;
      metrics.round_trip_time += record.time - sent->second;
      pings.erase(sent);
      return;
    }
    default: return;
  }
}

Inspection Inspector::look(sim::Instant at) const {
  Inspection inspection{.at = at};
  for (const auto& [key, entry] : entries_) {
    const sim::Instant now = clock_of(key.instance, at);
    EntryView view{.user = key.user,
                   .instance = key.instance,
                   .connection = entry.connection,
                   .connected_at = entry.connected_at,
                   .last_seen = entry.last_seen,
                   .age = now - entry.connected_at,
                   .unseen = now - entry.last_seen};
    if (registry_.check_timeout) {
      view.stale = registry_.stale_when == models::StaleWhen::older_than_timeout
                       ? view.unseen > *registry_.check_timeout
                       : view.unseen >= *registry_.check_timeout;
    }
    inspection.entries.push_back(view);
  }
  std::sort(inspection.entries.begin(), inspection.entries.end(), [](const EntryView& a, const EntryView& b) {
    return std::tie(a.user, a.instance, a.connection) < std::tie(b.user, b.instance, b.connection);
  });
  for (const Client& client : clients_) inspection.clients.push_back(client.metrics);
  return inspection;
}

std::vector<Inspection> inspect(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
                                std::vector<sim::Instant> instants) {
  std::sort(instants.begin(), instants.end());
  const sim::Chance chance(scenario.seed, replication);
  models::World world(arm.settings, chance);
  Inspector inspector(arm.settings);
  world.add(inspector);
  std::vector<Inspection> inspections;
  for (const sim::Instant at : instants) {
    world.run_until(at);
    inspections.push_back(inspector.look(at));
  }
  return inspections;
}

sim::Instant parse_instant(const std::string& text, const StoryClock& story, sim::Instant latest,
                           const std::string& option) {
  const std::string allowed = fmt::format(
      "; allowed: a time from the start of the run such as 90s, up to {}, or from the zero of the story such "
      "as +22s or -10s",
      sim::to_text(latest.time_since_epoch()));
  sim::Instant at = sim::run_start;
  try {
    const bool is_signed = !text.empty() && (text[0] == '+' || text[0] == '-');
    const sim::Duration size = sim::parse_duration(std::string_view(text).substr(is_signed ? 1 : 0));
    at += is_signed ? story.zero + (text[0] == '-' ? -size : size) : size;
  } catch (const std::invalid_argument&) {
    throw InputError(fmt::format("{} {}: not a time{}", option, sim::quote(text), allowed));
  }
  if (at < sim::run_start || at > latest) {
    throw InputError(fmt::format("{} {}: {} the run{}", option, sim::quote(text),
                                 at < sim::run_start ? "before" : "after the end of", allowed));
  }
  return at;
}

}  // namespace lastseen::experiments
