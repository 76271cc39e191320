#include "models/gateway.hpp"

#include <algorithm>

namespace lastseen::models {

void Gateway::upgrade_arrived(Packet upgrade) {
  auto& sockets = users_[upgrade.user];
  if (sockets.size() < upgrade.number) sockets.resize(upgrade.number);
  if (context_.chance.happens(label(upgrade.user, Purpose::handshake_failure, upgrade.number),
                              context_.settings.handshake.failure_probability)) {
    send({.kind = PacketKind::upgrade_refusal,
          .user = upgrade.user,
          .number = upgrade.number,
          .cause = upgrade.cause});
    return;
  }
  Socket& socket = sockets[upgrade.number - 1];
  socket.open = true;
  socket.opened_by = context_.write(Role::gateway, the_instance, Kind::connected,
                                    connection_subject(upgrade.user, upgrade.number), upgrade.cause);
  const sim::RecordId cause = socket.opened_by;
  if (const auto limit = context_.settings.gateway.read_deadline) {
    socket.deadline = context_.simulation.now() + *limit;
  }
  touch(socket);
  watch(upgrade.user, upgrade.number, socket);
  send({.kind = PacketKind::upgrade_reply, .user = upgrade.user, .number = upgrade.number, .cause = cause});
  opened(upgrade.user, upgrade.number, cause);
}

void Gateway::ping_arrived(Packet ping) {
  if (Socket* socket = open_socket(ping.user, ping.number)) {
    touch(*socket);
    ping_received(ping);
  }
}

void Gateway::client_close_arrived(Packet close) {
  if (Socket* socket = open_socket(close.user, close.number)) {
    end(close.user, close.number, *socket, close.cause, false);
  }
}

void Gateway::extend_deadline(UserId user, std::uint32_t connection) {
  Socket* socket = open_socket(user, connection);
  const auto limit = context_.settings.gateway.read_deadline;
  if (socket && limit) socket->deadline = context_.simulation.now() + *limit;
}

void Gateway::write(Packet frame) {
  if (Socket* socket = open_socket(frame.user, frame.number)) {
    touch(*socket);
    send(frame);
  }
}

void Gateway::close(UserId user, std::uint32_t connection, sim::RecordId cause) {
  if (Socket* socket = open_socket(user, connection)) end(user, connection, *socket, cause, true);
}

Gateway::Socket* Gateway::open_socket(UserId user, std::uint32_t connection) {
  auto& sockets = users_[user];
  if (connection == 0 || sockets.size() < connection || !sockets[connection - 1].open) return nullptr;
  return &sockets[connection - 1];
}

void Gateway::touch(Socket& socket) const {
  if (const auto limit = context_.settings.gateway.idle_timeout) {
    socket.idle_until = context_.simulation.now() + *limit;
  }
}

void Gateway::watch(UserId user, std::uint32_t connection, Socket& socket) {
  const sim::Instant due = std::min(socket.deadline, socket.idle_until);
  if (due == sim::never) return;
  socket.timer = context_.simulation.at(due, context_.timer_priority(), [this, user, connection] {
    Socket* watched = open_socket(user, connection);
    if (!watched) return;
    if (std::min(watched->deadline, watched->idle_until) > context_.simulation.now()) {
      watch(user, connection, *watched);
    } else {
      end(user, connection, *watched, watched->opened_by, true);
    }
  });
}

void Gateway::end(UserId user, std::uint32_t connection, Socket& socket, sim::RecordId cause,
                  bool tell_client) {
  socket.open = false;
  context_.simulation.cancel(socket.timer);
  const sim::RecordId ended = context_.write(Role::gateway, the_instance, Kind::disconnected,
                                             connection_subject(user, connection), cause);
  if (tell_client) {
    send({.kind = PacketKind::server_close, .user = user, .number = connection, .cause = ended});
  }
  closed(user, connection, ended);
}

}  // namespace lastseen::models
