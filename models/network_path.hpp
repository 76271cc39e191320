// Internal: a component, which world.hpp wires.
// The network between a phone and the server: carries packets with a random one-way latency each.
//
//     phone --(REST: upload, poll, status)--> server   each request on its own, may overtake another
//     phone <--(REST: replies)---------------  server
//     phone ==(WebSocket frames)============> server   TCP: frames of one connection and direction keep their order
//     phone <================================  server
//
// The handshake is the first packet of a connection; its latency is the handshake's duration, but whether anything listens is
// known when its SYN arrives (refusals.hpp). What goes wrong here:
//  - an outage: packets wait for its end, and the frames behind them; a sender that cannot wait that long gives up;
//  - a connection dies (is cut): its frames are lost, and each side learns of it only some time after sending one (TCP's
//    retransmissions): until then it is half-open;
//  - single packets are lost, late or doubled (packet_faults.hpp);
//  - a suspended app reads nothing: what arrives waits for its return.
#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <optional>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/models/packet_faults.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class NetworkPath {
 public:
  explicit NetworkPath(const Context& context);

  /// In, from all who send: a packet to carry; it arrives at the port of its kind, if it does.
  void send(Packet packet);
  /// In, from the fault script: an outage of this length [ns]; it may extend one under way.
  void begin_outage(UserId user, Direction direction, Duration lasts, sim::RecordId cause);
  /// In, from the fault script: the user's latest connection dies silently, unless it has ended already.
  void kill(UserId user, sim::RecordId cause);
  /// In, from the gateway or the proxy: nothing of the connection gets through any more; the record says why.
  void cut(UserId user, std::uint32_t connection, sim::RecordId died);
  /// In, from the app lifecycle: the socket of the user's latest connection is taken, with what the app has not read.
  void take(UserId user, sim::RecordId cause);
  /// Asked by the world: how many notifications are under way?
  std::uint64_t notifications_in_flight() const { return notifications_in_flight_; }

  /// Out, to who reads them: packets of this kind, as they arrive.
  sim::Port<void(Packet)>& on(PacketKind kind) { return arrivals_[static_cast<std::size_t>(kind)]; }
  /// Out, to the proxy, if there is one: a frame of the connection passes.
  sim::Port<void(UserId, std::uint32_t connection)> frame_passed;
  /// Out, to the proxy, if there is one: the connection's last frame passes.
  sim::Port<void(UserId, std::uint32_t connection)> connection_ended;
  /// Asks the servers: is any instance up?
  sim::Port<bool()> server_available;
  /// Out, to supervision: the phone's TCP gives up a connection; the cause is its death.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> phone_gave_up;
  /// Out, to the gateway: the server's TCP gives up a connection; the cause is its death.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> server_gave_up;

 private:
  /// One direction of a connection.
  struct Lane {
    sim::Instant last_arrival = sim::run_start;
    bool gives_up = false;  ///< soon, because a frame was not acknowledged
  };
  struct Link {
    std::uint32_t connection = 0;
    sim::RecordId cut_by = sim::no_record;
    bool is_cut = false;
    bool is_taken = false;
    bool is_closed = false;                         ///< the frame that ends it is on its way, or was
    sim::EventHandle upgrade = {};                  ///< its arrival
    sim::Instant upgrade_arrives = sim::run_start;  ///< run_start: it has left, as far as is known
    std::optional<Duration> way = {};               ///< of the handshake's packets; absent: nobody has asked
    Lane up = {};
    Lane down = {};
  };
  struct Outage {
    sim::Instant ends = sim::run_start;
    sim::RecordId record = sim::no_record;
  };
  struct User {
    boost::container::small_vector<Link, 1> links;  ///< the latest ones, by number
    Outage outage_up;
    Outage outage_down;
  };

  /// Carries what was sent at an instant, now or after the outage that is in its way.
  void carry(const Packet& packet, sim::Duration extra, sim::Instant sent);
  void wait_for_end(const Packet& packet, sim::Duration extra, sim::Instant sent);
  /// Has the handshake's SYN arrive, which is refused where nothing listens.
  void knock(const Packet& upgrade, Link& link);
  void lose(const Packet& packet, sim::RecordId cause);
  void expect_acknowledgement(const Packet& packet, Link& link);
  Link* link(const Packet& packet);
  Link* find_link(UserId user, std::uint32_t connection);
  sim::Duration latency(const Packet& packet) const;
  /// Takes the upgrade back, if the handshake has not come to the request yet: the server hears nothing of the connection.
  bool withdraw_upgrade(UserId user, Link& link) const;
  /// One-way latency of the packets of a handshake, of which the last is the upgrade.
  Duration way(const Packet& upgrade, Link& link) const;
  void arrive(const Packet& packet);

  const Context& context_;
  std::array<sim::Port<void(Packet)>, packet_kind_count> arrivals_;
  std::uint64_t notifications_in_flight_ = 0;
  PacketFaults packet_faults_{context_};
  const bool may_find_nothing_;  ///< at the server's port
  std::vector<User> users_;
};

}  // namespace lastseen::models
