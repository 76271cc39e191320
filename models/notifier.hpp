// Internal: a component, which world.hpp wires.
// The notifier: when a job is done it asks the registry of the instance where it runs whether the user is connected. If so,
// it sends; if not, it does what the team has chosen:
//
//     skip      logs "not connected", and that is all
//     keep      until the user registers again: not too many, not too long
//     publish   asks all other instances to look, and send; skips when none of them finds the user
//     push      gives it to a push service, which is slower and loses some
#pragma once

#include <deque>
#include <unordered_map>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Notifier {
 public:
  explicit Notifier(const Context& context) : context_(context) {}

  /// In, from the workers: the job is done, with success or without.
  void job_done(UserId user, std::uint32_t job, sim::RecordId cause);
  /// In, from the registry: the user has an entry; what was kept is sent.
  void registered(SocketId id, sim::RecordId cause);
  /// Asked by the world: how many publications and pushes are under way, and notifications kept?
  std::uint64_t pending() const { return pending_; }

  /// Asks the servers: the instance where the job is done.
  sim::Port<std::uint32_t(UserId, std::uint32_t job)> route;
  /// Asks the registry: is the user connected, as this instance knows?
  sim::Port<Presence(std::uint32_t instance, UserId)> check;
  /// Out, to the gateway: a notification to write to a socket.
  sim::Port<void(Packet)> write;
  /// Out, to supervision: a push message shows the job; the cause is its sending.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> push_arrived;

 private:
  struct Kept {
    std::uint32_t job = 0;
    sim::RecordId record = sim::no_record;
  };
  struct Notification {
    UserId user;
    std::uint32_t job;
  };

  struct Publication {
    std::uint32_t unanswered = 0;  ///< by so many instances
    std::uint32_t sent = 0;        ///< to so many sockets
  };

  /// Sends to all sockets, of copies from this number on.
  void send(std::uint32_t instance, Notification what, const Presence& answer, sim::RecordId cause,
            std::uint32_t first_copy = 0);
  void skip(std::uint32_t instance, Notification what, sim::RecordId because);
  void keep(std::uint32_t instance, Notification what, sim::RecordId because);
  void give_up(std::uint32_t instance, UserId user, sim::RecordId record);
  void publish(std::uint32_t instance, Notification what, sim::RecordId because);
  void push(std::uint32_t instance, Notification what, sim::RecordId because);

  const Context& context_;
  std::unordered_map<UserId, std::deque<Kept>> kept_;            ///< looked up by user, never walked through
  std::unordered_map<std::uint64_t, Publication> publications_;  ///< by user and job; likewise
  std::uint64_t pending_ = 0;
};

}  // namespace lastseen::models
