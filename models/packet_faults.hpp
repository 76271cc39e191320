// Internal: part of network_path.hpp.
// What chance and the script do to single packets: lose them, so that TCP sends them again, swallow them, so that it does not,
// delay them, or let them come twice.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/packet.hpp>

namespace lastseen::models {

/// What becomes of one packet.
struct PacketFate {
  bool is_lost = false;                       ///< it never arrives
  std::uint8_t losses = 0;                    ///< in a row, until one that TCP sends instead gets through
  sim::Duration delay{0};                     ///< on top of its latency
  std::optional<sim::Duration> second_after;  ///< a second one comes, so much later
  std::uint32_t fault = 0;                    ///< of the script that does it, from 1; 0: chance does
};

class PacketFaults {
 public:
  explicit PacketFaults(const Context& context);

  /// Whether anything ever happens to a packet in this direction.
  bool concern(const Packet& packet) const {
    return has_script_ || (goes_up(packet.kind) ? has_chance_up_ : has_chance_down_);
  }
  /// The fate of the packet; to be asked once for each, in the order of sending.
  PacketFate fate(const Packet& packet);

 private:
  PacketFate scripted(const Packet& packet);
  PacketFate random(const Packet& packet) const;
  std::uint8_t losses(const Packet& packet, double loss) const;
  Duration extra_delay(const Packet& packet) const;

  const Context& context_;
  bool has_script_ = false;
  bool has_chance_up_ = false;
  bool has_chance_down_ = false;
  std::vector<std::uint32_t> counts_;  ///< by user and kind, when there is a script
};

}  // namespace lastseen::models
