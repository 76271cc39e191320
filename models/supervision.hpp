// The client's side of the connection: whether it is connecting, connected, or verified by a message.
//
//     disconnected --open--> connecting --101, confirm_delay--> connected --a message--> verified
//          ^                     |                                  |                       |
//          +------ refused ------+---------- closed by either side -+-----------------------+
//
// `connected` is what the app believes and logs. It says nothing about the server's registry.
#pragma once

#include <vector>

#include "models/network_path.hpp"

namespace lastseen::models {

class Supervision {
 public:
  explicit Supervision(const Context& context) : context_(context), users_(context.settings.session.users) {}

  /// What the app knows of its socket, and the record it knows it from.
  struct Belief {
    bool connected = false;
    bool verified = false;
    sim::RecordId because = sim::no_record;
  };
  Belief belief(UserId user) const;

  /// Connects, unless already connecting or connected.
  void open(UserId user, sim::RecordId cause);
  /// Closes the socket, if there is one, and does not come back by itself.
  void close(UserId user, sim::RecordId cause);

  void upgrade_confirmed(Packet reply);
  void upgrade_refused(Packet reply);
  void server_closed(Packet close);
  void notification_arrived(Packet notification);

  sim::Port<void(Packet)> send;
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> socket_opened;
  sim::Port<void(UserId)> socket_closed;
  sim::Port<void(UserId, sim::RecordId cause)> connected;
  sim::Port<void(UserId, sim::RecordId cause)> failed;  ///< refused, or closed by the server
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> notified;

 private:
  enum class Phase : std::uint8_t { disconnected, connecting, connected, verified };
  struct State {
    Phase phase = Phase::disconnected;
    std::uint32_t connection = 0;  ///< number of the latest one
    sim::RecordId because = sim::no_record;
    sim::EventHandle reconnect;  ///< the wait after a loss
  };

  bool is_current(const Packet& packet) const {
    return users_[packet.user].phase != Phase::disconnected &&
           users_[packet.user].connection == packet.number;
  }
  void lose(UserId user, Kind kind, sim::RecordId cause);

  Context context_;
  std::vector<State> users_;
};

}  // namespace lastseen::models
