// The server's end of the sockets: upgrades, read deadlines, idle timeouts, and the end of a connection.
//
//     upgrade arrives -> `connected` is logged -> opened (registry) , 101 to the client
//     ping arrives    -> ping handler, which pushes the read deadline forward
//     deadline passed / idle / client closed / evicted -> `disconnected` -> closed (registry)
#pragma once

#include <vector>

#include "models/network_path.hpp"

namespace lastseen::models {

class Gateway {
 public:
  explicit Gateway(const Context& context) : context_(context), users_(context.settings.session.users) {}

  void upgrade_arrived(Packet upgrade);
  void ping_arrived(Packet ping);
  void client_close_arrived(Packet close);
  /// The ping handler pushes the read deadline of the connection forward.
  void extend_deadline(UserId user, std::uint32_t connection);
  /// Frames that the server writes go through here: to a socket that is closed they are lost.
  void write(Packet frame);
  /// Closes a connection from the server's side.
  void close(UserId user, std::uint32_t connection, sim::RecordId cause);

  sim::Port<void(Packet)> send;
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> opened;
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> closed;
  sim::Port<void(Packet)> ping_received;

 private:
  struct Socket {
    bool open = false;
    sim::RecordId opened_by = sim::no_record;
    sim::Instant deadline = sim::never;
    sim::Instant idle_until = sim::never;
    sim::EventHandle timer;
  };

  Socket* open_socket(UserId user, std::uint32_t connection);
  void touch(Socket& socket) const;
  /// One timer for whichever limit comes first. It is not moved when a limit is pushed forward: when it falls due
  /// too early it is set again.
  void watch(UserId user, std::uint32_t connection, Socket& socket);
  void end(UserId user, std::uint32_t connection, Socket& socket, sim::RecordId cause, bool tell_client);

  Context context_;
  std::vector<std::vector<Socket>> users_;  ///< by user, by connection - 1
};

}  // namespace lastseen::models
