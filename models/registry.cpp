#include "models/registry.hpp"

#include <cmath>

namespace lastseen::models {

Registry::Registry(const Context& context)
    : context_(context), entries_(context.settings.session.users), ended_(context.settings.session.users) {}

void Registry::start() {
  const auto& registry = context_.settings.registry;
  if (!registry.cleanup_timeout) return;
  const Duration phase = registry.cleanup_phase.value_or(
      context_.chance.draw(label(the_instance, Purpose::cleanup_phase, 0),
                           Distribution::uniform(Duration::zero(), registry.cleanup_interval)));
  context_.simulation.after(phase, context_.timer_priority(), [this] { clean_up(); });
}

void Registry::connection_opened(UserId user, std::uint32_t connection, sim::RecordId cause) {
  const auto& delay = context_.settings.registry.registration_delay;
  if (!delay) return;
  context_.after(context_.chance.draw(label(user, Purpose::registration_delay, connection), *delay),
                 [this, user, connection, cause] { add(user, connection, cause); });
}

void Registry::add(UserId user, std::uint32_t connection, sim::RecordId cause) {
  if (ended_[user] >= connection) return;
  const sim::Instant now = context_.simulation.now();
  entries_[user] = {connection, now, now,
                    context_.write(Role::registry, the_instance, Kind::registered,
                                   connection_subject(user, connection), cause)};
}

void Registry::connection_closed(UserId user, std::uint32_t connection, sim::RecordId cause) {
  ended_[user] = std::max(ended_[user], connection);
  Entry& entry = entries_[user];
  if (entry.connection == 0) return;
  if (context_.settings.registry.key != RegistryKey::user && entry.connection != connection) return;
  const sim::Subject removed = connection_subject(user, entry.connection);
  entry.connection = 0;
  entry.because = context_.write(Role::registry, the_instance, Kind::unregistered, removed, cause);
}

void Registry::refresh(UserId user, sim::RecordId cause) {
  Entry& entry = entries_[user];
  if (entry.connection == 0) {
    context_.write(Role::registry, the_instance, Kind::refresh_missed, connection_subject(user, 0), cause);
    return;
  }
  entry.last_seen = context_.simulation.now();
  entry.because = context_.write(Role::registry, the_instance, Kind::refreshed,
                                 connection_subject(user, entry.connection), cause);
}

Registry::Answer Registry::check(UserId user) const {
  const Entry& entry = entries_[user];
  const auto timeout = context_.settings.registry.check_timeout;
  const bool fresh =
      entry.connection != 0 && !(timeout && context_.simulation.now() - entry.last_seen > *timeout);
  return {fresh, entry.connection, entry.because};
}

void Registry::clean_up() {
  const auto& registry = context_.settings.registry;
  const sim::Instant now = context_.simulation.now();
  for (UserId user = 0; user < entries_.size(); ++user) {
    Entry& entry = entries_[user];
    if (entry.connection == 0 || now - entry.last_seen <= *registry.cleanup_timeout) continue;
    const std::uint32_t connection = entry.connection;
    entry.connection = 0;
    entry.because = context_.write(Role::registry, the_instance, Kind::stale,
                                   connection_subject(user, connection), entry.because);
    if (registry.close_on_eviction) evicted(user, connection, entry.because);
  }
  context_.simulation.after(registry.cleanup_interval, context_.timer_priority(), [this] { clean_up(); });
}

}  // namespace lastseen::models
