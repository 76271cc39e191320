// Runs sessions: one world for each replication. A row depends on settings, seed and replication alone.
#pragma once

#include <cstdint>
#include <vector>

#include <lastseen/experiments/statistics/session_row.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/sim/simulation.hpp>

namespace lastseen::experiments {

/// Runs one session after the other on one thread, in the memory of the one before.
class SessionRunner {
 public:
  /// Throws sim::Defect (with replication and simulated time) for a mistake of ours.
  SessionRow run(const models::Settings& settings, std::uint64_t seed, std::uint32_t replication);

 private:
  sim::Simulation simulation_;
};

/// The replications first..first+count-1, on this thread. Throws as SessionRunner::run does.
std::vector<SessionRow> run_sessions(const models::Settings& settings, std::uint64_t seed,
                                     std::uint32_t first, std::uint32_t count);

}  // namespace lastseen::experiments
