#include <lastseen/experiments/study/comparison.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include <lastseen/experiments/statistics/response_text.hpp>

namespace lastseen::experiments {
namespace {

PairedFigures paired(const std::string& name, const ArmSample& reference, const ArmSample& arm,
                     double confidence) {
  PairedFigures result{.arm = name};
  std::vector<PairedCluster> clusters;
  for (std::size_t session = 0; session < arm.sessions().size(); ++session) {
    const auto& before = reference.sessions()[session];
    const auto& after = arm.sessions()[session];
    clusters.push_back({delivered_cluster(before), delivered_cluster(after)});
    // Arms may differ in users and in how many jobs each submits; only jobs submitted in both make a pair.
    // Both lists are in the order of users, then of jobs.
    auto left = before.jobs.begin();
    auto right = after.jobs.begin();
    while (left != before.jobs.end() && right != after.jobs.end()) {
      const std::pair in_left(left->user, left->job);
      const std::pair in_right(right->user, right->job);
      if (in_left == in_right && left->was_submitted() && right->was_submitted()) {
        result.table.add(left->was_delivered(), right->was_delivered());
        if (left->was_delivered() && !right->was_delivered() && !result.first_only_reference) {
          result.first_only_reference = static_cast<std::uint32_t>(session);
        }
      }
      if (in_left <= in_right) ++left;
      if (in_right <= in_left) ++right;
    }
  }
  result.difference = paired_difference(clusters, confidence);
  result.correlation = paired_correlation(clusters);
  return result;
}

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

/// Targets are judged together (Holm), so that several do not make a wrong verdict likelier than one. A target on a
/// mean is missed whenever the never-updated share misses its limit: the mean is over the other jobs.
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

}  // namespace

MeasuredArm measure(const Arm& arm, Sessions run, double confidence) {
  MeasuredArm measured{ArmSample(std::move(run.results)), {.name = arm.name, .description = arm_text(arm)}};
  const ArmSample& sample = measured.sample;
  ArmFigures& figures = measured.figures;
  figures.sessions = sample.sessions().size();
  figures.jobs = sample.jobs();
  figures.delivered = sample.jobs();
  for (const auto& cause : sample.causes()) figures.delivered -= cause.second;
  for (const Response& response : responses()) {
    figures.estimates[response.id] = response.estimate(sample, confidence);
  }
  const auto times = sample.time_to_ui().sorted();
  if (!times.empty()) figures.time_to_ui_max = times.back();
  figures.causes = sample.causes();
  figures.fingerprint = run.fingerprint;
  figures.events = run.events;
  return measured;
}

FigureText figure_text(const Response& response, const ArmFigures& arm) {
  const Estimate& estimate = arm.estimates[response.id];
  const Estimate& never = arm.estimates[ResponseId::never_updated];
  if (response.of_shown_jobs && never.point.value_or(0) > never_updated_most) {
    return {"none", fmt::format("{} never shown", value_text(ResponseUnit::share, never.point))};
  }
  return {value_text(response.unit, estimate.point), interval_text(response.unit, estimate)};
}

std::string arm_text(const Arm& arm) {
  if (!arm.description.empty()) return arm.description;
  std::string text;
  for (const models::Assignment& assignment : arm.overrides) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", assignment.key, assignment.value);
  }
  return text.empty() ? "the scenario's settings" : text;
}

std::vector<std::string> replaced_values(const Scenario& scenario, const std::vector<std::string>& keys) {
  std::vector<std::string> notes;
  for (const Arm& arm : scenario.arms) {
    for (const models::Assignment& own : arm.overrides) {
      if (std::find(keys.begin(), keys.end(), own.key) == keys.end()) continue;
      notes.push_back(fmt::format("note: {} is set for all arms and replaces {} of the arm {}", own.key,
                                  own.value, arm.name));
    }
  }
  return notes;
}

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
        paired(scenario.arms[index].name, arm_samples[0], arm_samples[index], comparison.confidence));
  }
  comparison.verdicts = judge_targets(scenario, arm_samples.back(), comparison.confidence);
  if (samples) samples->arms = std::move(arm_samples);
  return comparison;
}

std::string verdict_sentence(const Scenario& scenario, const ArmComparison& comparison) {
  const ArmFigures& first = comparison.arms.front();
  const ArmFigures& last = comparison.arms.back();
  const auto share = [](const ArmFigures& arm) {
    return value_text(ResponseUnit::share, arm.estimates[ResponseId::delivery_rate].point);
  };
  if (first.jobs == 0 || last.jobs == 0)
    return "No job was submitted, so nothing can be said about delivery.";
  std::string sentence;
  if (comparison.arms.size() == 1) {
    sentence = fmt::format("{} of the notifications are delivered", share(first));
  } else if (const PairedTable& table = comparison.pairs.back().table;
             table.only_after == 0 && table.only_before == 0) {
    sentence = fmt::format("{} and {} deliver the very same jobs, {}", first.name, last.name, share(first));
  } else {
    const Estimate& difference = comparison.pairs.back().difference;
    const auto points = [](std::optional<double> value) {
      return fmt::format("{:+.1f}", value.value_or(0) * 100);
    };
    const std::string interval =
        difference.low ? fmt::format("{} to {}", points(difference.low), points(difference.high))
                       : difference.method;
    sentence =
        fmt::format("Delivery goes from {} ({}) to {} ({}), a difference of {} percentage points ({})",
                    share(first), first.name, share(last), last.name, points(difference.point), interval);
  }
  if (scenario.targets.empty()) return sentence + ".";
  const auto count = [&](Verdict verdict) {
    return std::count_if(comparison.verdicts.begin(), comparison.verdicts.end(),
                         [&](const TargetVerdict& v) { return v.verdict == verdict; });
  };
  const auto total = comparison.verdicts.size();
  if (comparison.overall() == Verdict::met) {
    return sentence + (total == 1   ? "; the target is met."
                       : total == 2 ? "; both targets are met."
                                    : fmt::format("; all {} targets are met.", total));
  }
  return sentence + fmt::format("; of {} target{}, {} met, {} missed, {} inconclusive.", total,
                                total == 1 ? "" : "s", count(Verdict::met), count(Verdict::missed),
                                count(Verdict::inconclusive) + count(Verdict::no_data));
}

}  // namespace lastseen::experiments
