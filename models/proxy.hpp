// Internal: a component, which world.hpp wires.
// An intermediary between the phone and the server (load balancer, NAT): drops a connection without frames for a while, or
// at a maximum age - silently, or closing both ends gracefully.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Proxy {
 public:
  explicit Proxy(const Context& context);

  /// In, from the network: a frame of the connection passes; the first one is its beginning.
  void frame_passed(UserId user, std::uint32_t connection);
  /// In, from the network: an end has ended the connection gracefully; there is nothing left to drop.
  void connection_ended(UserId user, std::uint32_t connection);

  /// Out, to the network: nothing of the connection gets through from now on; the cause is its end.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> drop;
  /// Out, to supervision: the connection is closed; only with proxy.graceful_close.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> tell_phone;
  /// Out, to the gateway: the connection is closed; only with proxy.graceful_close.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> tell_server;

 private:
  /// The latest connection of a user; an older one is dropped by nobody, and used by nobody.
  struct State {
    std::uint32_t connection = 0;
    sim::Instant idle_until = sim::never;
    sim::Instant expires = sim::never;
    sim::EventHandle timer;
  };

  void watch(UserId user);
  void end(UserId user, std::uint32_t connection);

  const Context& context_;
  std::vector<State> users_;  ///< empty when nothing is ever dropped
};

}  // namespace lastseen::models
