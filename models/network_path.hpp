// The network between a phone and the server: carries packets with a random one-way latency each.
//
//     phone --(REST: upload, poll)-->  server        each request on its own, may overtake another
//     phone <--(REST: replies)-------  server
//     phone ==(WebSocket frames)=====> server        TCP: frames of one connection and direction keep their order
//     phone <=========================  server
//
// The handshake is the first packet of a connection; its latency is the handshake's duration.
#pragma once

#include <array>
#include <vector>

#include "models/context.hpp"
#include "sim/port.hpp"

namespace lastseen::models {

enum class PacketKind : std::uint8_t {
  upload,           ///< number: job, part: attempt
  upload_reply,     ///< number: job, part: attempt
  poll,             ///< number: polling loop, part: poll
  poll_reply,       ///< number: polling loop, part: poll, content: how many jobs are done
  upgrade,          ///< number: connection
  upgrade_reply,    ///< number: connection
  upgrade_refusal,  ///< number: connection
  ping,             ///< number: connection, part: ping
  pong,             ///< number: connection, part: ping
  notification,     ///< number: connection, part: job
  client_close,     ///< number: connection
  server_close,     ///< number: connection
};
inline constexpr std::size_t packet_kind_count = 12;

struct Packet {
  PacketKind kind;
  UserId user;
  std::uint32_t number = 0;
  std::uint32_t part = 0;
  std::uint32_t content = 0;
  sim::RecordId cause = sim::no_record;  ///< the record of its being sent
};

class NetworkPath {
 public:
  explicit NetworkPath(const Context& context);

  /// Sends the packet; it arrives at the port of its kind.
  void send(Packet packet);

  /// Notifications that are under way.
  std::uint64_t notifications_in_flight() const { return notifications_in_flight_; }

  /// Where packets of this kind arrive.
  sim::Port<void(Packet)>& on(PacketKind kind) { return arrivals_[static_cast<std::size_t>(kind)]; }

 private:
  /// When the last frame of a connection arrives, in each direction.
  struct Lane {
    sim::Instant last_up = sim::run_start;
    sim::Instant last_down = sim::run_start;
  };

  sim::Duration latency(const Packet& packet) const;
  sim::Instant* lane_end(const Packet& packet);
  void arrive(const Packet& packet);

  Context context_;
  std::array<sim::Port<void(Packet)>, packet_kind_count> arrivals_;
  std::uint64_t notifications_in_flight_ = 0;
  std::vector<std::vector<Lane>> lanes_;  ///< by user, by connection - 1
};

}  // namespace lastseen::models
