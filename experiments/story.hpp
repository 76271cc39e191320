// A run told as a timeline: what happened, in sentences, and why a job was not delivered.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "experiments/evidence.hpp"
#include "experiments/scenario.hpp"
#include "experiments/sentences.hpp"
#include "models/monitor.hpp"
#include "sim/trace.hpp"

namespace lastseen::experiments {

/// One replication of one arm, with its trace.
struct ToldRun {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  std::vector<sim::Record> records;   ///< record id i stands at index i - 1
  sim::Instant end = sim::run_start;  ///< of the run; not before the last record
  models::SessionResult result;
  std::uint64_t fingerprint = 0;
  Agreement agreement;
};

/// Runs one replication and judges it by the scenario's evidence. Throws Interrupted when `stop` (may be
/// null) is set, InputError beyond a million records.
ToldRun tell(const Scenario& scenario, const Arm& arm, std::uint32_t replication,
             const std::atomic<bool>* stop = nullptr);

/// What became of the job, and why, in one to three sentences.
std::string outcome_text(const models::JobResult& job, const std::vector<sim::Record>& records,
                         const Story& story, const models::Settings& settings);

}  // namespace lastseen::experiments
