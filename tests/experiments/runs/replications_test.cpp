// Running sessions: the same results whoever runs them, the same luck in every arm, and stopping when asked
// to.
#include <lastseen/experiments/runs/replications.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>
#include "tests/experiments/runs/digest.hpp"

namespace lastseen::experiments {
namespace {

using testing::digest;
using testing::endless;

TEST(Replications, DependOnTheSeedAndStartTheSameWhenThereAreMore) {
  const models::Settings settings;
  const Sessions few = run_sessions(settings, 1, 10);
  Sessions more = run_sessions(settings, 1, 20);
  EXPECT_NE(few.fingerprint, run_sessions(settings, 2, 10).fingerprint);
  EXPECT_NE(few.fingerprint, more.fingerprint);
  more.results.resize(10);
  EXPECT_EQ(digest(few), digest(more));
}

TEST(Replications, MayBeNoneOrOne) {
  EXPECT_TRUE(run_sessions({}, 1, 0).results.empty());
  EXPECT_EQ(run_sessions({}, 1, 1, {.threads = 8}).results.size(), 1U);
}

TEST(Story, IsStoppedInTheMiddleOfALongSession) {
  Scenario scenario = parse_scenario("", "s.toml");
  scenario.arms[0].settings = endless();
  const std::atomic<bool> stop{true};
  EXPECT_THROW(replay(scenario, scenario.arms[0], 0, &stop), Interrupted);
}

// All records are kept, so a day of pings each millisecond would fill the memory.
TEST(Story, IsRefusedWhenItHasTooManyRecords) {
  Scenario scenario = parse_scenario("", "s.toml");
  scenario.arms[0].settings = endless();
  EXPECT_THROW(replay(scenario, scenario.arms[0], 0), InputError);
}

// Common random numbers: what the fix does not touch happens at the same nanosecond in both arms.
TEST(Arms, ShareTheirLuckSessionBySession) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  const Sessions before = run_sessions(scenario.arm("before").settings, 1, 50);
  const Sessions after = run_sessions(scenario.arm("after").settings, 1, 50);
  int delivered_by_the_fix = 0;
  for (std::size_t session = 0; session < 50; ++session) {
    for (std::size_t job = 0; job < 5; ++job) {
      const models::JobResult& left = before.results[session].jobs[job];
      const models::JobResult& right = after.results[session].jobs[job];
      EXPECT_EQ(left.submitted, right.submitted);
      EXPECT_EQ(left.accepted, right.accepted);
      EXPECT_EQ(left.completed, right.completed);
      EXPECT_EQ(left.connection_age, right.connection_age);
      if (left.was_delivered()) {
        EXPECT_EQ(left.received, right.received);
      }
      if (!left.was_delivered() && right.was_delivered()) ++delivered_by_the_fix;
    }
  }
  EXPECT_GT(delivered_by_the_fix, 200);
}

// A story is replication k of the same experiment, not another run.
TEST(Story, IsTheReplicationThatTheComparisonRan) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  Sessions sessions = run_sessions(scenario.arms[0].settings, scenario.seed, 4);
  Sessions told;
  told.results.push_back(replay(scenario, scenario.arms[0], 3).result);
  sessions.results.erase(sessions.results.begin(), sessions.results.begin() + 3);
  EXPECT_EQ(digest(told), digest(sessions));
}

}  // namespace
}  // namespace lastseen::experiments
