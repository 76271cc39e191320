// Internal: a component, which world.hpp wires.
// The event dispatcher: an accepted job waits here until it is handed to the AI worker.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Dispatcher {
 public:
  explicit Dispatcher(const Context& context) : context_(context) {}

  /// In, from the API: a new job waits for dispatcher.delay.
  void accept(UserId user, std::uint32_t job, sim::RecordId cause);

  /// Out, to the workers: a job to process; the cause is its dispatch.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> dispatch;

 private:
  const Context& context_;
};

}  // namespace lastseen::models
