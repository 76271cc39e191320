#include <lastseen/models/entry_watch.hpp>

namespace lastseen::models {

void EntryWatch::observe(const sim::Record& record) {
  const bool by_client = role_of(record) == Role::supervision;
  switch (kind_of(record)) {
    // The entry.
    case Kind::registered: return entry_made(record);
    case Kind::stale: return entry_stale(record);
    case Kind::unregistered: return entry_removed(record);
    case Kind::restarted: return instance_restarted(record);
    case Kind::refreshed:
      if (record.subject.number == connection_) saw(record);
      break;

    // Pings.
    case Kind::ping_received: keep_first(ping_, record); break;
    case Kind::copy_refreshed: keep_first(copy_, record); break;
    case Kind::pong_sent:
      if (role_of(record) == Role::gateway) keep_first(control_ping_, record);
      break;

    // The app.
    case Kind::backgrounded:
      background_ = record.id;
      in_background_ = true;
      break;
    case Kind::foregrounded: in_background_ = false; break;
    case Kind::view_opened: view_opened_ = record.id; break;

    // Connections, from the server's `connected` to their ends.
    case Kind::connected:
      if (!by_client) connection_opened(record);
      break;
    case Kind::upgrade_failed: explain_absence({Mechanism::failed_upgrade, record.id}); break;
    case Kind::not_registered: explain_absence({Mechanism::never_registered, record.id}); break;
    case Kind::handler_returned: handler_returned(record); break;
    case Kind::deadline_passed: deadline_ = record.id; break;
    case Kind::connection_died:
    case Kind::connection_closed: connection_died(record); break;
    case Kind::connection_failed:
    case Kind::disconnected: by_client ? client_ended(record) : server_ended(record); break;

    default: break;
  }
}

void EntryWatch::entry_made(const sim::Record& registered) {
  present_ = true;
  registered_ = registered.time;
  connection_ = registered.subject.number;
  instance_ = registered.actor.index;
  saw(registered);
}

void EntryWatch::entry_stale(const sim::Record& stale) {
  if (is_of_entry(stale)) gone(out_of_sight());
}

void EntryWatch::entry_removed(const sim::Record& unregistered) {
  if (!is_of_entry(unregistered)) return;
  if (unregistered.cause == handler_returned_) {
    return gone({Mechanism::handler_returns, handler_returned_});
  }
  if (server_end_.connection != connection_) {
    return gone({Mechanism::late_close, server_end_.record});
  }
  return gone(server_end_.why);
}

void EntryWatch::instance_restarted(const sim::Record& restarted) {
  restarted_ = restarted.id;
  if (present_ && restarted.actor.index == instance_) gone({Mechanism::restart, restarted.id});
}

/// LastSeen is set: what pinged before no longer counts.
void EntryWatch::saw(const sim::Record& record) {
  seen_ = record.id;
  ping_ = copy_ = control_ping_ = sim::no_record;
}

void EntryWatch::keep_first(sim::RecordId& first, const sim::Record& record) {
  if (first == sim::no_record) first = record.id;
}

/// Until it is registered, there is no entry because of that.
void EntryWatch::connection_opened(const sim::Record& connected) {
  explain_absence({Mechanism::never_registered, connected.id});
  awaits_registration_ = connected.id;
}

void EntryWatch::handler_returned(const sim::Record& returned) {
  handler_returned_ = returned.id;
  ended_before_registration({Mechanism::handler_returns, returned.id});
}

void EntryWatch::connection_died(const sim::Record& died) {
  const bool by_background = died.cause != sim::no_record && died.cause == background_;
  died_ = {role_of(died) == Role::proxy ? Mechanism::idle_proxy
           : by_background              ? Mechanism::background
                                        : Mechanism::half_open,
           died.id};
  died_connection_ = died.subject.number;
}

void EntryWatch::client_ended(const sim::Record& ended) {
  // The view that made a new connection is a race of connecting; who gave up a silent socket found it half-open.
  const bool by_view = ended.cause != sim::no_record && ended.cause == view_opened_;
  const Blame why = by_view                                    ? Blame{Mechanism::connect_race, ended.id}
                    : died_connection_ == ended.subject.number ? died_
                                                               : Blame{Mechanism::half_open, ended.id};
  next_client_end_ = static_cast<std::uint8_t>((next_client_end_ + 1) % client_ends_.size());
  client_ends_[next_client_end_] = {ended.id, ended.subject.number, why};
}

void EntryWatch::server_ended(const sim::Record& ended) {
  server_end_ = {ended.id, ended.subject.number, why_closed(ended)};
  ended_before_registration(server_end_.why);
}

void EntryWatch::explain_absence(Blame why) {
  if (!present_) absent_because_ = why;
}

/// The connection that was about to be registered is gone.
void EntryWatch::ended_before_registration(Blame why) {
  if (!present_ && absent_because_.record != sim::no_record &&
      absent_because_.record == awaits_registration_) {
    absent_because_ = why;
  }
}

void EntryWatch::gone(Blame why) {
  present_ = false;
  absent_because_ = why;
}

/// Nothing has set LastSeen for too long.
Blame EntryWatch::out_of_sight() const {
  if (copy_ != sim::no_record) return {Mechanism::refresh_of_a_copy, copy_};
  // A ping that came since then would have kept the entry alive, had it set LastSeen.
  if (ping_ != sim::no_record) return {Mechanism::no_refresh, ping_};
  if (control_ping_ != sim::no_record) return {Mechanism::control_ping, control_ping_};
  // None came. Because the app slept, or nothing got through, or it was not time yet.
  if (background_ > seen_) return {Mechanism::background, background_};
  if (died_.record > seen_ || is_dead_entry()) return died_;
  return {Mechanism::short_timeout, seen_};
}

/// Why the server's end of a connection was closed.
Blame EntryWatch::why_closed(const sim::Record& disconnected) const {
  for (const End& end : client_ends_) {
    if (end.record != sim::no_record && end.record == disconnected.cause) return end.why;
  }
  if (disconnected.cause == died_.record && died_.record != sim::no_record) return died_;
  if (disconnected.cause == deadline_ && deadline_ != sim::no_record) {
    if (died_.record > seen_ || is_dead_entry()) return died_;
    if (background_ > seen_) return {Mechanism::background, background_};
    if (control_ping_ != sim::no_record) return {Mechanism::control_ping, control_ping_};
    return {Mechanism::short_deadline, deadline_};
  }
  return {Mechanism::half_open, disconnected.id};
}

Blame EntryWatch::missing(std::optional<std::uint32_t> instance) const {
  if (!present_) return absent_because_;
  if (instance && instance_ != *instance) return {Mechanism::other_instance, seen_};
  return out_of_sight();
}

Blame EntryWatch::lost(const sim::Record& lost) const {
  if (lost.cause != sim::no_record && lost.cause == died_.record) return died_;
  if (lost.cause != sim::no_record && lost.cause == restarted_) return {Mechanism::restart, restarted_};
  return {Mechanism::half_open, lost.id};
}

}  // namespace lastseen::models
