// Internal: a component, which world.hpp wires.
// The client's pings at a fixed interval for as long as the socket is open on its side, and its answers to the server's.
// Whether a ping is a message or a control frame (ping.kind) makes no difference here: the server tells them apart.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Heartbeat {
 public:
  explicit Heartbeat(const Context& context) : context_(context), users_(context.settings.session.users) {}

  /// In, from supervision: the socket is open; pings from now on.
  void start(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// In, from supervision: the socket is closed; no more pings.
  void stop(UserId user);
  /// In, from the network: the server's answer to a ping.
  void pong_arrived(Packet pong);
  /// In, from the network: a ping of the server; the library answers it, and the app does not know.
  void server_ping_arrived(Packet ping);

  /// Out, to the network: a ping, or a pong to the server.
  sim::Port<void(Packet)> send;
  /// Out, to supervision: something came through the socket; only with connection.health_check.
  sim::Port<void(UserId)> heard;
  /// Out, to supervision: a ping had no pong for connection.pong_timeout; the cause is its sending.
  sim::Port<void(UserId, sim::RecordId cause)> pong_missed;

 private:
  struct State {
    sim::EventHandle timer;
    std::uint32_t connection = 0;  ///< 0: the socket is closed, and pongs of it are not read
    std::uint32_t pings = 0;
    std::uint32_t answered = 0;  ///< number of the latest ping that had a pong
  };

  EventName next_ping(UserId user) const;
  void ping(UserId user, sim::RecordId cause);
  void expect_pong(UserId user, sim::RecordId sent);
  void hear(UserId user);
  void ignore(const Packet& packet) const;

  const Context& context_;
  std::vector<State> users_;
};

}  // namespace lastseen::models
