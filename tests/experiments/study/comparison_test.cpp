// Arms side by side: the paired table, causes, and which jobs make a pair.
#include <lastseen/experiments/study/comparison.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/experiments/runs/sessions.hpp>

#include "tests/experiments/sessions.hpp"

namespace lastseen::experiments {
namespace {

using namespace testing;

std::int64_t signed_count(std::uint64_t count) { return static_cast<std::int64_t>(count); }

// Every job of every session is in exactly one cell, and the margins are the arms' own counts.
TEST(Comparison, HasAPairedTableThatAddsUp) {
  const Scenario scenario = load_scenario("fifteen-minutes", {.replications = 200});
  const ArmComparison comparison = compare(scenario, {.threads = 2});
  ASSERT_EQ(comparison.arms.size(), 4U);
  ASSERT_EQ(comparison.pairs.size(), 3U);
  for (std::size_t index = 0; index < 3; ++index) {
    const PairedTable& table = comparison.pairs[index].table;
    const ArmFigures& arm = comparison.arms[index + 1];
    EXPECT_EQ(table.pairs(), 200 * 5) << arm.name;
    EXPECT_EQ(table.both + table.only_after, signed_count(arm.delivered)) << arm.name;
    EXPECT_EQ(table.both + table.only_before, signed_count(comparison.arms[0].delivered)) << arm.name;
    EXPECT_NEAR(*comparison.pairs[index].difference.point,
                *arm.estimates[ResponseId::delivery_rate].point -
                    *comparison.arms[0].estimates[ResponseId::delivery_rate].point,
                1e-12);
  }
  // A longer life of the entry and the fix can only help; the logged clients' polling changes no delivery.
  for (const PairedFigures& pair : comparison.pairs) {
    EXPECT_EQ(pair.table.only_before, 0) << pair.arm;
    EXPECT_EQ(pair.first_only_reference, std::nullopt) << pair.arm;
  }
  EXPECT_EQ(comparison.pairs[1].arm, "as-logged");
  EXPECT_EQ(comparison.pairs[1].table.only_after, 0);
}

TEST(Comparison, AddsUpTheCausesOfWhatWasNotDelivered) {
  const Scenario scenario = load_scenario("fifteen-minutes", {.replications = 50});
  for (const ArmFigures& arm : compare(scenario, {}).arms) {
    std::uint64_t jobs = arm.delivered;
    for (const LostJobs& lost : arm.lost) jobs += lost.jobs;
    EXPECT_EQ(jobs, arm.jobs) << arm.name;
    EXPECT_EQ(arm.sessions, 50U);
  }
}

// The arms in the other order: the fix is the reference, and the first replication that the bug loses is
// named.
TEST(Comparison, NamesTheFirstReplicationDeliveredInTheReferenceOnly) {
  Scenario scenario = load_scenario("fifteen-minutes", {.replications = 30});
  scenario.arms = {scenario.arm("after"), scenario.arm("before")};
  const ArmComparison comparison = compare(scenario, {});
  ASSERT_TRUE(comparison.pairs[0].first_only_reference.has_value());
  EXPECT_GT(comparison.pairs[0].table.only_before, 0);
  const std::uint32_t first = *comparison.pairs[0].first_only_reference;
  for (std::uint32_t replication = 0; replication <= first; ++replication) {
    const auto lost = [&](const char* arm) {
      const auto rows = run_sessions(scenario.arm(arm).settings, scenario.seed, replication, 1);
      std::vector<bool> result;
      for (const JobRow& job : rows.front().jobs) result.push_back(!job.delivered);
      return result;
    };
    const auto with_fix = lost("after");
    const auto with_bug = lost("before");
    bool only_reference = false;
    for (std::size_t job = 0; job < 5; ++job)
      only_reference = only_reference || (!with_fix[job] && with_bug[job]);
    EXPECT_EQ(only_reference, replication == first) << replication;
  }
}

// With two users, the second user's first job stands at another place when each submits more jobs. Deliveries
// are certain in one arm and impossible in the other, so a pair of different jobs would not show; equal
// settings do: a job is delivered in both or in neither.
TEST(Comparison, PairsTheSameJobOfTheSameUserWhenArmsSubmitDifferentNumbers) {
  const Scenario scenario = parse_scenario(R"(replications = 100
session.users = 3
[[arms]]
name = "four"
jobs.count = 4
[[arms]]
name = "two"
jobs.count = 2)",
                                           "s.toml");
  const ArmComparison comparison = compare(scenario, {});
  const PairedTable& table = comparison.pairs[0].table;
  EXPECT_EQ(table.pairs(), 100 * 3 * 2);
  EXPECT_GT(table.both, 0);
  EXPECT_GT(table.neither, 0);
  EXPECT_EQ(table.only_after, 0);
  EXPECT_EQ(table.only_before, 0);
}

}  // namespace
}  // namespace lastseen::experiments
