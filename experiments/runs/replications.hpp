// Runs sessions: one world for each replication, on as many threads as wanted. The result depends on settings, seed
// and replication alone; each session has its place, whoever ran it and whenever it ended.
#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <lastseen/models/monitor.hpp>
#include <lastseen/models/settings.hpp>

namespace lastseen::experiments {

/// Thrown when a run was stopped from outside; nothing of it is used.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted") {}
};

/// Told by the threads how many sessions more are done. Must be safe to call from several threads.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void advance(std::uint64_t sessions) = 0;
};

/// How to run, which changes no result.
struct Execution {
  unsigned threads = 1;                     ///< at least 1
  Progress* progress = nullptr;             ///< may be null
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to stop; may be null
};

/// The sessions of one arm, in the order of their replications.
struct Sessions {
  std::vector<models::SessionResult> results;
  std::uint64_t fingerprint = 0;  ///< of all fingerprints in order
  std::uint64_t events = 0;
  std::uint64_t records = 0;
};

/// Runs the replications 0..replications-1. Throws Interrupted when stopped, sim::Defect (with replication and
/// simulated time) for a mistake of ours.
Sessions run_sessions(const models::Settings& settings, std::uint64_t seed, std::uint32_t replications,
                      const Execution& execution = {});

}  // namespace lastseen::experiments
