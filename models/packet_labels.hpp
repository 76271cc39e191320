// Internal: part of network_path.hpp.
// The labels of what chance does to a packet: by the thing that it is of, and not by when it comes.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/models/packet.hpp>

namespace lastseen::models {

inline sim::Label label(const Context& context, Purpose purpose, const Packet& packet) {
  const auto of_packet = [&](Origin origin, std::uint32_t part) {
    return label(packet.user, purpose, origin, part, packet.copy);
  };
  switch (packet.kind) {
    case PacketKind::upload:
    case PacketKind::upload_reply: return of_packet(of_job(packet.number), packet.part);
    case PacketKind::poll:
    case PacketKind::poll_reply: return of_packet(context.loops.of(packet.user, packet.number), packet.part);
    // A notification is the same notification whichever connection carries it.
    case PacketKind::notification: return of_packet(of_job(packet.part, packet.content), 0);
    default: return of_packet(context.connections.of(packet.user, packet.number), packet.part);
  }
}

}  // namespace lastseen::models
