// The REST side of the server: accepts jobs, each once however often it is uploaded, and tells which are done and whether a
// user is registered. What it knows is in a database, which the instances share: a request is answered as long as one of
// them is up, and lost when none is.
#pragma once

#include <vector>

#include <lastseen/models/context.hpp>
#include <lastseen/models/messages.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Api {
 public:
  explicit Api(const Context& context) : context_(context), users_(context.settings.session.users) {}

  void upload_arrived(Packet upload);
  void poll_arrived(Packet poll);
  void status_asked(Packet request);
  void job_done(UserId user, std::uint32_t job);

  /// The index-th job of the user that was done, in the order of completion.
  std::uint32_t done_job(UserId user, std::uint32_t index) const { return users_[user].done.at(index); }

  sim::Port<void(Packet)> send;
  sim::Port<sim::RecordId()>
      unavailable;  ///< the record of the last instance's going down; no_record: some are up
  sim::Port<bool(UserId)> is_registered;  ///< at any instance
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
