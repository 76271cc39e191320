// The sessions of one arm as they are measured, with what several responses need sorted once.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/time_estimates.hpp>
#include <lastseen/models/mechanisms.hpp>
#include <lastseen/models/monitor.hpp>

namespace lastseen::experiments {

/// Jobs that were not delivered for one reason.
struct LostJobs {
  std::optional<models::Mechanism> cause = {};  ///< none: they were not completed by the end of the run
  std::uint64_t jobs = 0;

  friend bool operator==(const LostJobs&, const LostJobs&) = default;
};

/// All sessions of one arm, in the order of their replications.
class ArmSample {
 public:
  explicit ArmSample(std::vector<models::SessionResult> sessions);

  const std::vector<models::SessionResult>& sessions() const { return sessions_; }
  /// Completion -> screen, of all jobs completed; +infinity for those never shown.
  const TimeSample& time_to_ui() const { return time_to_ui_; }
  /// Submission -> screen, of all jobs submitted.
  const TimeSample& time_from_submission() const { return time_from_submission_; }
  std::uint64_t jobs() const { return jobs_; }
  /// Jobs submitted and not delivered, by cause: those not completed, then by the names of the mechanisms.
  const std::vector<LostJobs>& lost() const { return lost_; }

 private:
  std::vector<models::SessionResult> sessions_;
  TimeSample time_to_ui_;
  TimeSample time_from_submission_;
  std::uint64_t jobs_ = 0;
  std::vector<LostJobs> lost_;
};

/// Outcomes of one session as a cluster: delivered among submitted.
Cluster delivered_cluster(const models::SessionResult& session);

}  // namespace lastseen::experiments
