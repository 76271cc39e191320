// Internal: a component, which world.hpp wires.
// The screens: submitting dismisses the form, the list's view model initialises, and opens the connection if it owns it.
//
//     submit --dismiss_delay--> form gone
//            --init_delay-----> view model initialises (the old one, and its connection, are gone)
//            --connect_delay--> starts connecting
//
// A suspended app cannot be submitted to: what falls into that time waits for the return.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class ViewLifecycle {
 public:
  explicit ViewLifecycle(const Context& context) : context_(context) {}

  /// In, from the world: the user submits a job. `waited` is the record of its waiting for the app, if it did.
  void submit(UserId user, std::uint32_t job, sim::RecordId waited = sim::no_record);

  /// Out, to the outbox: a job that is saved; the cause is its submission.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> job_saved;
  /// Out, to the screen and polling: one more job is submitted.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> submitted;
  /// Out, to supervision: the old view model lets go of its connection; only with connection.owner = view.
  sim::Port<void(UserId, sim::RecordId cause)> connection_dropped;
  /// Out, to supervision: the new view model, which is there for a job, wants a connection; only with connection.owner = view.
  sim::Port<void(UserId, Root, sim::RecordId cause)> connection_wanted;

 private:
  void initialise(UserId user, std::uint32_t job, sim::RecordId cause);

  const Context& context_;
};

}  // namespace lastseen::models
