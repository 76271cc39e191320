#include <lastseen/models/packet_faults.hpp>

#include <algorithm>
#include <array>

#include <lastseen/models/packet_labels.hpp>

namespace lastseen::models {
PacketFaults::PacketFaults(const Context& context) : context_(context) {
  const auto& network = context.settings.network;
  const auto& proxy = context.settings.proxy;
  has_chance_up_ = network.loss_up + network.delay_up + network.duplicate_up + proxy.swallows_up > 0;
  has_chance_down_ =
      network.loss_down + network.delay_down + network.duplicate_down + proxy.swallows_down > 0;
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
    fate.losses = by_chance.losses;
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
  const double swallows = up ? context_.settings.proxy.swallows_up : context_.settings.proxy.swallows_down;
  const double loss = up ? network.loss_up : network.loss_down;
  const double delay = up ? network.delay_up : network.delay_down;
  const double duplicate = up ? network.duplicate_up : network.duplicate_down;
  const double none = std::max(0.0, 1 - swallows - delay - duplicate - loss);
  // A connection begins once.
  const bool may_double = packet.kind != PacketKind::upgrade;
  const std::array<double, 5> shares = {swallows, delay, may_double ? duplicate : 0, loss,
                                        may_double ? none : none + duplicate};
  PacketFate fate;
  switch (
      context_.chance.weighted(label(context_, purpose(Purpose::packet_fate, packet.kind), packet), shares)) {
    case 0: fate.is_lost = true; break;
    case 1: fate.delay = extra_delay(packet); break;
    case 2: fate.second_after = extra_delay(packet); break;
    case 3: fate.losses = losses(packet, loss); break;
    default: break;
  }
  return fate;
}

/// Of a packet that is lost once, each retransmission is lost too with the same probability; at most 19, when TCP's patience is
/// over.
std::uint8_t PacketFaults::losses(const Packet& packet, double loss) const {
  std::array<double, 20> shares = {};
  double left = 1;
  for (double& share : shares) {
    share = left * (1 - loss);
    left *= loss;
  }
  shares.back() += left;
  return static_cast<std::uint8_t>(
      1 + context_.chance.weighted(label(context_, purpose(Purpose::losses, packet.kind), packet), shares));
}

Duration PacketFaults::extra_delay(const Packet& packet) const {
  return context_.chance.draw(label(context_, purpose(Purpose::extra_delay, packet.kind), packet),
                              context_.settings.network.extra_delay);
}

}  // namespace lastseen::models
