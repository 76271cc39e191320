#include <lastseen/models/heartbeat.hpp>

#include <algorithm>

#include <lastseen/models/app_timer.hpp>

namespace lastseen::models {

void Heartbeat::start(UserId user, std::uint32_t connection, sim::RecordId cause) {
  stop(user);
  const auto& ping_settings = context_.settings.ping;
  State& state = users_[user];
  state.connection = connection;
  state.pings = 0;
  state.answered = 0;
  after_in_app(
      context_, user, ping_settings.first_after.value_or(ping_settings.interval), state.timer,
      [=, this] { return next_ping(user); }, [this, user, cause] { ping(user, cause); });
}

void Heartbeat::stop(UserId user) {
  context_.simulation.cancel(users_[user].timer);
  users_[user].connection = 0;
}

EventName Heartbeat::next_ping(UserId user) const {
  const State& state = users_[user];
  return event(Role::supervision, user, Timer::ping,
               connection_subject(user, state.connection, state.pings + 1));
}

void Heartbeat::ping(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  const std::uint32_t number = ++state.pings;
  const sim::RecordId sent = context_.write(Role::supervision, user, Kind::ping_sent,
                                            connection_subject(user, state.connection, number), cause);
  send({.kind = PacketKind::ping, .user = user, .number = state.connection, .part = number, .cause = sent});
  after_in_app(
      context_, user, context_.settings.ping.interval, state.timer, [=, this] { return next_ping(user); },
      [this, user, cause] { ping(user, cause); });
  expect_pong(user, sent);
}

/// Each ping has a wait of its own, because a pong to an earlier one says nothing of a later one.
void Heartbeat::expect_pong(UserId user, sim::RecordId sent) {
  const auto timeout = context_.settings.connection.pong_timeout;
  if (!timeout) return;
  const std::uint32_t connection = users_[user].connection;
  const std::uint32_t number = users_[user].pings;
  after_in_app(
      context_, user, *timeout,
      [=] {
        return event(Role::supervision, user, Timer::pong_timeout,
                     connection_subject(user, connection, number));
      },
      [this, user, connection, number, sent] {
        const State& state = users_[user];
        if (state.connection == connection && state.answered < number) pong_missed(user, sent);
      });
}

void Heartbeat::pong_arrived(Packet pong) {
  State& state = users_[pong.user];
  if (pong.number != state.connection) return ignore(pong);
  state.answered = std::max(state.answered, pong.part);
  context_.write(Role::supervision, pong.user, Kind::pong_received,
                 connection_subject(pong.user, pong.number, pong.part), pong.cause);
  hear(pong.user);
}

void Heartbeat::server_ping_arrived(Packet ping) {
  if (ping.number != users_[ping.user].connection) return ignore(ping);
  const sim::RecordId answered =
      context_.write(Role::supervision, ping.user, Kind::pong_sent,
                     connection_subject(ping.user, ping.number, ping.part), ping.cause);
  send({.kind = PacketKind::client_pong,
        .copy = ping.copy,
        .user = ping.user,
        .number = ping.number,
        .part = ping.part,
        .cause = answered});
  hear(ping.user);
}

/// Its connection is over.
void Heartbeat::ignore(const Packet& packet) const {
  context_.write(Role::supervision, packet.user, Kind::ignored, subject_of(packet), packet.cause);
}

void Heartbeat::hear(UserId user) {
  if (context_.settings.connection.health_check) heard(user);
}

}  // namespace lastseen::models
