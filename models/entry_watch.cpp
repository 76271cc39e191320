#include <lastseen/models/entry_watch.hpp>

namespace lastseen::models {

EntryWatch::Ends EntryWatch::observe(const sim::Record& record) {
  const bool by_client = role_of(record) == Role::supervision;
  const std::uint32_t connection = record.subject.number;
  switch (kind_of(record)) {
    case Kind::registered: {
      const Ends ends{sim::Duration{-1},
                      ghost_time_until(record.time)};  // the entry stays, for another connection
      present_ = true;
      registered_ = record.time;
      connection_ = connection;
      instance_ = record.actor.index;
      dead_since_ = connection == dead_connection_ ? record.time : sim::never;  // registered too late
      saw(record);
      return ends;
    }
    case Kind::refreshed:
      if (connection == connection_) saw(record);
      break;
    case Kind::ping_received:
      if (ping_ == sim::no_record) ping_ = record.id;
      break;
    case Kind::copy_refreshed:
      if (copy_ == sim::no_record) copy_ = record.id;
      break;
    case Kind::pong_sent:
      if (role_of(record) == Role::gateway && control_ping_ == sim::no_record) control_ping_ = record.id;
      break;
    case Kind::backgrounded:
      background_ = record.id;
      in_background_ = true;
      break;
    case Kind::foregrounded: in_background_ = false; break;
    case Kind::stale:
      if (present_ && connection == connection_) return gone(record.time, out_of_sight());
      break;
    case Kind::unregistered:
      if (!present_ || connection != connection_) break;
      if (record.cause == handler_returned_) {
        return gone(record.time, {Mechanism::handler_returns, handler_returned_});
      }
      if (server_end_.connection != connection) {
        return gone(record.time, {Mechanism::late_close, server_end_.record});
      }
      return gone(record.time, server_end_.why);
    case Kind::restarted:
      restarted_ = record.id;
      if (present_ && record.actor.index == instance_) {
        return gone(record.time, {Mechanism::restart, record.id});
      }
      break;
    case Kind::connection_died:
      if (role_of(record) == Role::proxy) {
        died_ = {Mechanism::idle_proxy, record.id};
      } else if (record.cause != sim::no_record && record.cause == background_) {
        died_ = {Mechanism::background, record.id};
      } else {
        died_ = {Mechanism::half_open, record.id};
      }
      died_connection_ = connection;
      is_dead(record);
      break;
    case Kind::connected:
      if (!by_client && !present_) absent_because_ = {Mechanism::never_registered, record.id};
      if (!by_client) awaits_registration_ = record.id;
      break;
    case Kind::not_registered:
      if (!present_) absent_because_ = {Mechanism::never_registered, record.id};
      break;
    case Kind::upgrade_failed:
      if (!present_) absent_because_ = {Mechanism::failed_upgrade, record.id};
      break;
    case Kind::handler_returned:
      handler_returned_ = record.id;
      ended_before_registration({Mechanism::handler_returns, record.id});
      break;
    case Kind::deadline_passed: deadline_ = record.id; break;
    case Kind::view_opened: view_opened_ = record.id; break;
    case Kind::connection_failed:
    case Kind::disconnected:
      if (by_client) {
        is_dead(record);
        // The view that made a new connection is a race of connecting; who gave up a silent socket found it half-open.
        const bool by_view = record.cause != sim::no_record && record.cause == view_opened_;
        next_client_end_ = static_cast<std::uint8_t>((next_client_end_ + 1) % client_ends_.size());
        client_ends_[next_client_end_] = {record.id, connection,
                                          by_view ? Blame{Mechanism::connect_race, record.id}
                                          : died_connection_ == connection
                                              ? died_
                                              : Blame{Mechanism::half_open, record.id}};
      } else {
        server_end_ = {record.id, connection, closed(record)};
        ended_before_registration(server_end_.why);
      }
      break;
    default: break;
  }
  return {};
}

/// The connection of the record is dead.
void EntryWatch::is_dead(const sim::Record& record) {
  dead_connection_ = record.subject.number;
  if (present_ && dead_connection_ == connection_ && dead_since_ == sim::never) dead_since_ = record.time;
}

/// The connection that was about to be registered is gone.
void EntryWatch::ended_before_registration(Blame why) {
  if (!present_ && absent_because_.record != sim::no_record &&
      absent_because_.record == awaits_registration_) {
    absent_because_ = why;
  }
}

void EntryWatch::saw(const sim::Record& record) {
  seen_ = record.id;
  ping_ = copy_ = control_ping_ = sim::no_record;
}

EntryWatch::Ends EntryWatch::gone(sim::Instant at, Blame why) {
  Ends ends{at - registered_, {}};
  if (dead_since_ != sim::never) ends.ghost_time = at - dead_since_;
  present_ = false;
  dead_since_ = sim::never;
  absent_because_ = why;
  return ends;
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
Blame EntryWatch::closed(const sim::Record& disconnected) const {
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

sim::Duration EntryWatch::ghost_time_until(sim::Instant end) const {
  return present_ && dead_since_ != sim::never ? end - dead_since_ : sim::Duration::zero();
}

}  // namespace lastseen::models
