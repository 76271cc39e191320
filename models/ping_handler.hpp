// Internal: a component, which world.hpp wires.
// The server's handler of ping messages: answers a pong, moves deadlines forward - and has the registry set LastSeen, if
// the fix is in.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class PingHandler {
 public:
  explicit PingHandler(const Context& context) : context_(context) {}

  /// In, from the gateway: a ping message.
  void ping_received(SocketId id, Packet ping);

  /// Out, to the gateway: a pong.
  sim::Port<void(Packet)> write;
  /// Out, to the gateway: a ping is handled, and moves deadlines.
  sim::Port<void(SocketId)> handled;
  /// Out, to the registry: a ping message was heard; the cause is its record.
  sim::Port<void(SocketId, Heard, sim::RecordId cause)> heard;
  /// Asks the registry: is there an entry for the connection?
  sim::Port<bool(SocketId)> knows;
  /// Out, to the registry: an entry to make again, with registry.unknown_ping = re_register.
  sim::Port<void(SocketId, sim::RecordId cause)> re_register;
  /// Out, to the gateway: a connection to close, with registry.unknown_ping = close.
  sim::Port<void(SocketId, sim::RecordId cause)> close;

 private:
  const Context& context_;
};

}  // namespace lastseen::models
