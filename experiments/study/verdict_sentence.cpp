#include <lastseen/experiments/study/verdict_sentence.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

namespace {

std::string share_text(const ArmFigures& arm) {
  return value_text(ResponseUnit::share, arm.estimates[ResponseId::delivery_rate].point);
}

/// Whether each job of either arm has its pair in the other, of the same fate.
bool deliver_the_same(const ArmFigures& first, const ArmFigures& last, const PairedTable& table) {
  const auto pairs = static_cast<std::uint64_t>(table.pairs());
  return table.only_after == 0 && table.only_before == 0 && pairs == first.jobs && pairs == last.jobs;
}

std::string delivery_text(const ArmComparison& comparison) {
  const ArmFigures& first = comparison.arms.front();
  const ArmFigures& last = comparison.arms.back();
  if (comparison.arms.size() == 1) {
    return fmt::format("{} of the notifications are delivered", share_text(first));
  }
  if (!comparison.changes_anything()) {
    return fmt::format("{} and {} do not differ in any response; both deliver {}", first.name, last.name,
                       share_text(first));
  }
  if (deliver_the_same(first, last, comparison.pairs.back().table)) {
    return fmt::format("{} and {} deliver the very same jobs, {}", first.name, last.name, share_text(first));
  }
  const Estimate& difference = comparison.pairs.back().difference;
  const auto points = [](std::optional<double> value) {
    return fmt::format("{:+.1f}", value.value_or(0) * 100);
  };
  const std::string interval = difference.low
                                   ? fmt::format("{} to {}", points(difference.low), points(difference.high))
                                   : difference.method;
  return fmt::format(
      "Delivery goes from {} ({}) to {} ({}), a difference of {} percentage points ({}){}", share_text(first),
      first.name, share_text(last), last.name, points(difference.point), interval,
      first.jobs == last.jobs ? "" : fmt::format(", of {} and {} jobs", first.jobs, last.jobs));
}

std::string targets_text(const ArmComparison& comparison) {
  const auto count = [&](Verdict verdict) {
    return std::ranges::count(comparison.verdicts, verdict, &TargetVerdict::verdict);
  };
  const auto total = comparison.verdicts.size();
  if (comparison.overall() != Verdict::met) {
    return fmt::format("of {}, {} met, {} missed, {} inconclusive", sim::counted(total, "target"),
                       count(Verdict::met), count(Verdict::missed),
                       count(Verdict::inconclusive) + count(Verdict::no_data));
  }
  const std::string all = total == 1   ? "the target is"
                          : total == 2 ? "both targets are"
                                       : fmt::format("all {} targets are", total);
  return all +
         (comparison.changes_anything() ? " met" : " met by either, which decides nothing between them");
}

}  // namespace

std::string verdict_sentence(const Scenario& scenario, const ArmComparison& comparison) {
  if (comparison.arms.front().jobs == 0 || comparison.arms.back().jobs == 0) {
    return "No job was submitted, so nothing can be said about delivery.";
  }
  std::string sentence = delivery_text(comparison);
  if (!scenario.targets.empty()) sentence += "; " + targets_text(comparison);
  return sentence + ".";
}

}  // namespace lastseen::experiments
