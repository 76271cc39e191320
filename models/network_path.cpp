#include "models/network_path.hpp"

namespace lastseen::models {

static_assert(packet_kind_count <=
              static_cast<std::size_t>(Purpose::after_latency) - static_cast<std::size_t>(Purpose::latency));

NetworkPath::NetworkPath(const Context& context)
    : context_(context), lanes_(context.settings.session.users) {}

void NetworkPath::send(Packet packet) {
  sim::Instant arrival = context_.simulation.now() + latency(packet);
  if (sim::Instant* end = lane_end(packet)) arrival = *end = std::max(arrival, *end);
  context_.simulation.at(arrival, context_.message_priority(), [this, packet] { arrive(packet); });
  if (packet.kind == PacketKind::notification) ++notifications_in_flight_;
}

void NetworkPath::arrive(const Packet& packet) {
  if (packet.kind == PacketKind::notification) --notifications_in_flight_;
  on(packet.kind)(packet);
}

sim::Duration NetworkPath::latency(const Packet& packet) const {
  if (packet.kind == PacketKind::upgrade) {
    return context_.chance.draw(label(packet.user, Purpose::handshake_duration, packet.number),
                                context_.settings.handshake.duration);
  }
  const auto purpose =
      static_cast<Purpose>(static_cast<int>(Purpose::latency) + static_cast<int>(packet.kind));
  // A notification is the same notification whichever connection carries it: labelled by its job alone.
  const std::uint32_t scope = packet.kind == PacketKind::notification ? 0 : packet.number;
  return context_.chance.draw(label(packet.user, purpose, scope, packet.part),
                              context_.settings.network.latency);
}

sim::Instant* NetworkPath::lane_end(const Packet& packet) {
  const auto lane = [&]() -> Lane& {
    auto& lanes = lanes_[packet.user];
    if (lanes.size() < packet.number) lanes.resize(packet.number);
    return lanes[packet.number - 1];
  };
  switch (packet.kind) {
    case PacketKind::upgrade:
    case PacketKind::ping:
    case PacketKind::client_close: return &lane().last_up;
    case PacketKind::upgrade_reply:
    case PacketKind::upgrade_refusal:
    case PacketKind::pong:
    case PacketKind::notification:
    case PacketKind::server_close: return &lane().last_down;
    case PacketKind::upload:
    case PacketKind::upload_reply:
    case PacketKind::poll:
    case PacketKind::poll_reply: return nullptr;
  }
  return nullptr;
}

}  // namespace lastseen::models
