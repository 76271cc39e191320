// The client's side of the connection: whether it is connecting, connected, or verified by a message; and what the app does
// to notice that it is gone, and to come back.
//
//     disconnected --open--> connecting --101--> open --confirm_delay--> connected --a message--> verified
//          ^                     |                 |                         |                       |
//          +- refused, timeout --+-- closed by either side, given up, taken, silent, unknown to the server
//          `-- wait (reconnect rule) --> open again
//
// `connected` is what the app believes and logs. It says nothing about the server's registry; the status check asks for it.
#pragma once

#include <optional>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/job_bits.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Supervision {
 public:
  explicit Supervision(const Context& context)
      : context_(context), users_(context.settings.session.users), received_(context.settings) {}

  Belief belief(UserId user) const;

  /// Connects, unless already connecting or connected.
  void open(UserId user, sim::RecordId cause);
  /// Closes the socket, if there is one, and does not come back by itself.
  void close(UserId user, sim::RecordId cause);

  void upgrade_confirmed(Packet reply);
  void upgrade_refused(Packet reply);
  void server_closed(Packet close);
  void notification_arrived(Packet notification);
  void status_arrived(Packet reply);
  /// A push message shows the job; it says nothing of the socket.
  void push_arrived(UserId user, std::uint32_t job, sim::RecordId cause);

  /// The phone's TCP gave up on the socket of the connection, or was told that it is gone.
  void gave_up(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// The system took the socket of an app in the background, which finds out when it is back.
  void socket_taken(UserId user, sim::RecordId cause);
  void resumed(UserId user, sim::RecordId cause);
  /// Something came through the socket.
  void heard(UserId user) { users_[user].heard = true; }
  /// A ping was not answered for too long.
  void pong_missed(UserId user, sim::RecordId cause);

  sim::Port<void(Packet)> send;
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> socket_opened;
  sim::Port<void(UserId)> socket_closed;
  sim::Port<void(UserId, sim::RecordId cause)> connected;
  sim::Port<void(UserId, sim::RecordId cause)> failed;  ///< not by the app's own will
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> notified;
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> pushed;

 private:
  enum class Phase : std::uint8_t { disconnected, connecting, open, connected, verified };
  struct State {
    Phase phase = Phase::disconnected;
    bool heard = false;  ///< something, since the last health check
    bool taken = false;  ///< the socket is gone, and the app does not know
    bool asking_status = false;
    std::uint32_t connection = 0;  ///< number of the latest one
    std::uint32_t losses = 0;      ///< in a row, since it was last connected
    sim::RecordId because = sim::no_record;
    sim::EventHandle timer;  ///< of the phase: wait to reconnect, handshake, confirm delay, health check
    sim::Instant opened = sim::run_start;  ///< when the latest one began to connect
  };

  /// Whether it is about the connection that the app has.
  bool is_current(UserId user, std::uint32_t connection) const {
    return users_[user].phase != Phase::disconnected && users_[user].connection == connection;
  }
  bool is_current(const Packet& packet) const { return is_current(packet.user, packet.number); }

  void say_connected(UserId user, sim::RecordId cause);
  void ask_status(UserId user, sim::RecordId cause);
  void expect_health_check(UserId user);
  void check_health(UserId user);

  /// The connection is gone, and the app comes back by the reconnect rule.
  void lose(UserId user, Kind kind, sim::RecordId cause);
  /// The app ends the connection, tells the server, and comes back after the wait, if there is one.
  void hang_up(UserId user, Kind kind, sim::RecordId cause, std::optional<Duration> wait);
  void drop(UserId user, Kind kind, sim::RecordId cause);
  void tell_server(UserId user);
  void come_back(UserId user, std::optional<Duration> wait);
  /// The wait after one more loss by the reconnect rule; nothing when there is none.
  std::optional<Duration> next_wait(UserId user);

  const Context& context_;
  std::vector<State> users_;
  JobBits received_;
};

}  // namespace lastseen::models
