#include <lastseen/models/packet_faults.hpp>

#include <algorithm>
#include <array>

#include <lastseen/models/packet_labels.hpp>

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
  std::uint32_t index = 0;
  for (const Fault& fault : context_.settings.faults) {
    ++index;
    if (!is_of_packets(fault.kind) || fault.packet != packet.kind || fault.nth != number) continue;
    if (fault.user && *fault.user != packet.user) continue;
    if (fault.kind == FaultKind::drop) fate.is_lost = true;
    if (fault.kind == FaultKind::delay) fate.delay += fault.by;
    if (fault.kind == FaultKind::duplicate && packet.kind != PacketKind::upgrade)
      fate.second_after = fault.by;
    fate.fault = index;
  }
  return fate;
}

PacketFate PacketFaults::random(const Packet& packet) const {
  const auto& network = context_.settings.network;
  const bool up = goes_up(packet.kind);
  const double drop = up ? network.drop_up : network.drop_down;
  const double delay = up ? network.delay_up : network.delay_down;
  const double duplicate = up ? network.duplicate_up : network.duplicate_down;
  const double none = std::max(0.0, 1 - drop - delay - duplicate);
  // A connection begins once.
  const bool may_double = packet.kind != PacketKind::upgrade;
  const std::array<double, 4> shares = {drop, delay, may_double ? duplicate : 0,
                                        may_double ? none : none + duplicate};
  PacketFate fate;
  switch (
      context_.chance.weighted(label(context_, purpose(Purpose::packet_fate, packet.kind), packet), shares)) {
    case 0: fate.is_lost = true; break;
    case 1: fate.delay = extra_delay(packet); break;
    case 2: fate.second_after = extra_delay(packet); break;
    default: break;
  }
  return fate;
}

Duration PacketFaults::extra_delay(const Packet& packet) const {
  return context_.chance.draw(label(context_, purpose(Purpose::extra_delay, packet.kind), packet),
                              context_.settings.network.extra_delay);
}

}  // namespace lastseen::models
