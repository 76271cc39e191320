// The sessions of one arm as they are measured: their sums, and the times sorted once.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <lastseen/experiments/statistics/arm_sums.hpp>
#include <lastseen/experiments/statistics/lifetime_estimates.hpp>
#include <lastseen/experiments/statistics/time_estimates.hpp>
#include <lastseen/models/mechanisms.hpp>

namespace lastseen::experiments {

/// Jobs that were not delivered for one reason.
struct LostJobs {
  std::optional<models::Mechanism> cause = {};  ///< none: they were not completed by the end of the run
  std::uint64_t jobs = 0;

  friend bool operator==(const LostJobs&, const LostJobs&) = default;
};

/// All sessions of one arm.
class ArmSample {
 public:
  ArmSample() = default;
  /// `slowest_update` is that of the arm's settings (models/slowest_update.hpp).
  explicit ArmSample(ArmSums sums, sim::Duration slowest_update);

  /// Without the times, which `time_to_ui` and `entry_lifetimes` have.
  const ArmSums& sums() const { return sums_; }
  /// Completion -> screen, of all jobs completed; +infinity for those never shown.
  const TimeSample& time_to_ui() const { return time_to_ui_; }
  /// From completion to the screen, at most.
  sim::Duration slowest_update() const { return slowest_update_; }
  const LifetimeSample& entry_lifetimes() const { return entry_lifetimes_; }
  /// Jobs submitted and not delivered, by cause: those not completed, then by the names of the mechanisms.
  const std::vector<LostJobs>& lost() const { return lost_; }

 private:
  ArmSums sums_;
  TimeSample time_to_ui_;
  LifetimeSample entry_lifetimes_;
  sim::Duration slowest_update_{0};
  std::vector<LostJobs> lost_;
};

}  // namespace lastseen::experiments
