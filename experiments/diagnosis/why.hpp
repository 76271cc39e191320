// Why a job was not delivered, proved: the same draws are replayed with one mechanism repaired at a time. The mechanism
// without which the job would have been delivered is its cause; that of the repair which changes the session first, when
// there are several.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <lastseen/models/monitor.hpp>
#include <lastseen/models/settings.hpp>
#include <lastseen/sim/trace.hpp>

namespace lastseen::experiments {

/// The session again, with one mechanism repaired.
struct RepairedReplay {
  models::Mechanism mechanism;
  sim::Instant differs_at = sim::never;  ///< the first record that is not as it was
  bool delivered = false;
};

struct Explanation {
  std::vector<sim::Record> records;  ///< of the session as it was; record id i stands at index i - 1
  models::JobResult job;             ///< with the cause that the trace tells
  std::vector<sim::Record> chain;    ///< the records that prove that cause, in the order of time
  /// Those that change what concerns the user, from the earliest change on. Empty for a job that needs no explanation.
  std::vector<RepairedReplay> replays;
  std::optional<models::Mechanism> proven;  ///< the first of those that deliver the job
  /// Where no repair suffices alone: the pairs that do together.
  std::vector<std::pair<models::Mechanism, models::Mechanism>> pairs;
  /// Where no pair does either: a set that does, and none of which can be spared. Empty: not even all together do.
  std::vector<models::Mechanism> together;

  /// Delivered, or not completed by the end of the run.
  bool needs_no_cause() const { return !job.cause; }
};

/// Runs the arm's session and explains what became of the job. User and job must be among those of the arm's settings. Throws
/// InputError beyond a million records.
Explanation explain(const Arm& arm, std::uint64_t seed, std::uint32_t replication, models::UserId user,
                    std::uint32_t job);

}  // namespace lastseen::experiments
