#include <lastseen/models/ping_handler.hpp>

namespace lastseen::models {

void PingHandler::ping_received(SocketId id, Packet ping) {
  const sim::Subject subject = connection_subject(ping.user, ping.number, ping.part);
  const sim::RecordId received =
      context_.write(Role::ping_handler, id.instance, Kind::ping_received, subject, ping.cause);
  const UnknownPing rule = context_.settings.registry.unknown_ping;
  if (rule != UnknownPing::pong && !knows(id)) {
    if (rule == UnknownPing::close) close(id, received);
    if (rule != UnknownPing::re_register) return;
    re_register(id, received);
  }
  const sim::RecordId answered =
      context_.write(Role::ping_handler, id.instance, Kind::pong_sent, subject, received);
  write({.kind = PacketKind::pong,
         .copy = ping.copy,
         .user = ping.user,
         .number = ping.number,
         .part = ping.part,
         .cause = answered});
  handled(id);
  heard(id, Heard::ping_message, received);
}

}  // namespace lastseen::models
