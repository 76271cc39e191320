// Internal: a component, which world.hpp wires.
// The server's end of the sockets: upgrades, deadlines, pings of both sides, and the end of a connection.
//
//     upgrade arrives -> `connected` is logged -> opened (registry), 101 to the phone
//     ping message    -> ping handler, which answers it; what moves the deadlines is a setting
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

  /// In, from the network: the phone wants a connection.
  void upgrade_arrived(Packet upgrade);
  /// In, from the network: a ping, message or control frame (ping.kind).
  void ping_arrived(Packet ping);
  /// In, from the network: the phone's answer to a ping of the server.
  void pong_arrived(Packet pong);
  /// In, from the network: the phone ends the connection.
  void client_close_arrived(Packet close);
  /// In, from the network or the proxy: the connection is gone, as the server's TCP finds out or is told.
  void gave_up(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// In, from the servers: the instance is gone, and its sockets with it; nothing that was deferred runs.
  void stop(std::uint32_t instance, bool graceful, sim::RecordId cause);
  /// In, from the ping handler: it has handled a ping, which moves deadlines (gateway.read_deadline_reset_by).
  void ping_handled(SocketId id);
  /// In, from the ping handler or the notifier: a frame to write; lost when its socket is closed.
  void write(Packet frame);
  /// In, from the ping handler or the registry: a connection to close, which the phone is told.
  void close(SocketId id, sim::RecordId cause);

  /// Out, to the network: a frame to the phone.
  sim::Port<void(Packet)> send;
  /// Asks the servers: the instance that takes the connection.
  sim::Port<std::uint32_t(UserId, std::uint32_t connection)> route;
  /// Asks the servers: is the instance up?
  sim::Port<bool(std::uint32_t instance)> is_up;
  /// Out, to the registry: the connection is open; the cause is the server's `connected`.
  sim::Port<void(SocketId, sim::RecordId cause)> opened;
  /// Out, to the registry: the connection's handler has ended; the cause is the record of that.
  sim::Port<void(SocketId, sim::RecordId cause)> closed;
  /// Out, to the ping handler: a ping message.
  sim::Port<void(SocketId, Packet)> ping_received;
  /// Out, to the registry: what the WebSocket library read, which no handler sees.
  sim::Port<void(SocketId, Heard, sim::RecordId cause)> heard;
  /// Out, to the network: the connection's instance is gone, and nothing of it gets through; the cause is the restart.
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
  /// What happens on a socket, and moves its deadlines or not.
  enum class Activity { opened, ping_handled, message_read, control_read, pong_read, written };
  static bool moves(Activity activity, DeadlineReset rule);
  void note(Socket& socket, Activity activity) const;
  /// One timer for whichever limit comes first. It is not moved when a limit is pushed forward: when it expires
  /// too early it is set again.
  void watch(UserId user, Socket& socket);
  void ping(UserId user, Socket& socket);
  void end(UserId user, std::uint32_t connection, sim::RecordId cause, bool tell_phone);

  const Context& context_;
  std::vector<boost::container::small_vector<Socket, 1>> users_;  ///< the open sockets of each
};

}  // namespace lastseen::models
