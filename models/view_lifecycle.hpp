// The screens: submitting dismisses the form, the list's view model initialises, and opens the connection if it owns it.
//
//     submit --dismiss_delay--> form gone
//            --init_delay-----> view model initialises (the old one, and its connection, are gone)
//            --connect_delay--> starts connecting
//
// Who submits has the app in front: a submission that falls into the background waits for the return.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class ViewLifecycle {
 public:
  explicit ViewLifecycle(const Context& context) : context_(context) {}

  /// The user submits a job; jobs count from 1.
  void submit(UserId user, std::uint32_t job);

  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> job_saved;
  sim::Port<void(UserId, sim::RecordId cause)> submitted;
  sim::Port<void(UserId, sim::RecordId cause)> connection_dropped;  ///< the old view model let go of it
  sim::Port<void(UserId, sim::RecordId cause)> connection_wanted;

 private:
  void initialise(UserId user, std::uint32_t job, sim::RecordId cause);

  const Context& context_;
};

}  // namespace lastseen::models
