// The targets of a scenario, judged for an arm.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/statistics/arm_sample.hpp>
#include <lastseen/experiments/statistics/verdicts.hpp>
#include <lastseen/experiments/study/severity.hpp>

namespace lastseen::experiments {

/// Why a target on a mean is missed whatever the mean is: too many jobs were never shown.
struct TooManyNeverShown {
  double share;  ///< of the jobs
  double limit;
};

struct TargetVerdict {
  Threshold target;
  Verdict verdict = Verdict::no_data;
  Estimate estimate;
  std::optional<Severity> alert = {};  ///< the worst level that the point has passed
  std::optional<TooManyNeverShown> too_many_never_shown = {};
};

/// "Notifications delivered >= 95.0 %".
std::string target_text(const Threshold& target);

/// "94.4 % of the jobs were never shown (limit 1.0 %)" when that is why the target is missed; else empty.
std::string reason_text(const TargetVerdict& verdict);

/// What stands beside the verdict: its reason, else its alert, else nothing.
std::string note_text(const TargetVerdict& verdict);

/// Targets are judged together (Holm), so that several do not make a wrong verdict likelier than one. A target on a
/// mean is missed whenever the never-updated share misses its limit: the mean is over the other jobs.
std::vector<TargetVerdict> judge_targets(const Scenario& scenario, const ArmSample& sample,
                                         double confidence);

}  // namespace lastseen::experiments
