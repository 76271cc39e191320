#include <lastseen/experiments/study/targets.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/arm_figures.hpp>

namespace lastseen::experiments {
namespace {

std::optional<Severity> alert_of(const Threshold& target, const Estimate& estimate) {
  const auto is_passed = [&](std::optional<double> level) {
    return level && estimate.point && !holds(*estimate.point, target.comparison, *level);
  };
  if (is_passed(target.critical)) return Severity::critical;
  if (is_passed(target.warning)) return Severity::warning;
  return std::nullopt;
}

/// The limit of the never-updated share: its own target's, else the share beyond which means are not given.
double never_updated_limit(const Scenario& scenario) {
  for (const Threshold& threshold : scenario.targets) {
    if (threshold.response == ResponseId::never_updated && threshold.comparison == Comparison::at_most) {
      return threshold.value;
    }
  }
  return never_updated_most;
}

}  // namespace

std::string target_text(const Threshold& target) {
  const Response& response = response_of(target.response);
  return fmt::format("{} {} {}", response.title, target.comparison == Comparison::at_least ? ">=" : "<=",
                     value_text(response.unit, target.value));
}

std::string reason_text(const TargetVerdict& verdict) {
  if (!verdict.too_many_never_shown) return "";
  const auto [share, limit] = *verdict.too_many_never_shown;
  return fmt::format("{} of the jobs were never shown (limit {})", value_text(ResponseUnit::share, share),
                     value_text(ResponseUnit::share, limit));
}

std::string note_text(const TargetVerdict& verdict) {
  if (verdict.too_many_never_shown) return reason_text(verdict);
  return verdict.alert ? to_text(*verdict.alert) : "";
}

std::vector<TargetVerdict> judge_targets(const Scenario& scenario, const ArmSample& sample,
                                         double confidence) {
  std::vector<Target> targets;
  std::vector<TargetVerdict> result;
  for (const Threshold& threshold : scenario.targets) {
    const Response& response = response_of(threshold.response);
    targets.push_back({[&response, &sample](double at) { return response.estimate(sample, at); },
                       threshold.comparison, threshold.value});
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
    verdict.too_many_never_shown = {.share = never.point.value_or(0), .limit = limit};
  }
  return result;
}

}  // namespace lastseen::experiments
