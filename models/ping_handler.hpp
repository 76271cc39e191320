// The server's handler of ping messages: answers a pong, pushes the read deadline forward - and sets LastSeen in the
// registry, if the fix is in.
#pragma once

#include "models/network_path.hpp"

namespace lastseen::models {

class PingHandler {
 public:
  explicit PingHandler(const Context& context) : context_(context) {}

  void ping_received(Packet ping);

  sim::Port<void(Packet)> write;
  sim::Port<void(UserId, std::uint32_t connection)> extend_deadline;
  sim::Port<void(UserId, sim::RecordId cause)> refresh;

 private:
  Context context_;
};

}  // namespace lastseen::models
