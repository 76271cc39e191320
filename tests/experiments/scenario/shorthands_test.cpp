// Mechanisms and remedies by name: all are there, each sets what it says and nothing wrong, and they can be combined.
#include <lastseen/experiments/scenario/shorthands.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/parameters.hpp>
#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

using namespace std::chrono_literals;
using models::Mechanism;
using models::RefreshOn;
using models::Settings;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::problems_of;
using testing::refusal;
using ::testing::StartsWith;

Settings settings_of(const std::vector<std::string>& mechanism_names,
                     const std::vector<std::string>& remedy_names = {}) {
  std::vector<std::string> problems;
  Settings settings;
  models::apply(settings, expand(mechanism_names, remedy_names, "test", problems), "test", problems);
  EXPECT_THAT(problems, IsEmpty());
  return settings;
}

/// The keys whose values differ.
std::vector<std::string> differences(const Settings& a, const Settings& b) {
  std::vector<std::string> keys;
  for (const models::Parameter& parameter : models::parameters()) {
    if (parameter.get(a) != parameter.get(b)) keys.push_back(parameter.key);
  }
  return keys;
}

TEST(Shorthands, AreFifteenMechanismsAndSixteenRemediesThatSayWhatTheyAre) {
  EXPECT_EQ(mechanisms().size(), 15U);
  EXPECT_EQ(remedies().size(), 16U);
  std::set<std::string_view> names;
  for (const auto* list : {&mechanisms(), &remedies()}) {
    for (const Shorthand& each : *list) {
      EXPECT_TRUE(names.insert(each.name).second) << each.name;
      EXPECT_FALSE(each.meaning.empty() || each.meaning.ends_with('.')) << each.name;
      EXPECT_FALSE(each.sets.empty()) << each.name;
    }
  }
  for (std::size_t index = 0; index < mechanisms().size(); ++index) {
    EXPECT_EQ(mechanisms()[index].name, models::text(static_cast<Mechanism>(index)).name);
  }
}

// Every name alone, and every mechanism with every remedy, makes settings without contradiction.
TEST(Shorthands, AssignParametersThatThereAreAndThatGoTogether) {
  for (const Shorthand& mechanism : mechanisms()) {
    const std::string name(mechanism.name);
    EXPECT_THAT(models::contradictions(settings_of({name})), IsEmpty()) << name;
    for (const Shorthand& remedy : remedies()) {
      EXPECT_THAT(models::contradictions(settings_of({name}, {std::string(remedy.name)})), IsEmpty())
          << name << " with " << remedy.name;
    }
  }
}

// Shown under the fix, so that what is lost is lost by the mechanism alone.
TEST(Mechanisms, KeepTheMissingRefreshOutUnlessTheyAreIt) {
  for (const Shorthand& mechanism : mechanisms()) {
    const RefreshOn expected = mechanism.name == "no-refresh"          ? RefreshOn::connect
                               : mechanism.name == "refresh-of-a-copy" ? RefreshOn::copy
                                                                       : RefreshOn::ping;
    EXPECT_EQ(settings_of({std::string(mechanism.name)}).registry.refresh_on, expected) << mechanism.name;
  }
}

// Goal: combining means having both. Method: in either order, what keeps the bug out of the one yields to the other.
TEST(Mechanisms, AreBothThereWhenCombinedInEitherOrder) {
  for (const auto& names : {std::vector<std::string>{"restart", "no-refresh"},
                            std::vector<std::string>{"no-refresh", "restart"}}) {
    const Settings settings = settings_of(names);
    EXPECT_EQ(settings.registry.refresh_on, RefreshOn::connect);
    EXPECT_TRUE(settings.server.restart_every.has_value());
  }
}

TEST(Remedies, WinOverMechanisms) {
  EXPECT_EQ(settings_of({"no-refresh"}, {"refresh-on-ping"}).registry.refresh_on, RefreshOn::ping);
  EXPECT_EQ(settings_of({"short-timeout"}, {"longer-timeout"}).registry.cleanup_timeout, 5min);
  EXPECT_EQ(settings_of({"connect-race"}, {"app-connection"}).connection.opens_at, 0s);
}

