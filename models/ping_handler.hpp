// The server's handler of ping messages: answers a pong, pushes the read deadline forward - and has the registry set
// LastSeen, if the fix is in.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class PingHandler {
 public:
  explicit PingHandler(const Context& context) : context_(context) {}

  void ping_received(SocketId id, Packet ping);

  sim::Port<void(Packet)> write;
  sim::Port<void(SocketId)> extend_deadline;
  sim::Port<void(SocketId, Heard, sim::RecordId cause)> heard;
  sim::Port<bool(SocketId)> knows;
  sim::Port<void(SocketId, sim::RecordId cause)> re_register;
  sim::Port<void(SocketId, sim::RecordId cause)> close;

 private:
  const Context& context_;
};

}  // namespace lastseen::models
