#include <lastseen/models/gateway.hpp>

#include <algorithm>

#include <lastseen/models/refusals.hpp>

namespace lastseen::models {

void Gateway::upgrade_arrived(Packet upgrade) {
  const auto& handshake = context_.settings.handshake;
  const auto refuse = [&](sim::RecordId cause) {
    send({.kind = PacketKind::upgrade_refusal,
          .user = upgrade.user,
          .number = upgrade.number,
          .cause = cause});
  };
  const Origin origin = context_.connections.of(upgrade.user, upgrade.number);
  const std::uint32_t instance = route(upgrade.user, upgrade.number);
  if (!is_up(instance)) return send(refusal_of(context_, upgrade));
  if (context_.chance.happens(label(upgrade.user, Purpose::handshake_failure, origin),
                              handshake.failure_probability)) {
    return refuse(upgrade.cause);
  }
  const sim::RecordId connected =
      context_.write(Role::gateway, instance, Kind::connected,
                     connection_subject(upgrade.user, upgrade.number), upgrade.cause);
  if (context_.chance.happens(label(upgrade.user, Purpose::failure_after_log, origin),
                              handshake.failure_after_log_probability)) {
    return refuse(context_.write(Role::gateway, instance, Kind::upgrade_failed,
                                 connection_subject(upgrade.user, upgrade.number), connected));
  }
  open(upgrade, instance, connected);
}

void Gateway::open(const Packet& upgrade, std::uint32_t instance, sim::RecordId connected) {
  const auto& gateway = context_.settings.gateway;
  Socket& socket = users_[upgrade.user].emplace_back(
      Socket{.connection = upgrade.number, .instance = instance, .opened_by = connected});
  note(socket, Activity::opened);
  if (gateway.max_age) socket.expires = context_.simulation.now() + *gateway.max_age;
  watch(upgrade.user, socket);
  if (gateway.ping_interval) ping(upgrade.user, socket);
  const SocketId id = id_of(upgrade.user, socket);
  send({.kind = PacketKind::upgrade_reply,
        .user = upgrade.user,
        .number = upgrade.number,
        .cause = connected});
  opened(id, connected);
  if (gateway.handler_returns) {
    closed(id, context_.write(Role::gateway, instance, Kind::handler_returned,
                              connection_subject(upgrade.user, upgrade.number), connected));
  }
}

void Gateway::ping_arrived(Packet ping) {
  Socket* const socket = find(ping.user, ping.number);
  if (socket == nullptr) return;
  const SocketId id = id_of(ping.user, *socket);
  const bool is_message = context_.settings.ping.kind == PingKind::message;
  note(*socket, is_message ? Activity::message_read : Activity::control_read);
  if (is_message) return ping_received(id, ping);
  const sim::RecordId answered =
      context_.write(Role::gateway, socket->instance, Kind::pong_sent,
                     connection_subject(ping.user, ping.number, ping.part), ping.cause);
  write({.kind = PacketKind::pong,
         .copy = ping.copy,
         .user = ping.user,
         .number = ping.number,
         .part = ping.part,
         .cause = answered});
  heard(id, Heard::control_frame, answered);
}

void Gateway::pong_arrived(Packet pong) {
  Socket* const socket = find(pong.user, pong.number);
  if (socket == nullptr) return;
  note(*socket, Activity::pong_read);
  const sim::RecordId received =
      context_.write(Role::gateway, socket->instance, Kind::pong_received,
                     connection_subject(pong.user, pong.number, pong.part), pong.cause);
  heard(id_of(pong.user, *socket), Heard::pong, received);
}

void Gateway::client_close_arrived(Packet close) { end(close.user, close.number, close.cause, false); }

void Gateway::gave_up(UserId user, std::uint32_t connection, sim::RecordId cause) {
  end(user, connection, cause, false);
}

void Gateway::close(SocketId id, sim::RecordId cause) { end(id.user, id.connection, cause, true); }

void Gateway::stop(std::uint32_t instance, bool graceful, sim::RecordId cause) {
  for (UserId user = 0; user < users_.size(); ++user) {
    auto& sockets = users_[user];
    for (Socket& socket : sockets) {
      if (socket.instance != instance) continue;
      context_.simulation.cancel(socket.timer);
      context_.simulation.cancel(socket.ping_timer);
      if (graceful) {
        send({.kind = PacketKind::server_close, .user = user, .number = socket.connection, .cause = cause});
      } else {
        cut(user, socket.connection, cause);
      }
    }
    sockets.erase(std::remove_if(sockets.begin(), sockets.end(),
                                 [&](const Socket& socket) { return socket.instance == instance; }),
                  sockets.end());
  }
}

void Gateway::ping_handled(SocketId id) {
  if (Socket* const socket = find(id.user, id.connection)) note(*socket, Activity::ping_handled);
}

void Gateway::write(Packet frame) {
  if (Socket* const socket = find(frame.user, frame.number)) {
    note(*socket, Activity::written);
    send(frame);
  } else {
    context_.write(Role::network, frame.user, Kind::packet_lost, subject_of(frame), frame.cause);
  }
}

Gateway::Socket* Gateway::find(UserId user, std::uint32_t connection) {
  for (Socket& socket : users_[user]) {
    if (socket.connection == connection) return &socket;
  }
  return nullptr;
}

bool Gateway::moves(Activity activity, DeadlineReset rule) {
  switch (activity) {
    case Activity::opened: return true;
    case Activity::ping_handled: return rule == DeadlineReset::pings;
    case Activity::message_read: return rule != DeadlineReset::pings;
    case Activity::control_read: return rule >= DeadlineReset::reads;
    case Activity::pong_read: return rule != DeadlineReset::messages;
    case Activity::written: return rule == DeadlineReset::reads_and_writes;
  }
  return false;
}

void Gateway::note(Socket& socket, Activity activity) const {
  const auto& gateway = context_.settings.gateway;
  const sim::Instant now = context_.simulation.now();
  if (gateway.read_deadline && moves(activity, gateway.read_deadline_reset_by)) {
    socket.deadline = now + *gateway.read_deadline;
  }
  if (gateway.idle_timeout && moves(activity, gateway.idle_timeout_reset_by)) {
    socket.idle_until = now + *gateway.idle_timeout;
  }
}

void Gateway::watch(UserId user, Socket& socket) {
  const auto due = [](const Socket& of) { return std::min({of.deadline, of.idle_until, of.expires}); };
  if (due(socket) == sim::never) return;
  socket.timer = context_.schedule(
      due(socket), context_.timer_priority,
      [user, instance = socket.instance, connection = socket.connection] {
        return event(Role::gateway, instance, Timer::socket_deadline, connection_subject(user, connection));
      },
      [this, user, connection = socket.connection, due] {
        Socket* const watched = find(user, connection);
        if (watched == nullptr) return;
        if (due(*watched) > context_.simulation.now()) return watch(user, *watched);
        end(user, connection,
            context_.write(Role::gateway, watched->instance, Kind::deadline_passed,
                           connection_subject(user, connection), watched->opened_by),
            true);
      });
}

void Gateway::ping(UserId user, Socket& socket) {
  socket.ping_timer = context_.schedule(
      *context_.settings.gateway.ping_interval, context_.timer_priority,
      [user, instance = socket.instance, connection = socket.connection, ping = socket.pings + 1] {
        return event(Role::gateway, instance, Timer::server_ping, connection_subject(user, connection, ping));
      },
      [this, user, connection = socket.connection] {
        Socket* const open = find(user, connection);
        if (open == nullptr) return;
        const sim::RecordId sent =
            context_.write(Role::gateway, open->instance, Kind::ping_sent,
                           connection_subject(user, connection, ++open->pings), open->opened_by);
        ping(user, *open);
        write({.kind = PacketKind::server_ping,
               .user = user,
               .number = connection,
               .part = open->pings,
               .cause = sent});
      });
}

void Gateway::end(UserId user, std::uint32_t connection, sim::RecordId cause, bool tell_phone) {
  Socket* const socket = find(user, connection);
  if (socket == nullptr) return;
  const SocketId id = id_of(user, *socket);
  context_.simulation.cancel(socket->timer);
  context_.simulation.cancel(socket->ping_timer);
  auto& sockets = users_[user];
  sockets.erase(sockets.begin() + (socket - sockets.data()));
  const sim::RecordId ended = context_.write(Role::gateway, id.instance, Kind::disconnected,
                                             connection_subject(user, connection), cause);
  if (tell_phone) {
    send({.kind = PacketKind::server_close, .user = user, .number = connection, .cause = ended});
  }
  if (!context_.settings.gateway.handler_returns) closed(id, ended);
}

}  // namespace lastseen::models