TEST(Shorthands, AreSuggestedWhenMisspelt) {
  EXPECT_THAT(problems_of([] { parse_scenario("", "s.toml", {.mechanisms = {"restat"}}); }),
              ElementsAre(AllOf(StartsWith("--mechanism: "), HasSubstr("`restat`"),
                                HasSubstr("did you mean `restart`?"), HasSubstr("allowed: connect-race, "))));
  EXPECT_THAT(problems_of([] { parse_scenario("", "s.toml", {.remedies = {"no-refresh"}}); }),
              ElementsAre(AllOf(StartsWith("--remedy: "), HasSubstr("no remedy `no-refresh`"))));
}

// In a file: names give defaults that explicit keys of the same place win over, and arms over the scenario.
TEST(ScenarioShorthands, AreReadAtTheTopAndInAnArmBeforeTheKeysBesideThem) {
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

TEST(ScenarioShorthands, YieldToTheCommandLineInTheOrderMechanismsRemediesSet) {
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

TEST(ScenarioShorthands, NameTheLineOfAWrongName) {
  EXPECT_THAT(refusal("mechanisms = [\"restart\",\n\"no-refrsh\"]"),
              ElementsAre(AllOf(StartsWith("s.toml:2: "), HasSubstr("did you mean `no-refresh`?"))));
  EXPECT_THAT(refusal("[[arms]]\nname = \"a\"\nremedies = [5]"),
              ElementsAre(AllOf(StartsWith("s.toml:3: "), HasSubstr("no remedy `5`"))));
  EXPECT_THAT(refusal("mechanisms = \"restart\""),
              ElementsAre(AllOf(StartsWith("s.toml:1: "), HasSubstr("an array of up to 100 names"))));
}

// A repair takes its mechanism away: it undoes an assignment of the mechanism, and leaves the other mechanisms' alone.
TEST(Repair, ChangesTheMechanismsSettingsAndNoMore) {
  for (std::size_t index = 0; index < mechanisms().size(); ++index) {
    const auto mechanism = static_cast<Mechanism>(index);
    const std::string name(mechanisms()[index].name);
    const Settings before = settings_of({name});
    Settings after = before;
    repair(after, mechanism);
    EXPECT_THAT(differences(before, after), ::testing::SizeIs(::testing::Ge(1))) << name;
  }
  Settings settings = settings_of({"no-refresh"});
  repair(settings, Mechanism::no_refresh);
  EXPECT_THAT(differences(settings_of({"no-refresh"}), settings), ElementsAre("registry.refresh_on"));
}

TEST(Repair, TellsAMissingRefreshFromTheRefreshOfACopy) {
  Settings copy = settings_of({"refresh-of-a-copy"});
  repair(copy, Mechanism::no_refresh);
  EXPECT_EQ(copy.registry.refresh_on, RefreshOn::copy);
  repair(copy, Mechanism::refresh_of_a_copy);
  EXPECT_EQ(copy.registry.refresh_on, RefreshOn::ping);
  Settings none = settings_of({"no-refresh"});
  repair(none, Mechanism::refresh_of_a_copy);
  EXPECT_EQ(none.registry.refresh_on, RefreshOn::connect);
}

TEST(Repair, RemovesTheFaultsOfItsMechanism) {
  using models::FaultKind;
  Settings all;
  all.server.instances = 2;
  for (int kind = 0; kind < models::fault_kind_count; ++kind) {
    all.faults.push_back({.kind = static_cast<FaultKind>(kind), .instance = 1});
  }
  const auto left = [&](Mechanism mechanism) {
    Settings settings = all;
    repair(settings, mechanism);
    return settings.faults.size();
  };
  EXPECT_EQ(left(Mechanism::restart), all.faults.size() - 2);
  EXPECT_EQ(left(Mechanism::half_open), all.faults.size() - 3) << "switch, outage, drop";
  EXPECT_EQ(left(Mechanism::background), all.faults.size() - 1);
  EXPECT_EQ(left(Mechanism::other_instance), all.faults.size() - 1) << "instance 1 is no more";
  EXPECT_EQ(left(Mechanism::no_refresh), all.faults.size());
}

}  // namespace
}  // namespace lastseen::experiments
