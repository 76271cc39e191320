// The AI worker: parses a job for a while. A failed job is done as well, and notified like a completed one.
#pragma once

#include "models/context.hpp"
#include "sim/port.hpp"

namespace lastseen::models {

class Worker {
 public:
  explicit Worker(const Context& context) : context_(context) {}

  void process(UserId user, std::uint32_t job, sim::RecordId cause);

  sim::Port<void(UserId, std::uint32_t job)> done;
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> notify;

 private:
  void finish(UserId user, std::uint32_t job, sim::RecordId cause);

  Context context_;
};

}  // namespace lastseen::models
