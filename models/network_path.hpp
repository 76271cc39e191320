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
//  - an outage, or a loss by chance: TCP sends again what was not acknowledged, at intervals that double
//    (retransmission_timer.hpp); what is sent behind it in the same direction of the connection waits for it. A sender that
//    gets no acknowledgement for too long gives up;
//  - a connection dies (is cut): its frames are lost, and each side learns of it only some time after sending one (TCP's
//    retransmissions): until then it is half-open;
//  - single packets never arrive, are late or doubled (packet_faults.hpp);
//  - a suspended app reads nothing: what arrives waits for its return.
//
// A frame needs its direction to arrive, and the other one for its acknowledgement; a handshake needs both. A request travels
// on a connection of its own that is there already, and needs its direction alone, since the answer acknowledges it.
#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/models/packet_faults.hpp>
#include <lastseen/models/retransmission_timer.hpp>
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
  struct Segment {
    Packet packet;
    sim::Duration extra;  ///< on top of its latency
    sim::Instant sent;    ///< for the first time
  };
  /// What one direction of a connection has sent, and the other side not acknowledged.
  struct Unacknowledged {
    sim::Instant since;  ///< its first one was sent
    std::vector<Segment> segments =
        {};                    ///< that one, unless the connection is dead, and those that wait behind it
    bool has_arrived = false;  ///< it, but not its acknowledgement
    bool has_given_up = false;
    sim::EventHandle retransmission = {};
    sim::EventHandle patience = {};
  };
  /// One direction of a connection.
  struct Lane {
    sim::Instant last_arrival = sim::run_start;
    std::unique_ptr<Unacknowledged> unacknowledged = nullptr;
    bool is_waiting() const { return unacknowledged && !unacknowledged->has_given_up; }
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
    Lane& lane(bool goes_up) { return goes_up ? up : down; }
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

  void carry(const Packet& packet, sim::Duration extra);
  /// Has it arrive after its latency.
  void deliver(const Segment& segment);
  void arrive(const Packet& packet);
  void lose(const Packet& packet, sim::RecordId cause);
  /// The same of one that was counted as under way.
  void lose_on_the_way(const Packet& packet, sim::RecordId cause);

  // Requests, each on its own.
  void transmit(const Segment& request);
  void retransmit(Segment request);

  // Frames, of which the first that is not acknowledged holds up the others.
  void transmit(const Segment& frame, Link& link);
  void expect_retransmission(UserId user, Link& link, bool up);
  void retransmit(UserId user, std::uint32_t connection, bool up);
  void acknowledge(Link& link, Lane& lane);
  /// The sender of the lane waits for an acknowledgement from now on, and gives up without one.
  void expect_acknowledgement(UserId user, Link& link, bool up);
  void give_up(UserId user, std::uint32_t connection, bool up);

  /// Has the handshake's SYN arrive, which is refused where nothing listens.
  void knock(const Packet& upgrade, Link& link);
  /// Takes the upgrade back, if the handshake has not come to the request yet: the server hears nothing of the connection.
  bool withdraw_upgrade(UserId user, Link& link) const;
  /// One-way latency of the packets of a handshake, of which the last is the upgrade.
  Duration way(const Packet& upgrade, Link& link) const;

  const Outage& outage(UserId user, bool up) const {
    return up ? users_[user].outage_up : users_[user].outage_down;
  }
  bool is_out(UserId user, bool up) const { return outage(user, up).ends > context_.simulation.now(); }
  /// Whether a packet that is sent now gets through.
  bool gets_through(const Packet& packet) const;
  /// Why it does not.
  sim::RecordId obstacle(const Packet& packet) const;

  Link* link(const Packet& packet);
  Link* find_link(UserId user, std::uint32_t connection);
  sim::Duration latency(const Packet& packet) const;

  const Context& context_;
  std::array<sim::Port<void(Packet)>, packet_kind_count> arrivals_;
  std::uint64_t notifications_in_flight_ = 0;
  PacketFaults packet_faults_{context_};
  RetransmissionTimer timer_{context_.settings.network};
  const bool may_find_nothing_;  ///< at the server's port
  std::vector<User> users_;
};

}  // namespace lastseen::models
