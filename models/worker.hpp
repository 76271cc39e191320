// Internal: a component, which world.hpp wires.
// The AI workers: each parses a job for a while. When there are only so many, jobs queue. A failed job is done as well, and
// notified like a completed one.
#pragma once

#include <deque>

#include <lastseen/models/context.hpp>
#include <lastseen/sim/port.hpp>

namespace lastseen::models {

class Worker {
 public:
  explicit Worker(const Context& context) : context_(context) {}

  /// In, from the dispatcher: a job to process, or to queue while all are busy.
  void process(UserId user, std::uint32_t job, sim::RecordId cause);

  /// Out, to the API: the job is done, with success or without.
  sim::Port<void(UserId, std::uint32_t job)> done;
  /// Out, to the notifier: the same; the cause is the end of the processing.
  sim::Port<void(UserId, std::uint32_t job, sim::RecordId cause)> notify;

 private:
  struct Job {
    UserId user;
    std::uint32_t number;
    sim::RecordId cause;
  };

  void start(const Job& job);
  void finish(UserId user, std::uint32_t job, sim::RecordId cause);

  const Context& context_;
  std::uint32_t busy_ = 0;
  std::deque<Job> queue_;
};

}  // namespace lastseen::models
