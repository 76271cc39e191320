// The client's pings: a JSON message at a fixed interval for as long as the socket is open on its side.
#pragma once

#include <vector>

#include "models/network_path.hpp"

namespace lastseen::models {

class Heartbeat {
 public:
  explicit Heartbeat(const Context& context) : context_(context), users_(context.settings.session.users) {}

  /// The socket is open: pings from now on.
  void start(UserId user, std::uint32_t connection, sim::RecordId cause);
  void stop(UserId user);
  void pong_arrived(Packet pong);

  sim::Port<void(Packet)> send;

 private:
  struct State {
    sim::EventHandle timer;
    std::uint32_t connection = 0;  ///< 0: the socket is closed, and pongs of it are not read
    std::uint32_t pings = 0;
  };

  void ping(UserId user, sim::RecordId cause);

  Context context_;
  std::vector<State> users_;
};

}  // namespace lastseen::models
