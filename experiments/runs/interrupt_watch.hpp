// Ends a session in the middle when the user has asked to stop: a single one may take minutes.
#pragma once

#include <atomic>

#include <lastseen/experiments/runs/execution.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

class InterruptWatch : public sim::Observer {
 public:
  /// `stop` may be null: never stopped.
  explicit InterruptWatch(const std::atomic<bool>* stop) : stop_(stop) {}

  /// Throws Interrupted once the flag is set.
  void observe(const sim::Record&) override { throw_if_stopped(stop_); }

 private:
  const std::atomic<bool>* stop_;
};

}  // namespace lastseen::experiments
