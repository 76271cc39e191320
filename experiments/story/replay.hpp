// One replication run again, with its whole trace, and held against the evidence.
#pragma once

#include <cstdint>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/evidence.hpp>
#include <lastseen/models/monitor.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// One replication of one arm, with its trace.
struct Replay {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::vector<sim::Record> records;   ///< record id i stands at index i - 1
  sim::Instant end = sim::run_start;  ///< of the run; not before the last record
  models::SessionResult result;
  std::uint64_t fingerprint = 0;
  Agreement agreement;
};

/// Runs one replication and judges it by the scenario's evidence. Throws InputError beyond a million
/// records, and at once when there are more jobs than that.
Replay replay(const Scenario& scenario, const Arm& arm, std::uint32_t replication);

/// Records of a session that is told; more are too many to read, and to keep.
inline constexpr std::size_t told_records_max = 1'000'000;

/// Whether the first session of the arm has no more records than that. Runs it that far.
bool can_be_told(const Scenario& scenario, const Arm& arm);

/// The job to tell when none is asked for: the first that was done and not delivered, else the first of all.
const models::JobResult& job_to_tell(const Replay& run);

}  // namespace lastseen::experiments
