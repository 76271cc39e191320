// Internal: a component, which world.hpp wires.
// Makes the scripted faults happen at their instants, and those of chance that strike the network of a user. (Others with
// rates of their own: apps in the background are AppLifecycle's, restarts are Servers', single packets PacketFaults'.)
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class FaultScript {
 public:
  explicit FaultScript(const Context& context) : context_(context) {}

  /// Schedules everything.
  void start();

  /// Out, to the app lifecycle: the app goes to the background, for this long [ns].
  sim::Port<void(UserId, Duration lasts, sim::RecordId cause)> background;
  /// Out, to the network: nothing gets through in the direction, for this long [ns].
  sim::Port<void(UserId, Direction, Duration lasts, sim::RecordId cause)> begin_outage;
  /// Out, to the network: the user's connection dies silently; the cause is the switch of networks.
  sim::Port<void(UserId, sim::RecordId cause)> kill_connection;
  /// Out, to the servers: the instance goes down, for this long [ns]; graceful: it closes its sockets.
  sim::Port<void(std::uint32_t instance, Duration lasts, bool graceful)> restart;
  /// Out, to the servers: so do all instances, one after the other.
  sim::Port<void(Duration lasts, bool graceful)> rolling_restart;
  /// Out, to the registry: the server's clock jumps forward [ns], or back when negative.
  sim::Port<void(Duration by)> shift_server_clock;

 private:
  void happen(const Fault& fault);
  void strike(const Fault& fault, Duration lasts, UserId user);
  /// The instant or the length of the fault with this number.
  Duration draw(const Fault& fault, std::uint32_t number, Purpose purpose,
                const Distribution& distribution) const;
  void switch_network(UserId user, Duration gap);
  void shift_phone_clock(UserId user, Duration by);
  void expect_outage(UserId user, std::uint32_t number);
  void expect_switch(UserId user, std::uint32_t number);

  const Context& context_;
};

}  // namespace lastseen::models
