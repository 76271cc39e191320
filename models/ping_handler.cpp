#include "models/ping_handler.hpp"

namespace lastseen::models {

void PingHandler::ping_received(Packet ping) {
  const sim::Subject subject = connection_subject(ping.user, ping.number, ping.part);
  const sim::RecordId received =
      context_.write(Role::ping_handler, the_instance, Kind::ping_received, subject, ping.cause);
  const sim::RecordId answered =
      context_.write(Role::ping_handler, the_instance, Kind::pong_sent, subject, received);
  write({.kind = PacketKind::pong,
         .user = ping.user,
         .number = ping.number,
         .part = ping.part,
         .cause = answered});
  extend_deadline(ping.user, ping.number);
  if (context_.settings.registry.refresh_on == RefreshOn::ping) refresh(ping.user, received);
}

}  // namespace lastseen::models
