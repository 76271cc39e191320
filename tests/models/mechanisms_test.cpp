// What takes a mechanism away, and what is tried to make it produce what was logged.
#include <lastseen/models/mechanisms.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lastseen/models/catalogue.hpp>
#include <lastseen/models/parameters.hpp>

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Settings settings_of(Mechanism mechanism) {
  std::vector<std::string> problems;
  Settings settings;
  apply(settings, assignments_of({mechanism}, {}), "test", problems);
  EXPECT_THAT(problems, IsEmpty());
  return settings;
}

/// The keys whose values differ.
std::vector<std::string> differences(const Settings& a, const Settings& b) {
  std::vector<std::string> keys;
  for (const Parameter& parameter : parameters()) {
    if (parameter.get(a) != parameter.get(b)) keys.emplace_back(parameter.key);
  }
  return keys;
}

// A repair takes its mechanism away: it undoes an assignment of the mechanism, and leaves the other mechanisms' alone.
TEST(Repair, ChangesTheMechanismsSettingsAndNoMore) {
  for (const MechanismEntry& each : mechanisms) {
    const Settings before = settings_of(each.mechanism);
    Settings after = before;
    repair(after, each.mechanism);
    EXPECT_THAT(differences(before, after), ::testing::SizeIs(::testing::Ge(1))) << each.name;
  }
  Settings settings = settings_of(Mechanism::no_refresh);
  repair(settings, Mechanism::no_refresh);
  EXPECT_THAT(differences(settings_of(Mechanism::no_refresh), settings), ElementsAre("registry.refresh_on"));
}

TEST(Repair, TellsAMissingRefreshFromTheRefreshOfACopy) {
  Settings copy = settings_of(Mechanism::refresh_of_a_copy);
  repair(copy, Mechanism::no_refresh);
  EXPECT_EQ(copy.registry.refresh_on, RefreshOn::copy);
  repair(copy, Mechanism::refresh_of_a_copy);
  EXPECT_EQ(copy.registry.refresh_on, RefreshOn::ping);
  Settings none = settings_of(Mechanism::no_refresh);
  repair(none, Mechanism::refresh_of_a_copy);
  EXPECT_EQ(none.registry.refresh_on, RefreshOn::connect);
}

TEST(Repair, RemovesTheFaultsOfItsMechanism) {
  Settings all;
  all.server.instances = 2;
  for (int kind = 0; kind < fault_kind_count; ++kind) {
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

// Whatever is scanned has a name and a range; a parameter takes both ends of it.
TEST(EvidenceTrials, ScanWhatThereIs) {
  using Scan = EvidenceTrial::Scan;
  for (const MechanismEntry& each : mechanisms) {
    const EvidenceTrial& trial = each.tried;
    Settings settings;
    apply(settings, trial.sets);
    EXPECT_EQ(trial.scanned.empty(), trial.scan != Scan::parameter && trial.scan != Scan::instant_of_fault)
        << each.name;
    if (trial.scan != Scan::parameter) continue;
    const Parameter* parameter = find_parameter(trial.parameter);
    ASSERT_NE(parameter, nullptr) << each.name;
    EXPECT_LT(trial.first, trial.last) << each.name;
    parameter->set(settings, sim::to_text(trial.first));
    parameter->set(settings, sim::to_text(trial.last));
  }
}

TEST(FixedAssignments, ThatAreWrongAreOurMistake) {
  Settings settings;
  EXPECT_THROW(apply(settings, FixedAssignments{{"ping.intervall", "1s"}}), std::logic_error);
}

}  // namespace
}  // namespace lastseen::models
