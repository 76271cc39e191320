// Verdicts on targets: together, with the alert that a point has passed, and never flattered by a mean over the shown jobs.
#include <lastseen/experiments/study/targets.hpp>

#include <gmock/gmock.h>

#include <cmath>
#include <stdexcept>
#include <string>

#include <lastseen/experiments/study/comparison.hpp>

namespace lastseen::experiments {
namespace {

using ::testing::HasSubstr;

/// A comparison of one arm whose screen never shows a skipped job: 94 % never updated, the others at once.
ArmComparison compare_as_logged(const std::string& targets) {
  Scenario scenario = load_scenario("fifteen-minutes", {.replications = 200});
  scenario.arms = {scenario.arm("as-logged")};
  scenario.targets = parse_scenario("[targets]\n" + targets, "s.toml").targets;
  return compare(scenario, {});
}

const TargetVerdict& verdict_of(const ArmComparison& comparison, ResponseId response) {
  for (const TargetVerdict& verdict : comparison.verdicts) {
    if (verdict.target.response == response) return verdict;
  }
  throw std::out_of_range("no such target");
}

// The mean over the shown jobs alone is excellent; the screens that never updated make it worthless, unless the
// scenario itself allows them.
TEST(Targets, OnAMeanAreMissedWhenTooManyScreensNeverUpdate) {
  const std::string mean = "time_to_ui_mean = { at_most = \"5s\" }\n";
  for (const char* never : {"", "never_updated = { at_most = 0.01 }"}) {
    const ArmComparison comparison = compare_as_logged(mean + never);
    EXPECT_LT(*comparison.arms[0].estimates[ResponseId::time_to_ui_mean].high, 5);
    EXPECT_EQ(verdict_of(comparison, ResponseId::time_to_ui_mean).verdict, Verdict::missed);
    EXPECT_THAT(reason_text(verdict_of(comparison, ResponseId::time_to_ui_mean)), HasSubstr("never shown"));
    EXPECT_EQ(comparison.overall(), Verdict::missed);
    EXPECT_TRUE(std::isinf(*comparison.arms[0].estimates[ResponseId::time_to_ui_p50].point));
    EXPECT_TRUE(std::isinf(*comparison.arms[0].time_to_ui_max));
  }
  EXPECT_EQ(compare_as_logged(mean + "never_updated = { at_most = 1 }").overall(), Verdict::met);
}

TEST(Targets, RaiseTheAlertThatThePointHasPassed) {
  const ArmComparison comparison = compare_as_logged(
      "delivery_rate = { at_least = 0.95, warning = 0.9, critical = 0.5 }\n"
      "never_updated = { at_most = 0.01, warning = 0.5, critical = 0.99 }\n"
      "skip_rate = { at_most = 1 }");
  EXPECT_EQ(verdict_of(comparison, ResponseId::delivery_rate).alert, Severity::critical);
  EXPECT_EQ(verdict_of(comparison, ResponseId::never_updated).alert, Severity::warning);
  EXPECT_EQ(verdict_of(comparison, ResponseId::skip_rate).alert, std::nullopt);
}

TEST(Targets, AreInconclusiveWithoutDataOrWithOneSession) {
  Scenario scenario = load_scenario("fifteen-minutes", {.replications = 1});
  EXPECT_EQ(compare(scenario, {}).overall(), Verdict::inconclusive);
  scenario = load_scenario("fifteen-minutes", {.set = {{"jobs.count", "0"}}, .replications = 5});
  const ArmComparison comparison = compare(scenario, {});
  EXPECT_EQ(comparison.overall(), Verdict::inconclusive);
}

}  // namespace
}  // namespace lastseen::experiments
