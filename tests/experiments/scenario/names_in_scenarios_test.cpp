// Mechanisms and remedies by name, in a scenario file and on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/experiments/scenario/scenario.hpp>
#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using models::RefreshOn;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::problems_of;
using testing::refusal;
using ::testing::StartsWith;

TEST(NamesInScenarios, AreSuggestedWhenMisspelt) {
  EXPECT_THAT(problems_of([] { parse_scenario("", "s.toml", {.mechanisms = {"restat"}}); }),
              ElementsAre(AllOf(StartsWith("--mechanism: "), HasSubstr("`restat`"),
                                HasSubstr("did you mean `restart`?"), HasSubstr("allowed: connect-race, "))));
  EXPECT_THAT(problems_of([] { parse_scenario("", "s.toml", {.remedies = {"no-refresh"}}); }),
              ElementsAre(AllOf(StartsWith("--remedy: "), HasSubstr("unknown remedy `no-refresh`"))));
}

// In a file: names give defaults that explicit keys of the same place win over, and arms over the scenario.
TEST(NamesInScenarios, AreReadAtTheTopAndInAnArmBeforeTheKeysBesideThem) {
  const Scenario scenario = parse_scenario(R"(mechanisms = ["short-timeout"]
registry.cleanup_timeout = "25s"
[[arms]]
name = "before"
[[arms]]
name = "after"
remedies = ["longer-timeout", "adaptive-polling"]
polling.adaptive = false)",
                                           "s.toml");
  EXPECT_EQ(scenario.arms[0].settings.registry.cleanup_timeout, 25s);
  EXPECT_EQ(scenario.arms[0].settings.registry.refresh_on, RefreshOn::ping);
  EXPECT_EQ(scenario.arms[1].settings.registry.cleanup_timeout, 5min);
  EXPECT_FALSE(scenario.arms[1].settings.polling.adaptive);
}

TEST(NamesInScenarios, YieldToTheCommandLineInTheOrderMechanismsRemediesSet) {
  const Changes changes{.set = {{"registry.cleanup_interval", "7s"}},
                        .mechanisms = {"no-refresh"},
                        .remedies = {"slower-cleanup", "longer-timeout"}};
  const Scenario scenario =
      parse_scenario("registry.refresh_on = \"ping\"\nregistry.cleanup_timeout = \"90s\"", "s.toml", changes);
  const auto& registry = scenario.arms.front().settings.registry;
  EXPECT_EQ(registry.refresh_on, RefreshOn::connect);
  EXPECT_EQ(registry.cleanup_timeout, 5min);
  EXPECT_EQ(registry.cleanup_interval, 7s);
}

TEST(NamesInScenarios, NameTheLineOfAWrongName) {
  EXPECT_THAT(refusal("mechanisms = [\"restart\",\n\"no-refrsh\"]"),
              ElementsAre(AllOf(StartsWith("s.toml:2: "), HasSubstr("did you mean `no-refresh`?"))));
  EXPECT_THAT(refusal("[[arms]]\nname = \"a\"\nremedies = [5]"),
              ElementsAre(AllOf(StartsWith("s.toml:3: "), HasSubstr("unknown remedy `5`"))));
  EXPECT_THAT(refusal("mechanisms = \"restart\""),
              ElementsAre(AllOf(StartsWith("s.toml:1: "), HasSubstr("an array of names"))));
}

}  // namespace
}  // namespace lastseen::experiments
