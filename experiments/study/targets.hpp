// The targets of a scenario, judged for an arm.
#pragma once

#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>

namespace lastseen::experiments {

struct TargetVerdict {
  Threshold target;
  Verdict verdict = Verdict::no_data;
  Estimate estimate;
  std::string alert;   ///< "", "warning" or "critical": the level that the point has passed
  std::string reason;  ///< why a mean is missed although its figure is not; else empty
};

/// Targets are judged together (Holm), so that several do not make a wrong verdict likelier than one. A target on a
/// mean is missed whenever the never-updated share misses its limit: the mean is over the other jobs.
std::vector<TargetVerdict> judge_targets(const Scenario& scenario, const ArmSample& sample,
                                         double confidence);

}  // namespace lastseen::experiments
