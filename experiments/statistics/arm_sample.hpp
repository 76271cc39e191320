// The sessions of one arm as they are measured, with what several responses need sorted once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <lastseen/experiments/statistics/estimates.hpp>
#include <lastseen/experiments/statistics/time_estimates.hpp>
#include <lastseen/models/monitor.hpp>

namespace lastseen::experiments {

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
  /// Jobs not delivered, by cause; those without a cause are counted under an empty name.
  const std::map<std::string, std::uint64_t>& causes() const { return causes_; }

 private:
  std::vector<models::SessionResult> sessions_;
  TimeSample time_to_ui_;
  TimeSample time_from_submission_;
  std::uint64_t jobs_ = 0;
  std::map<std::string, std::uint64_t> causes_;
};

/// Outcomes of one session as a cluster: delivered among submitted.
Cluster delivered_cluster(const models::SessionResult& session);

}  // namespace lastseen::experiments
