#include "models/supervision.hpp"

namespace lastseen::models {

Supervision::Belief Supervision::belief(UserId user) const {
  const State& state = users_[user];
  return {state.phase >= Phase::connected, state.phase == Phase::verified, state.because};
}

void Supervision::open(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  if (state.phase != Phase::disconnected) return;
  context_.simulation.cancel(state.reconnect);
  state.phase = Phase::connecting;
  ++state.connection;
  const sim::RecordId connecting = context_.write(Role::supervision, user, Kind::connecting,
                                                  connection_subject(user, state.connection), cause);
  send({.kind = PacketKind::upgrade, .user = user, .number = state.connection, .cause = connecting});
}

void Supervision::close(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  context_.simulation.cancel(state.reconnect);
  if (state.phase == Phase::disconnected) return;
  state.phase = Phase::disconnected;
  const sim::RecordId closed = context_.write(Role::supervision, user, Kind::disconnected,
                                              connection_subject(user, state.connection), cause);
  socket_closed(user);
  send({.kind = PacketKind::client_close, .user = user, .number = state.connection, .cause = closed});
}

void Supervision::upgrade_confirmed(Packet reply) {
  if (!is_current(reply)) return;
  socket_opened(reply.user, reply.number, reply.cause);
  const sim::Duration delay = context_.chance.draw(label(reply.user, Purpose::confirm_delay, reply.number),
                                                   context_.settings.connection.confirm_delay);
  context_.after(delay, [this, reply] {
    State& state = users_[reply.user];
    if (!is_current(reply)) return;
    const sim::RecordId said = context_.write(Role::supervision, reply.user, Kind::connected,
                                              connection_subject(reply.user, reply.number), reply.cause);
    if (state.phase == Phase::connecting) {  // else a message came first, which proves more
      state.phase = Phase::connected;
      state.because = said;
    }
    connected(reply.user, said);
  });
}

void Supervision::upgrade_refused(Packet reply) {
  if (is_current(reply)) lose(reply.user, Kind::connection_failed, reply.cause);
}

void Supervision::server_closed(Packet close) {
  if (is_current(close)) lose(close.user, Kind::disconnected, close.cause);
}

void Supervision::lose(UserId user, Kind kind, sim::RecordId cause) {
  State& state = users_[user];
  state.phase = Phase::disconnected;
  state.because =
      context_.write(Role::supervision, user, kind, connection_subject(user, state.connection), cause);
  socket_closed(user);
  failed(user, state.because);
  if (const auto delay = context_.settings.connection.reconnect_after) {
    const sim::RecordId because = state.because;
    state.reconnect = context_.simulation.after(*delay, context_.timer_priority(),
                                                [this, user, because] { open(user, because); });
  }
}

void Supervision::notification_arrived(Packet notification) {
  if (!is_current(notification)) return;
  State& state = users_[notification.user];
  state.phase = Phase::verified;
  state.because = context_.write(Role::supervision, notification.user, Kind::notification_received,
                                 job_subject(notification.user, notification.part), notification.cause);
  notified(notification.user, notification.part, state.because);
}

}  // namespace lastseen::models
