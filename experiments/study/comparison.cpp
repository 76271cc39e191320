#include <lastseen/experiments/study/comparison.hpp>

#include <utility>

#include <lastseen/experiments/study/point_runs.hpp>

namespace lastseen::experiments {

Verdict ArmComparison::overall() const {
  bool all_met = true;
  for (const TargetVerdict& verdict : verdicts) {
    if (verdict.verdict == Verdict::missed) return Verdict::missed;
    all_met = all_met && verdict.verdict == Verdict::met;
  }
  return all_met ? Verdict::met : Verdict::inconclusive;
}

bool ArmComparison::changes_anything() const {
  const auto points = [](const ArmFigures& arm) {
    std::vector<std::optional<double>> all;
    for (const Response& response : responses()) all.push_back(arm.estimates[response.id].point);
    return all;
  };
  return arms.size() == 1 || points(arms.front()) != points(arms.back());
}

ArmComparison compare(const Scenario& scenario, const Execution& execution, ComparedSamples* samples) {
  ArmComparison comparison{.confidence = scenario.confidence};
  const PointPlan plan{.points = 1,
                       .arms = [&](std::size_t) { return scenario.arms; },
                       .seed = scenario.seed,
                       .replications = scenario.replications,
                       .confidence = comparison.confidence};
  run_points(plan, execution, [&](MeasuredPoint point) {
    comparison.arms = std::move(point.arms);
    comparison.pairs = std::move(point.pairs);
    comparison.verdicts = judge_targets(scenario, point.samples.back(), comparison.confidence);
    if (samples) samples->arms = std::move(point.samples);
  });
  return comparison;
}

}  // namespace lastseen::experiments
