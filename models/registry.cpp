#include <lastseen/models/registry.hpp>

#include <algorithm>

namespace lastseen::models {

void Registry::start() {
  const auto& registry = context_.settings.registry;
  if (!registry.cleanup_timeout) return;
  for (std::uint32_t instance = 0; instance < context_.settings.server.instances; ++instance) {
    const Duration phase = registry.cleanup_phase.value_or(
        context_.chance.draw(label(instance, Purpose::cleanup_phase),
                             Distribution::uniform(Duration::zero(), registry.cleanup_interval)));
    expect_tick(instance, phase);
  }
}

void Registry::connection_opened(SocketId id, sim::RecordId cause) {
  const auto& delay = context_.settings.registry.registration_delay;
  if (!delay) {
    context_.write(Role::registry, id.instance, Kind::not_registered,
                   connection_subject(id.user, id.connection), cause);
    return;
  }
  context_.after(
      context_.chance.draw(
          label(id.user, Purpose::registration_delay, context_.connections.of(id.user, id.connection)),
          *delay),
      [=] {
        return event(Role::registry, id.instance, Timer::registration,
                     connection_subject(id.user, id.connection));
      },
      [this, id, cause, incarnation = instances_[id.instance].incarnation] {
        if (users_[id.user].ended < id.connection && instances_[id.instance].incarnation == incarnation)
          add(id, cause);
      });
}

/// The entry that this connection's end removes, and its pings refresh.
Registry::Entry* Registry::find(SocketId id) {
  const RegistryKey key = context_.settings.registry.key;
  for (Entry& entry : users_[id.user].entries) {
    if (entry.instance != id.instance) continue;
    if (key == RegistryKey::user || entry.connection == id.connection) return &entry;
  }
  return nullptr;
}

bool Registry::passes_fence(SocketId id) {
  if (context_.settings.registry.key != RegistryKey::generation) return true;
  std::uint32_t& latest = instances_[id.instance].generations[id.user];
  if (id.connection < latest) return false;
  latest = id.connection;
  return true;
}

void Registry::add(SocketId id, sim::RecordId cause) {
  if (!passes_fence(id)) {
    context_.write(Role::registry, id.instance, Kind::fenced, connection_subject(id.user, id.connection),
                   cause);
    return;
  }
  auto& entries = users_[id.user].entries;
  const auto place = std::find_if(entries.begin(), entries.end(), [&](const Entry& old) {
    return old.instance == id.instance &&
           (context_.settings.registry.key != RegistryKey::connection || old.connection == id.connection);
  });
  const bool is_replaced = place != entries.end();
  if (is_replaced) {
    context_.write(Role::registry, id.instance, Kind::replaced,
                   connection_subject(id.user, place->connection), cause);
  }
  const sim::RecordId record = context_.write(Role::registry, id.instance, Kind::registered,
                                              connection_subject(id.user, id.connection), cause);
  const Entry entry{id.connection, id.instance, now(), now(), record};
  if (is_replaced) {
    *place = entry;
  } else {
    entries.push_back(entry);
    note_user(id.instance, id.user);
  }
  registered(id, record);
}

void Registry::connection_closed(SocketId id, sim::RecordId cause) {
  User& user = users_[id.user];
  user.ended = std::max(user.ended, id.connection);
  Entry* const entry = find(id);
  if (entry == nullptr) return;
  user.removed_by = context_.write(Role::registry, id.instance, Kind::unregistered,
                                   connection_subject(id.user, entry->connection), cause);
  user.entries.erase(user.entries.begin() + (entry - user.entries.data()));
}

void Registry::heard(SocketId id, Heard what, sim::RecordId cause) {
  const auto& registry = context_.settings.registry;
  const bool is_message = what == Heard::ping_message;
  switch (registry.refresh_on) {
    case RefreshOn::connect: return;
    case RefreshOn::pong:
      if (what == Heard::pong) refresh(id, cause);
      return;
    case RefreshOn::ping:
    case RefreshOn::message:
      if (is_message) refresh(id, cause);
      return;
    case RefreshOn::bytes: return refresh(id, cause);
    case RefreshOn::if_absent:
      if (is_message && !knows(id)) add(id, cause);
      return;
    case RefreshOn::throttled: {
      const Entry* const entry = find(id);
      const bool is_due = entry == nullptr || now() - entry->last_seen >= registry.refresh_interval;
      if (is_message && is_due) refresh(id, cause);
      return;
    }
    case RefreshOn::copy:
      if (is_message) refresh_copy(id, cause);
      return;
  }
}

void Registry::refresh(SocketId id, sim::RecordId cause) {
  Entry* const entry = find(id);
  if (entry == nullptr) return miss(id, cause);
  entry->last_seen = now();
  entry->because = context_.write(Role::registry, id.instance, Kind::refreshed,
                                  connection_subject(id.user, entry->connection), cause);
}

void Registry::refresh_copy(SocketId id, sim::RecordId cause) {
  const Entry* const entry = find(id);
  if (entry == nullptr) return miss(id, cause);
  Entry copy = *entry;  // as a Go range loop over a map of values does
  copy.last_seen = now();
  context_.write(Role::registry, id.instance, Kind::copy_refreshed,
                 connection_subject(id.user, copy.connection), cause);
}

void Registry::miss(SocketId id, sim::RecordId cause) const {
  context_.write(Role::registry, id.instance, Kind::refresh_missed, connection_subject(id.user, 0), cause);
}

bool Registry::is_stale(const Entry& entry, Duration timeout) const {
  const Duration age = now() - entry.last_seen;
  return context_.settings.registry.stale_when == StaleWhen::older_than_timeout ? age > timeout
                                                                                : age >= timeout;
}

Presence Registry::check(std::uint32_t instance, UserId user) const {
  const auto timeout = context_.settings.registry.check_timeout;
  Presence answer;
  sim::RecordId stale = sim::no_record;
  sim::RecordId elsewhere = sim::no_record;
  for (const Entry& entry : users_[user].entries) {
    if (entry.instance != instance) {
      elsewhere = entry.because;
    } else if (timeout && is_stale(entry, *timeout)) {
      stale = entry.because;
    } else {
      answer.connections.push_back(entry.connection);
      answer.because = entry.because;
    }
  }
  if (answer.connected()) return answer;
  answer.because = stale != sim::no_record       ? stale
                   : elsewhere != sim::no_record ? elsewhere
                                                 : users_[user].removed_by;
  return answer;
}

bool Registry::is_registered(UserId user) const {
  const auto timeout = context_.settings.registry.check_timeout;
  const Entries& entries = users_[user].entries;
  return std::any_of(entries.begin(), entries.end(),
                     [&](const Entry& entry) { return !timeout || !is_stale(entry, *timeout); });
}

/// Costs what the entries of this instance do, and not what all users do.
void Registry::tick(std::uint32_t instance) {
  put_in_order(instance);
  std::vector<UserId> walked = std::move(instances_[instance].users);
  instances_[instance].users.clear();
  std::erase_if(walked, [&](UserId user) {
    clean_up(instance, user);
    return !has_entry(instance, user);
  });
  auto& [incarnation, added, in_order, generations] = instances_[instance];
  in_order = in_order && added.empty();  // added by what followed from an eviction
  walked.insert(walked.end(), added.begin(), added.end());
  added = std::move(walked);
  expect_tick(instance, context_.settings.registry.cleanup_interval);
}

void Registry::expect_tick(std::uint32_t instance, Duration after) {
  context_.schedule(
      after, context_.timer_priority, [=] { return event(Role::registry, instance, Timer::cleanup, {}); },
      [this, instance] { tick(instance); });
}

void Registry::note_user(std::uint32_t instance, UserId user) {
  auto& [incarnation, users, in_order, generations] = instances_[instance];
  // Those whose entry is gone are dropped by the tick, and here where nothing ticks.
  if (users.size() == users.capacity() && !users.empty()) {
    put_in_order(instance);
    std::erase_if(users, [&](UserId other) { return other == user || !has_entry(instance, other); });
  }
  in_order = in_order && (users.empty() || users.back() < user);
  users.push_back(user);
}

void Registry::put_in_order(std::uint32_t instance) {
  auto& [incarnation, users, in_order, generations] = instances_[instance];
  if (in_order) return;
  std::ranges::sort(users);
  users.erase(std::unique(users.begin(), users.end()), users.end());
  in_order = true;
}

bool Registry::has_entry(std::uint32_t instance, UserId user) const {
  return std::ranges::any_of(users_[user].entries,
                             [&](const Entry& entry) { return entry.instance == instance; });
}

void Registry::clean_up(std::uint32_t instance, UserId user) {
  const auto& registry = context_.settings.registry;
  auto& [entries, removed_by, ended] = users_[user];
  for (std::size_t index = 0; index < entries.size();) {
    const Entry entry = entries[index];
    if (entry.instance != instance || !is_stale(entry, *registry.cleanup_timeout)) {
      ++index;
      continue;
    }
    removed_by = context_.write(Role::registry, instance, Kind::stale,
                                connection_subject(user, entry.connection), entry.because);
    entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index));
    if (registry.close_on_eviction) evicted({user, entry.connection, instance}, removed_by);
  }
}

void Registry::stop(std::uint32_t instance, sim::RecordId cause) {
  ++instances_[instance].incarnation;
  for (const UserId user : instances_[instance].users) {
    auto& [entries, removed_by, ended] = users_[user];
    const auto rest = std::remove_if(entries.begin(), entries.end(),
                                     [&](const Entry& entry) { return entry.instance == instance; });
    if (rest == entries.end()) continue;
    removed_by = cause;
    entries.erase(rest, entries.end());
  }
  instances_[instance].users.clear();
  instances_[instance].in_order = true;
  instances_[instance].generations.clear();
}

void Registry::shift_clock(Duration by) {
  clock_shift_ += by;
  for (std::uint32_t instance = 0; instance < context_.settings.server.instances; ++instance) {
    const auto milliseconds =
        std::chrono::abs(std::chrono::duration_cast<std::chrono::milliseconds>(by)).count();
    context_.write(
        Role::registry, instance, Kind::clock_jumped,
        {.number = static_cast<std::uint32_t>(milliseconds), .part = by < Duration::zero() ? 1U : 0U},
        sim::no_record);
  }
}

}  // namespace lastseen::models
