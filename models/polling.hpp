// Internal: a component, which world.hpp wires.
// The polling fallback: one loop per client that sleeps, looks whether it may stop, fetches, and looks again.
//
//     start -> sleep(interval) -> socket good enough? --yes--> stop
//                 ^                     | no
//                 |                  fetch (request, handling, reply) -> all jobs seen done? --yes--> stop
//                 +--- refused, or no answer in time -'                     | no
//                 +---------------------------------------------------------'
//
// Which socket is good enough is the stop rule: with `connected` a socket that only looks connected ends the loop. Adaptive
// polling sleeps longer with each answer without news after the third in a row; what a message has shown is no news.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Polling {
 public:
  /// Keeps the origins of the loops, which outlive it.
  Polling(const Context& context, Origins& loops)
      : context_(context), loops_(loops), users_(context.settings.session.users) {}

  /// In, from the view: a job is submitted.
  void job_submitted(UserId user, std::uint32_t job, sim::RecordId cause);
  /// In, from supervision: the connection is gone, or was never made.
  void connection_failed(UserId user, std::uint32_t connection, sim::RecordId cause);
  /// In, from supervision: the app says that it is connected.
  void connected(UserId user, sim::RecordId cause);
  /// In, from supervision: a message of the socket shows a job.
  void notified(UserId user, sim::RecordId cause);
  /// In, from supervision: a push message shows a job, which proves nothing about the socket.
  void pushed(UserId user, sim::RecordId cause);
  /// In, from the network: the answer to a poll, or its refusal.
  void reply_arrived(Packet reply);

  /// Out, to the network: a poll.
  sim::Port<void(Packet)> send;
  /// Asks supervision: is the app connected, and has a message proved it?
  sim::Port<Belief(UserId)> belief;
  /// Asks the screen, when so many jobs of the user are done, of which earlier answers told so many: is that news to it?
  sim::Port<bool(UserId, std::uint32_t told, std::uint32_t done, sim::RecordId cause)> fetched;
  /// Asks the screen: does it show all submitted jobs as done?
  sim::Port<bool(UserId)> all_seen;

 private:
  struct State {
    sim::EventHandle timer;  ///< the sleep, or the wait for an answer
    std::uint32_t loop = 0;
    std::uint32_t poll = 0;
    std::uint32_t done = 0;   ///< jobs, by the latest answer
    std::uint32_t empty = 0;  ///< answers in a row without news
    bool running = false;
    bool asking = false;
  };

  void start(UserId user, Origin origin, sim::RecordId cause);
  void stop(UserId user, sim::RecordId cause);
  void sleep(UserId user, sim::RecordId cause);
  void wake(UserId user, sim::RecordId cause);
  void poll_failed(UserId user, sim::RecordId cause);
  Duration interval(const State& state) const;

  const Context& context_;
  Origins& loops_;
  std::vector<State> users_;
};

}  // namespace lastseen::models
