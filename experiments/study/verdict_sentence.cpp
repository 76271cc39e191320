#include <lastseen/experiments/study/verdict_sentence.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

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
  return sentence + fmt::format("; of {}, {} met, {} missed, {} inconclusive.", sim::counted(total, "target"),
                                count(Verdict::met), count(Verdict::missed),
                                count(Verdict::inconclusive) + count(Verdict::no_data));
}

}  // namespace lastseen::experiments
