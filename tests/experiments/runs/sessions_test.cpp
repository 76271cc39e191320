// Running sessions: rows depend on settings, seed and replication alone, and the same luck in every arm.
#include <lastseen/experiments/runs/sessions.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>
#include <lastseen/experiments/story/replay.hpp>

#include "tests/experiments/refusals.hpp"

namespace lastseen::experiments {
namespace {

// A runner uses the memory of the session before; a row shows nothing of it, nor of where the row's batch began.
TEST(Sessions, DependOnSettingsSeedAndReplicationAlone) {
  const models::Settings settings;
  const std::vector<SessionRow> all = run_sessions(settings, 1, 0, 20);
  ASSERT_EQ(all.size(), 20U);
  EXPECT_EQ(run_sessions(settings, 1, 7, 1).front(), all[7]);
  SessionRunner runner;
  runner.run(load_scenario("half-open").arms.front().settings, 5, 3);
  EXPECT_EQ(runner.run(settings, 1, 7), all[7]);
  EXPECT_NE(run_sessions(settings, 2, 7, 1).front().fingerprint, all[7].fingerprint);
  EXPECT_TRUE(run_sessions(settings, 1, 3, 0).empty());
}

// All records are kept, so a day of pings each millisecond would fill the memory.
TEST(Story, IsRefusedWhenItHasTooManyRecords) {
  Scenario scenario = parse_scenario("", "s.toml");
  scenario.arms[0].settings.ping.interval = std::chrono::milliseconds(1);
  scenario.arms[0].settings.session.duration = std::chrono::hours(24);
  EXPECT_THAT(testing::problems_of([&] { replay(scenario, scenario.arms[0], 0); }),
              ::testing::ElementsAre(::testing::AllOf(
                  ::testing::HasSubstr(
                      "the session (arm only, 1 user with 5 jobs each) has more than 1,000,000 records"),
                  ::testing::HasSubstr("session.duration (it is 1d)"))));
}

// Each job has several records: of ten million jobs that is known before any of them is set up.
TEST(Story, IsRefusedAtOnceWhenItHasTooManyJobs) {
  const Scenario scenario =
      load_scenario("fifteen-minutes", {.set = {{"session.users", "1000"}, {"jobs.count", "10000"}}});
  const Arm& arm = scenario.arm("after");
  EXPECT_THAT(testing::problems_of([&] { replay(scenario, arm, 0); }),
              ::testing::ElementsAre(::testing::AllOf(
                  ::testing::HasSubstr("10,000,000 jobs (arm after, 1,000 users with 10,000 jobs each)"),
                  ::testing::HasSubstr("up to 1,000,000 records"),
                  ::testing::HasSubstr("use fewer session.users or jobs.count"))));
  EXPECT_FALSE(can_be_told(scenario, arm));
}

// Common random numbers: what the fix does not touch happens at the same nanosecond in both arms.
TEST(Arms, ShareTheirLuckSessionBySession) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  const std::vector<SessionRow> before = run_sessions(scenario.arm("before").settings, 1, 0, 50);
  const std::vector<SessionRow> after = run_sessions(scenario.arm("after").settings, 1, 0, 50);
  int delivered_by_the_fix = 0;
  for (std::size_t session = 0; session < 50; ++session) {
    for (std::size_t job = 0; job < 5; ++job) {
      const JobRow& left = before[session].jobs[job];
      const JobRow& right = after[session].jobs[job];
      EXPECT_EQ(left.submitted, right.submitted);
      EXPECT_EQ(left.completed, right.completed);
      EXPECT_EQ(left.connection_age, right.connection_age);
      if (left.delivered) {
        EXPECT_TRUE(right.delivered);
      }
      if (!left.delivered && right.delivered) ++delivered_by_the_fix;
    }
  }
  EXPECT_GT(delivered_by_the_fix, 200);
}

// A story is replication k of the same experiment, not another run.
TEST(Story, IsTheReplicationThatTheComparisonRan) {
  const Scenario scenario = load_scenario("fifteen-minutes");
  const Arm& arm = scenario.arms[0];
  const Replay told = replay(scenario, arm, 3);
  SessionRow row = run_sessions(arm.settings, scenario.seed, 3, 1).front();
  EXPECT_EQ(row.fingerprint, told.fingerprint);
  EXPECT_EQ(row.records, told.records.size());
  row.fingerprint = row.events = row.records = 0;
  row.session_time = {};
  EXPECT_EQ(row, session_row(told.result, 3, arm.settings.jobs.count));
}

}  // namespace
}  // namespace lastseen::experiments
