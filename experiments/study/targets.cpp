#include <lastseen/experiments/study/targets.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>

namespace lastseen::experiments {
namespace {

std::string alert_of(const Threshold& target, const Estimate& estimate) {
  const auto beyond = [&](std::optional<double> line) {
    return line && estimate.point && (target.at_least ? *estimate.point < *line : *estimate.point > *line);
  };
  if (beyond(target.critical)) return "critical";
  if (beyond(target.warning)) return "warning";
  return "";
}

/// The limit of the never-updated share: its own target's, else the share beyond which means are not given.
double never_updated_limit(const Scenario& scenario) {
  for (const Threshold& threshold : scenario.targets) {
    if (threshold.response == ResponseId::never_updated && !threshold.at_least) return threshold.value;
  }
  return never_updated_most;
}

}  // namespace

std::vector<TargetVerdict> judge_targets(const Scenario& scenario, const ArmSample& sample,
                                         double confidence) {
  std::vector<Target> targets;
  std::vector<TargetVerdict> result;
  for (const Threshold& threshold : scenario.targets) {
    const Response& response = response_of(threshold.response);
    targets.push_back({[&response, &sample](double at) { return response.estimate(sample, at); },
                       threshold.at_least ? Comparison::at_least : Comparison::at_most, threshold.value});
    result.push_back({.target = threshold, .estimate = response.estimate(sample, confidence)});
    result.back().alert = alert_of(threshold, result.back().estimate);
  }
  const std::vector<Verdict> verdicts = judge_together(targets, confidence);
  const Estimate never = response_of(ResponseId::never_updated).estimate(sample, confidence);
  const double limit = never_updated_limit(scenario);
  for (std::size_t index = 0; index < result.size(); ++index) {
    TargetVerdict& verdict = result[index];
    verdict.verdict = verdicts[index];
    if (!response_of(verdict.target.response).of_shown_jobs) continue;
    if (judge(never, Comparison::at_most, limit) != Verdict::missed) continue;
    verdict.verdict = Verdict::missed;
    verdict.reason =
        fmt::format("{} of the jobs were never shown (limit {})",
                    value_text(ResponseUnit::share, never.point), value_text(ResponseUnit::share, limit));
  }
  return result;
}

}  // namespace lastseen::experiments
