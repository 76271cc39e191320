// Internal: a component, which world.hpp wires.
// The REST side of the server: accepts jobs, each once however often it is uploaded, and tells which are done and whether a
// user is registered. What it knows is in a database, which the instances share: a request is answered as long as one of
// them is up, and refused when none is.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Api {
 public:
  explicit Api(const Context& context) : context_(context), users_(context.settings.session.users) {}

  /// In, from the network: a job; answered each time, accepted once.
  void upload_arrived(Packet upload);
  /// In, from the network: how many jobs are done?
  void poll_arrived(Packet poll);
  /// In, from the network: is the user registered?
  void status_asked(Packet request);
  /// In, from the workers: the job is done, with success or without.
  void job_done(UserId user, std::uint32_t job);
  /// Asked by the world: the user's index-th job in the order of completion; index from 0.
  std::uint32_t done_job(UserId user, std::uint32_t index) const { return users_[user].done.at(index); }

  /// Out, to the network: a reply to the phone.
  sim::Port<void(Packet)> send;
  /// Asks the servers: is any instance up?
  sim::Port<bool()> available;
  /// Asks the registry: has any instance a fresh entry of the user?
  sim::Port<bool(UserId)> is_registered;
  /// Out, to the dispatcher: a job that is new; the cause is its acceptance.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> accepted;

 private:
  template <class Action>
  void handle(const Packet& request, Action action);

  struct State {
    std::vector<bool> known;  ///< by job - 1
    std::vector<std::uint32_t> done;
  };

  const Context& context_;
  std::vector<State> users_;
};

}  // namespace lastseen::models
