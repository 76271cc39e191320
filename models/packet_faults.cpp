#include <lastseen/models/packet_faults.hpp>

#include <algorithm>

namespace lastseen::models {
PacketFaults::PacketFaults(const Context& context) : context_(context) {
  const auto& network = context.settings.network;
  has_chance_up_ = network.drop_up + network.delay_up + network.duplicate_up > 0;
  has_chance_down_ = network.drop_down + network.delay_down + network.duplicate_down > 0;
  const auto& faults = context.settings.faults;
  has_script_ =
      std::any_of(faults.begin(), faults.end(), [](const Fault& f) { return is_of_packets(f.kind); });
  if (has_script_) counts_.resize(std::size_t{context.settings.session.users} * packet_kind_count);
}

PacketFate PacketFaults::fate(const Packet& packet) {
  PacketFate fate;
  if (has_script_) fate = scripted(packet);
  if (goes_up(packet.kind) ? has_chance_up_ : has_chance_down_) {
    const PacketFate by_chance = random(packet);
    fate.is_lost |= by_chance.is_lost;
    fate.delay += by_chance.delay;
    if (by_chance.second_after) fate.second_after = by_chance.second_after;
  }
  return fate;
}

PacketFate PacketFaults::scripted(const Packet& packet) {
  const std::size_t kind = static_cast<std::size_t>(packet.kind);
  const std::uint32_t number = ++counts_[packet.user * packet_kind_count + kind];
  PacketFate fate;
  for (const Fault& fault : context_.settings.faults) {
    if (!is_of_packets(fault.kind) || fault.packet != packet.kind || fault.nth != number) continue;
    if (fault.user && *fault.user != packet.user) continue;
    if (fault.kind == FaultKind::drop) fate.is_lost = true;
    if (fault.kind == FaultKind::delay) fate.delay += fault.by;
    if (fault.kind == FaultKind::duplicate) fate.second_after = fault.by;
  }
  return fate;
}

PacketFate PacketFaults::random(const Packet& packet) const {
  const auto& network = context_.settings.network;
  const bool up = goes_up(packet.kind);
  const double drop = up ? network.drop_up : network.drop_down;
  const double delay = up ? network.delay_up : network.delay_down;
  const double duplicate = up ? network.duplicate_up : network.duplicate_down;
  const std::uint32_t scope = packet.kind == PacketKind::notification ? 0 : packet.number;
  const double drawn = context_.chance.uniform(
      label(packet.user, purpose(Purpose::packet_fate, packet.kind), scope, packet.part));
  PacketFate fate;
  if (drawn < drop) {
    fate.is_lost = true;
  } else if (drawn < drop + delay + duplicate) {
    const Duration extra = context_.chance.draw(
        label(packet.user, purpose(Purpose::extra_delay, packet.kind), scope, packet.part),
        network.extra_delay);
    if (drawn < drop + delay) {
      fate.delay = extra;
    } else {
      fate.second_after = extra;
    }
  }
  return fate;
}

}  // namespace lastseen::models
