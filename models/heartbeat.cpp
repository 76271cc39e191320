#include "models/heartbeat.hpp"

namespace lastseen::models {

void Heartbeat::start(UserId user, std::uint32_t connection, sim::RecordId cause) {
  stop(user);
  const auto& ping_settings = context_.settings.ping;
  users_[user].connection = connection;
  users_[user].pings = 0;
  users_[user].timer =
      context_.simulation.after(ping_settings.first_after.value_or(ping_settings.interval),
                                context_.timer_priority(), [this, user, cause] { ping(user, cause); });
}

void Heartbeat::stop(UserId user) {
  context_.simulation.cancel(users_[user].timer);
  users_[user].connection = 0;
}

void Heartbeat::ping(UserId user, sim::RecordId cause) {
  State& state = users_[user];
  const std::uint32_t number = ++state.pings;
  const sim::RecordId sent = context_.write(Role::supervision, user, Kind::ping_sent,
                                            connection_subject(user, state.connection, number), cause);
  send({.kind = PacketKind::ping, .user = user, .number = state.connection, .part = number, .cause = sent});
  state.timer = context_.simulation.after(context_.settings.ping.interval, context_.timer_priority(),
                                          [this, user, cause] { ping(user, cause); });
}

void Heartbeat::pong_arrived(Packet pong) {
  if (pong.number != users_[pong.user].connection) return;
  context_.write(Role::supervision, pong.user, Kind::pong_received,
                 connection_subject(pong.user, pong.number, pong.part), pong.cause);
}

}  // namespace lastseen::models
