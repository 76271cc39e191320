// The figures of an arm: its responses with intervals, counts, causes of loss and fingerprint.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/responses.hpp>

namespace lastseen::experiments {

/// One arm's figures.
struct ArmFigures {
  std::string name;
  std::string description;
  std::uint64_t sessions = 0;
  std::uint64_t jobs = 0;
  std::uint64_t delivered = 0;
  PerResponse<Estimate> estimates;
  std::optional<double> time_to_ui_max;  ///< over jobs completed; +infinity when one was never shown
  std::vector<LostJobs> lost;            ///< in the order of the sample
  std::uint64_t fingerprint = 0;
  std::uint64_t events = 0;
  bool are_times_exact = true;  ///< else each is within 1/256: more than 100,000 sessions

  /// Whether a response is not given, whatever its estimate: a mean over the jobs that were shown, when more than
  /// `never_updated_most` were not.
  bool withholds(const Response& response) const;
};

/// A mean over the jobs that were shown flatters an arm that never shows many: beyond this share it is not given.
inline constexpr double never_updated_most = 0.01;

ArmFigures arm_figures(const Arm& arm, const ArmSample& sample, double confidence = 0.95);

}  // namespace lastseen::experiments
