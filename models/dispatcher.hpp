// The event dispatcher: an accepted job waits here until it is handed to the AI worker.
#pragma once

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Dispatcher {
 public:
  explicit Dispatcher(const Context& context) : context_(context) {}

  void accept(UserId user, std::uint32_t job, sim::RecordId cause);

  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> dispatch;

 private:
  const Context& context_;
};

}  // namespace lastseen::models
