// The server's end of the sockets: upgrades, deadlines, pings of both sides, and the end of a connection.
//
//     upgrade arrives -> `connected` is logged -> opened (registry), 101 to the phone
//     ping message    -> ping handler, which pushes the read deadline forward
//     control ping    -> answered here, by the WebSocket library: no handler runs
//     deadline passed / idle / too old / closed by the phone / evicted / died -> `disconnected` -> closed (registry)
//
// Two things that were seen in production are settings: an upgrade that fails after `connected` was logged, and a handler
// that returns right after the upgrade, so that what it had deferred to its end (closed) runs while the socket lives on.
#pragma once

#include <boost/container/small_vector.hpp>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Gateway {
 public:
  explicit Gateway(const Context& context) : context_(context), users_(context.settings.session.users) {}

  void upgrade_arrived(Packet upgrade);
  void ping_arrived(Packet ping);
  void pong_arrived(Packet pong);
  void client_close_arrived(Packet close);
  /// The server's TCP has given up on the connection.
  void gave_up(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// The instance is gone, and its sockets with it; nothing that was deferred runs.
  void stop(std::uint32_t instance, bool graceful, sim::RecordId cause);
  /// The ping handler pushes the read deadline of the connection forward.
  void extend_deadline(SocketId id);
  /// Frames that the server writes go through here: to a socket that is closed they are lost.
  void write(Packet frame);
  /// Closes a connection from the server's side.
  void close(SocketId id, sim::RecordId cause);

  sim::Port<void(Packet)> send;
  sim::Port<std::uint32_t(UserId, std::uint32_t connection)> route;  ///< the instance for a connection
  sim::Port<bool(std::uint32_t instance)> is_up;
  sim::Port<void(SocketId, sim::RecordId cause)> opened;
  sim::Port<void(SocketId, sim::RecordId cause)> closed;
  sim::Port<void(SocketId, Packet)> ping_received;
  sim::Port<void(SocketId, Heard, sim::RecordId cause)> heard;  ///< what the library read
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> cut;

 private:
  struct Socket {
    std::uint32_t connection = 0;
    std::uint32_t instance = 0;
    sim::RecordId opened_by = sim::no_record;
    std::uint32_t pings = 0;  ///< of the server
    sim::Instant deadline = sim::never;
    sim::Instant idle_until = sim::never;
    sim::Instant expires = sim::never;
    sim::EventHandle timer = {};
    sim::EventHandle ping_timer = {};
  };

  Socket* find(UserId user, std::uint32_t connection);
  SocketId id_of(UserId user, const Socket& socket) const {
    return {user, socket.connection, socket.instance};
  }
  void open(const Packet& upgrade, std::uint32_t instance, sim::RecordId connected);
  void touch(Socket& socket) const;
  void push_deadline(Socket& socket) const;
  /// One timer for whichever limit comes first. It is not moved when a limit is pushed forward: when it falls due
  /// too early it is set again.
  void watch(UserId user, Socket& socket);
  void ping(UserId user, Socket& socket);
  void end(UserId user, std::uint32_t connection, sim::RecordId cause, bool tell_phone);

  const Context& context_;
  std::vector<boost::container::small_vector<Socket, 1>> users_;  ///< the open sockets of each
};

}  // namespace lastseen::models
