// Internal: a component, which world.hpp wires.
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
#include <unordered_map>
#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/job_bits.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Supervision {
 public:
  /// Keeps the origins of the connections, which outlive it.
  Supervision(const Context& context, Origins& connections)
      : context_(context),
        connections_(connections),
        users_(context.settings.session.users),
        received_(context.settings) {}

  /// Asked by the outbox and polling: what does the app know of its socket?
  Belief belief(UserId user) const;
  /// In, from the view (for a job) or the world (as the app starts): connects, unless already connecting or connected.
  void open(UserId user, Root root, sim::RecordId cause);
  /// In, from the view: closes the socket, if there is one, and does not come back by itself.
  void close(UserId user, sim::RecordId cause);
  /// In, from the network: the 101.
  void upgrade_confirmed(Packet reply);
  /// In, from the network: the upgrade has failed.
  void upgrade_refused(Packet reply);
  /// In, from the network: the server ends the connection.
  void server_closed(Packet close);
  /// In, from the network: a notification.
  void notification_arrived(Packet notification);
  /// In, from the network: whether the registry knows the user; or a refusal, which tells nothing.
  void status_arrived(Packet reply);
  /// In, from the notifier: a push message shows the job; it says nothing of the socket.
  void push_arrived(UserId user, std::uint32_t job, sim::RecordId cause);
  /// In, from the network: the connection is gone, as the phone's TCP finds out.
  void gave_up(UserId user, std::uint32_t connection, sim::RecordId cause) {
    learn_of_end(user, connection, cause, false);
  }
  /// In, from the proxy: the connection is gone, as the phone's TCP is told.
  void told_of_end(UserId user, std::uint32_t connection, sim::RecordId cause) {
    learn_of_end(user, connection, cause, true);
  }
  /// In, from the app lifecycle: the system reclaimed the socket of an app in the background, which finds out on its return.
  void socket_taken(UserId user, sim::RecordId cause);
  /// In, from the app lifecycle: the app is in the foreground again.
  void resumed(UserId user, sim::RecordId cause);
  /// In, from the heartbeat: something came through the socket.
  void heard(UserId user) { users_[user].heard = true; }
  /// In, from the heartbeat: a ping was not answered for too long.
  void pong_missed(UserId user, sim::RecordId cause);

  /// Out, to the network: an upgrade, the end of a connection, or a status request.
  sim::Port<void(Packet)> send;
  /// Out, to the heartbeat: the socket is open; the cause is the server's `connected`.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> socket_opened;
  /// Out, to the heartbeat: the socket is closed.
  sim::Port<void(UserId)> socket_closed;
  /// Out, to the outbox and polling: the app says that it is connected; the cause is the record of that.
  sim::Port<void(UserId, sim::RecordId cause)> connected;
  /// Out, to polling: the connection is gone, or was never made, and not by the app's own will.
  sim::Port<void(UserId, std::uint32_t connection, sim::RecordId cause)> failed;
  /// Out, to the screen and polling: a message of the socket shows a job that no message has shown before.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> notified;
  /// Out, to the screen and polling: a push message does.
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

  /// The name of a timer of the connection that the app has, or had last.
  EventName of_connection(Timer timer, UserId user) const;

  void connect(UserId user, Origin origin, sim::RecordId cause);
  /// Again, after a loss.
  void reconnect(UserId user, sim::RecordId loss);
  /// What the connection after the one that was lost is named by: the scripted fault that brought the loss about, if one
  /// did, else what the lost one was.
  Origin next_origin(UserId user, sim::RecordId loss);
  void say_connected(UserId user, sim::RecordId cause);
  void ask_status(UserId user, sim::RecordId cause);
  void status_failed(UserId user, sim::RecordId cause);
  void expect_health_check(UserId user);
  void check_health(UserId user);

  /// Received and told nobody.
  void ignore(const Packet& packet) const;
  /// What came over the network of the connection's end.
  void received(Kind kind, UserId user, std::uint32_t connection, sim::RecordId cause) const;
  /// The connection is gone, of which the app hears when it is not suspended.
  void learn_of_end(UserId user, std::uint32_t connection, sim::RecordId cause, bool is_told);
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
  Origins& connections_;
  std::unordered_map<std::uint64_t, std::uint32_t> of_faults_;  ///< connections, by user and scripted fault
  std::vector<State> users_;
  JobBits received_;
};

}  // namespace lastseen::models
