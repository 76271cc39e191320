#include <lastseen/experiments/study/comparison.hpp>

#include <utility>

namespace lastseen::experiments {

Verdict ArmComparison::overall() const {
  bool all_met = true;
  for (const TargetVerdict& verdict : verdicts) {
    if (verdict.verdict == Verdict::missed) return Verdict::missed;
    all_met = all_met && verdict.verdict == Verdict::met;
  }
  return all_met ? Verdict::met : Verdict::inconclusive;
}

ArmComparison compare(const Scenario& scenario, const Execution& execution, ComparedSamples* samples) {
  ArmComparison comparison;
  std::vector<ArmSample> arm_samples;
  for (const Arm& arm : scenario.arms) {
    MeasuredArm measured =
        measure(arm, run_sessions(arm.settings, scenario.seed, scenario.replications, execution),
                comparison.confidence);
    arm_samples.push_back(std::move(measured.sample));
    comparison.arms.push_back(std::move(measured.figures));
  }
  for (std::size_t index = 1; index < arm_samples.size(); ++index) {
    comparison.pairs.push_back(
        paired_figures(scenario.arms[index].name, arm_samples[0], arm_samples[index], comparison.confidence));
  }
  comparison.verdicts = judge_targets(scenario, arm_samples.back(), comparison.confidence);
  if (samples) samples->arms = std::move(arm_samples);
  return comparison;
}

}  // namespace lastseen::experiments
